import * as z from 'zod';
import { exact } from '../notation.ts';
import { compare, quantity } from '../quantity.ts';
import { countField, quantityField } from '../schema.ts';
import { doseField, zeroIssues, type Resolver, type Say } from './basis.ts';
import type { Train } from './resolved.ts';

/** One clinician bolus train: the pump sets no frequency limit, so the order must. */
export const clinicianBolus = z.strictObject({
  dose: doseField(),
  interval: quantityField('time'),
  most: countField(100).describe('how many at most'),
  per: quantityField('time').describe('within how long'),
});
export type ClinicianBolus = z.infer<typeof clinicianBolus>;

export function clinicianIssues(say: Say, bolus: ClinicianBolus | undefined): void {
  if (!bolus) return;
  zeroIssues(
    say,
    (['dose', 'interval', 'per'] as const).map(
      (key) =>
        [`clinicianBolus.${key}`, `clinician-bolus-${key}-zero`, bolus[key], 'a value above zero'] as const,
    ),
  );
  if (compare(quantity(bolus.per, 'time'), quantity(bolus.interval, 'time')) < 0)
    say(
      'clinicianBolus.per',
      'clinician-bolus-window-below-interval',
      bolus.per,
      'a window at least as long as the interval',
    );
}

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
