import { expect, test } from 'vitest';
import { printed } from '../../../engine/derivation/derivation.ts';
import { carriedBy } from '../../../engine/exposure/mixture.ts';
import { quantity, quantityText } from '../../../engine/number/quantity.ts';
import { recheck } from '../../../engine/derivation/reread.ts';

// By hand: amount ÷ concentration of the first × concentration of the other.
test.each([
  ['1.875 mg', '0.625 mg/mL', 'mg', '0.05 mg/mL', '3 mL', '0.15 mg'],
  ['3.75 mg/h', '0.625 mg/mL', 'mg', '0.05 mg/mL', '6 mL/h', '0.3 mg/h'],
  ['10 mg', '1 mg/mL', 'mcg', '2 mcg/mL', '10 mL', '20 mcg'],
  ['1 mg', '3 mg/mL', 'mg', '0.1 mg/mL', '1/3 mL', '1/30 mg'],
  ['0 mg/h', '1 mg/mL', 'mcg', '2 mcg/mL', '0 mL/h', '0 mcg/h'],
])('%s of %s brings, in %s at %s, in %s, %s', (amount, first, unit, concentration, volume, other) => {
  const made = carriedBy('amount', quantity(amount, 'mass', 'mass/time'), quantity(first, 'mass/volume'), [
    { drug: 'other', unit, concentration: quantity(concentration, 'mass/volume') },
  ]);
  const [one] = made.others;
  expect(quantityText(made.volume.result)).toBe(volume);
  expect(quantityText(one!.amount.result)).toBe(other);
  expect(recheck(printed(made.volume))).toEqual({ ok: true, value: true });
  expect(recheck(printed(one!.amount))).toEqual({ ok: true, value: true });
});
