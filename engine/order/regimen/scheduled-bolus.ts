import * as z from 'zod';
import { timeField } from '../../number/fields.ts';
import { quantity, to } from '../../number/quantity.ts';
import { doseField, zeroIssues, type Resolver, type Say } from './basis.ts';
import type { Regimen } from './resolved.ts';
import { wholeMinutes } from './sessions.ts';

/** Doses that the pump gives by the clock beside those that the patient triggers: the first at the start of a session. */
export const scheduledBolus = z.strictObject({
  dose: doseField(),
  every: timeField('between').describe('from the start of a bolus to the start of the next'),
});
type ScheduledBolus = z.infer<typeof scheduledBolus>;

/** What can not stand in a scheduled bolus: a dose or an interval of zero, an interval that is no whole minutes. */
export function scheduledIssues(say: Say, bolus: ScheduledBolus | undefined): void {
  if (!bolus) return;
  zeroIssues(say, [
    ['scheduled.dose', 'dose-zero', bolus.dose, 'dose'],
    ['scheduled.every', 'dose-interval-zero', bolus.every, 'interval'],
  ]);
  if (!wholeMinutes(quantity(bolus.every, 'time')))
    say('scheduled.every', 'dose-not-whole-minutes', bolus.every, { code: 'whole-minutes' });
}

/** The scheduled bolus in exact amounts, as fast as the pump gives it; null where none is ordered. */
export function scheduledDose(r: Resolver, bolus: ScheduledBolus | undefined): Regimen['dose'] {
  if (!bolus) return null;
  const amount = r.dose('dose', 'scheduled bolus', bolus.dose);
  r.says('every', 'every', bolus.every);
  return {
    amount,
    over: null,
    every: to(quantity(bolus.every, 'time'), 'min'),
    kvo: r.none(),
  };
}
