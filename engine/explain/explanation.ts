import { finding } from '../checks/report.ts';
import * as z from 'zod';

/** What would make an order safe: plain data, the same on screen and on the command line. */
const about = finding.pick({ key: true, subject: true, message: true });

export const change = z.strictObject({
  parts: z.array(
    z.strictObject({
      parameter: z.string(),
      label: z.string(),
      from: z.string(),
      to: z.string(),
      /** how far the new value is from the ordered one, as an exact fraction of it */
      size: z.string(),
      percent: z.string(),
    }),
  ),
  /** sum of the parts' sizes, exact: what `smallest` means */
  size: z.string(),
  /** fields of the order and their new texts; null takes the field out */
  settings: z.array(z.strictObject({ path: z.string(), value: z.string().nullable() })),
  /** the most that can be received in any window, as ordered and once changed */
  worst: z.array(
    z.strictObject({
      window: z.string(),
      before: z.string(),
      after: z.string(),
      /** if the limit window of the pump does not roll, where no source says so and that is more */
      afterIfFixed: z.string().optional(),
    }),
  ),
  /** keys of findings that still block then: out of reach of any number, or not possible to check */
  remaining: z.array(z.string()),
});
export type Change = z.infer<typeof change>;

export const explanation = z.strictObject({
  state: z.enum(['passes', 'one-change', 'two-changes', 'none', 'stopped']),
  /** the failed checks that a change is to make pass */
  aims: z.array(about),
  /**
   * failed checks that no number decides that could be searched: naloxone, an allergy, the patient; or a number whose grid
   * is not known, named in `skipped`
   */
  outOfReach: z.array(about),
  /** checks that could not be done; no change may add one */
  notDone: z.array(about),
  changes: z.array(change),
  skipped: z.array(z.strictObject({ parameter: z.string(), label: z.string(), missing: z.string() })),
  tried: z.number().int(),
  /** false where the search was cut short: a smaller change may exist */
  complete: z.boolean(),
});
export type Explanation = z.infer<typeof explanation>;
