import * as z from 'zod';
import { isZero, quantity } from '../number/quantity.ts';
import { issue, type Issue } from '../number/result.ts';
import { countField, quantityField, wordsField, timeField } from '../number/fields.ts';

/** A medicine beside the infusion, by mouth or otherwise: it counts in the sums of opioid, acetaminophen and the like. */
export const companion = z.strictObject({
  drug: wordsField(80).describe('id of a drug of the formulary, or its name where it is not in it'),
  dose: quantityField('mass', 'activity'),
  route: wordsField(40),
  kind: z.enum(['scheduled', 'prn']),
  every: timeField('course').describe('the shortest time from dose to dose'),
  mostPerDay: countField(100).describe('doses in any 24 h at most'),
});
export type Companion = z.infer<typeof companion>;

/** What can not stand beside an order: each a named refusal with its path; empty where all of it can. */
export function companionIssues(companions: readonly Companion[]): Issue[] {
  return companions.flatMap((c, i) => [
    ...(isZero(quantity(c.dose))
      ? [issue('dose-zero', c.dose, { code: 'above-zero', what: 'dose' }, `${i}.dose`)]
      : []),
    ...(isZero(quantity(c.every))
      ? [issue('dose-interval-zero', c.every, { code: 'above-zero', what: 'interval' }, `${i}.every`)]
      : []),
  ]);
}
