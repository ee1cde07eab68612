import * as z from 'zod';
import { parseInstant, type Minute } from '../time/calendar.ts';
import { issue, unwrap, type Issue } from '../number/result.ts';
import { countField, decimalField, instantField, quantityField, timeField } from '../number/fields.ts';

export const indication = z.enum([
  'pain',
  'cancer-pain',
  'postoperative-pain',
  'perioperative-pain',
  'preoperative-prophylaxis',
  'obstetric',
  'opioid-use-disorder',
]);

/**
 * What rules ask about the course of the drug and no regimen holds. Everything is optional: a rule that needs what is
 * left out could not be done, and says so.
 */
export const course = z.strictObject({
  indication: indication.optional(),
  loadingOver: timeField('session').optional().describe('time over which the loading dose runs'),
  daysBefore: countField(1000)
    .optional()
    .describe('calendar days with any dose of this drug before, all routes; left out on a first order'),
  amountBefore: quantityField('mass').optional().describe('amount given in this episode before'),
  doseChangedAt: instantField().optional().describe('last change of the dose'),
  taper: timeField('course').optional().describe('time over which the drug is tapered at the end'),
  dosesPerHour: decimalField()
    .optional()
    .describe('doses an hour that the patient is expected to trigger, where somebody stated them'),
  preservativeFree: z.boolean().optional().describe('every component is preservative-free'),
  epinephrine: z.boolean().optional().describe('the solution holds epinephrine'),
});
export type Course = z.infer<typeof course>;

/** What can not stand in a course at an instant: a change of dose that is still to come. */
export function courseIssues(c: Course | undefined, at: Minute): Issue[] {
  const changed = c?.doseChangedAt;
  if (changed === undefined || unwrap(parseInstant(changed)) <= at) return [];
  return [issue('dose-change-in-future', changed, { code: 'time-of-last-change' }, 'doseChangedAt')];
}
