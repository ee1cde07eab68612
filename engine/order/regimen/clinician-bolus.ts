import * as z from 'zod';
import { exact } from '../../number/notation.ts';
import { compare, quantity } from '../../number/quantity.ts';
import { countField, timeField } from '../../number/fields.ts';
import { doseField, zeroIssues, type Resolver, type Say } from './basis.ts';
import type { Train } from './resolved.ts';

/** One clinician bolus train: the pump sets no frequency limit, so the order must. */
export const clinicianBolus = z.strictObject({
  dose: doseField(),
  interval: timeField('between'),
  most: countField(100).describe('how many at most'),
  per: timeField('between').describe('within how long'),
});
type ClinicianBolus = z.infer<typeof clinicianBolus>;

/** What can not stand in a clinician bolus: nothing of it is zero, and its window is no shorter than its interval. */
export function clinicianIssues(say: Say, bolus: ClinicianBolus | undefined): void {
  if (!bolus) return;
  zeroIssues(
    say,
    (['dose', 'interval', 'per'] as const).map(
      (key) =>
        [
          `clinicianBolus.${key}`,
          `clinician-bolus-${key}-zero`,
          bolus[key],
          key === 'dose' ? 'dose' : key === 'interval' ? 'interval' : 'window',
        ] as const,
    ),
  );
  if (compare(quantity(bolus.per, 'time'), quantity(bolus.interval, 'time')) < 0)
    say('clinicianBolus.per', 'clinician-bolus-window-below-interval', bolus.per, { code: 'bolus-window' });
}

/** The boluses that a clinician may give: amount, interval, how many within how long; null where none is ordered. */
export function clinicianTrain(r: Resolver, bolus: ClinicianBolus | undefined): Train | null {
  if (!bolus) return null;
  const dose = r.dose('clinician-bolus', 'clinician bolus', bolus.dose);
  r.says(
    'clinician-bolus-train',
    'clinician boluses',
    `not sooner than ${bolus.interval}, ${bolus.most} in ${bolus.per}`,
  );
  return {
    dose,
    interval: quantity(bolus.interval, 'time'),
    most: exact(bolus.most),
    per: quantity(bolus.per, 'time'),
  };
}
