import * as z from 'zod';
import { storage } from './site-knowledge.ts';
import { source } from './source.ts';

/** Why a study is evidence to show and no date to count: never of another salt, container or mixture than it was made of. */
export const SHOWN_ONLY = [
  'other-salt',
  'diluent-not-named',
  'other-container',
  'with-another-drug',
  'upper-end-undiluted',
  'bracket-across-studies',
] as const;

/**
 * One studied preparation: which concentrations, diluents, containers and storage, and for how many days. A concentration
 * is one (`1 mg/mL`) or a range (`1 mg/mL to 3 mg/mL`) whose ends were tested, with the strengths in `tested`: between
 * them the row is bracketed, outside it says nothing. With `also` it was studied of that mixture and no other.
 */
const studied = {
  drug: z.string(),
  concentrations: z.array(z.string()),
  tested: z.array(z.string()).optional(),
};
export const stabilityRow = z.strictObject({
  ...studied,
  salt: z.string().optional().describe('as the study names it'),
  bracket: z
    .enum(['one study', 'stated by the authors', 'across studies'])
    .optional()
    .describe('what the range rests on'),
  also: z.array(z.strictObject(studied)).optional(),
  diluents: z.array(z.string()),
  containers: z.array(z.string()),
  studiedIn: z.array(z.string()).optional().describe('the containers in the words of the study'),
  storage,
  temperature: z.string(),
  days: z.string(),
  finding: z.string(),
  shownOnly: z.enum(SHOWN_ONLY).optional(),
  source,
  provenance: z.string(),
});
export type StabilityRow = z.infer<typeof stabilityRow>;

/**
 * What is known of drugs in one container. `where` holds, in a form that can be compared, what the words of `conditions`
 * say: any of it has to fit. Absent, a conflict holds everywhere, and anything else has to be read by a pharmacist.
 */
export const compatibilityRow = z.strictObject({
  /** ids of the formulary, or names of what it does not hold */
  drugs: z.array(z.string()).min(2),
  setting: z.string(),
  result: z.enum(['compatible', 'physically compatible', 'conditional', 'incompatible']),
  conditions: z.string(),
  where: z
    .array(
      z.strictObject({
        concentrations: z.record(z.string(), z.array(z.string())).optional(),
        diluents: z.array(z.string()).optional(),
        containers: z.array(z.string()).optional(),
        storages: z.array(storage).optional(),
      }),
    )
    .min(1)
    .optional(),
  duration: z.string().optional(),
  note: z.string().optional(),
  source,
  provenance: z.string(),
});
export type CompatibilityRow = z.infer<typeof compatibilityRow>;
