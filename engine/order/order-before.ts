import * as z from 'zod';
import { parseQuantity } from '../number/quantity.ts';
import { fail, issue, type Result } from '../number/result.ts';
import { tooLong } from '../number/text-bound.ts';
import { quantityField, read } from '../number/fields.ts';

/** `4 mg in 4 h`, as a report gives a pump limit. */
function parseLimit(text: string): Result<unknown> {
  const long = tooLong(text);
  if (long) return fail(long);
  const [amount = '', window, ...more] = text.split(' in ');
  if (window === undefined || more.length > 0)
    return fail(issue('limit-not-readable', text, { code: 'limit-text' }));
  const first = parseQuantity(amount, 'mass');
  return first.ok ? parseQuantity(window, 'time') : first;
}

/**
 * The order before, as far as it is known: the yardstick of the plausibility checks, the jump in MME and the change of
 * concentration. Fields and words are those of a report, so that one can be copied from there.
 */
export const previousOrder = z.strictObject({
  drug: z.string().optional().describe('the drug that its container began with, where it was another one'),
  route: z.string().optional(),
  worst24h: quantityField('mass').optional().describe('the most it gave in any 24 h'),
  regimen: z
    .strictObject({
      demand: quantityField('mass').optional(),
      dose: quantityField('mass').optional(),
      lockout: quantityField('time').optional(),
      basal: quantityField('mass/time').optional(),
      loading: quantityField('mass').optional(),
      clinician: quantityField('mass').optional(),
      limit: read('a pump limit, as "amount in time"', parseLimit).optional(),
    })
    .optional(),
  concentration: quantityField('mass/volume').optional(),
  also: z
    .array(
      z.strictObject({
        drug: z.string(),
        concentration: quantityField('mass/volume').optional(),
        worst24h: quantityField('mass').optional(),
      }),
    )
    .max(5)
    .optional()
    .describe('further drugs of its container'),
});

/** What the container held that ran last on this line, where it was another order. */
export const lineBefore = z
  .array(z.strictObject({ drug: z.string(), concentration: quantityField('mass/volume').optional() }))
  .max(6);
