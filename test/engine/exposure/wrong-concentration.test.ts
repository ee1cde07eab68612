import { expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { printed } from '../../../engine/derivation/derivation.ts';
import { findDrug } from '../../../engine/formulary/formulary.ts';
import { quantity, quantityText } from '../../../engine/number/quantity.ts';
import { recheck } from '../../../engine/derivation/reread.ts';
import { mistakable, wrongConcentration } from '../../../engine/exposure/wrong-concentration.ts';

const conc = (text: string) => quantity(text, 'mass/volume');

// ISMP: HYDROmorphone 20 mg/100 mL (0.2 mg/mL), pump told 0.1 mg/mL: 2.5 mg/h ordered, 5 mg/h given.
// The other rows by hand: amount × actual ÷ label.
test.each([
  ['0.1 mg/mL', '0.2 mg/mL', '2.5 mg', '5 mg'],
  ['1 mg/mL', '10 mg/mL', '0.2 mg', '2 mg'],
  ['1 mg/mL', '0.2 mg/mL', '0.2 mg', '0.04 mg'],
  ['0.3 mg/mL', '0.1 mg/mL', '1 mg', '1/3 mg'],
  ['50 mcg/mL', '10 mcg/mL', '11.6 mcg', '2.32 mcg'],
])('a pump told %s gives, from a container of %s, for %s really %s', (label, actual, ordered, given) => {
  const [dose] = wrongConcentration(conc(label), conc(actual), [
    { name: 'demand dose', amount: quantity(ordered, 'mass') },
  ]).amounts;
  expect(quantityText(dose!.result)).toBe(given);
  expect(recheck(printed(dose!))).toEqual({ ok: true, value: true });
});

test('the concentrations that are taken for each other: the library’s others, and ten times more and less', () => {
  const drug = findDrug(seedLibrary(), 'hydromorphone')!;
  // Standard: 0.2, 1 and 5 mg/mL (S4S-2026); from 1 mg/mL ten times more is 10 and less is 0.1.
  expect(mistakable(drug, conc('1 mg/mL')).map(quantityText)).toEqual([
    '0.1 mg/mL',
    '0.2 mg/mL',
    '5 mg/mL',
    '10 mg/mL',
  ]);
  expect(mistakable({ standard_concentrations: [] }, conc('2 mg/mL')).map(quantityText)).toEqual([
    '0.2 mg/mL',
    '20 mg/mL',
  ]);
});
