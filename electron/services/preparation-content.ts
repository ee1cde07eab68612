import * as z from 'zod';
import { finding, printedDerivation } from '../../engine/checks/report.ts';
import { ingredient } from '../../engine/order/ingredient.ts';

/** The compounding record, as stored and as bound by the release code. */
export const preparationContent = z.strictObject({
  lot: z.string(),
  ingredients: z.array(ingredient),
  deviations: z.string().nullable(),
  bud: z.string().describe('instant after which administration may not start'),
  budBinds: z.string(),
  budDerivation: printedDerivation,
  findings: z
    .array(finding)
    .optional()
    .describe('what blocks of it as it was made; absent in records from before this was asked'),
});
export type PreparationContent = z.infer<typeof preparationContent>;
