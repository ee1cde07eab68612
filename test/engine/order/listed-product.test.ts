import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { readProductCode } from '../../../engine/order/ndc.ts';
import { listedDifferences, listedStrength } from '../../../engine/order/listed-product.ts';

const lib = seedLibrary();

/* FDA's directory: labeler and product of 4-4, 5-3 and 5-4 (21 CFR 207.33); HIPAA pads each to 5-4. */
describe('the product of a list', () => {
  test.each([
    ['0002-1200', '00002-1200'],
    ['49799-001', '49799-0001'],
    ['10019-0178', '10019-0178'],
  ])('%s is %s', (printed, code) => expect(readProductCode(printed)).toEqual({ ok: true, value: code }));
  test.each([
    '0002-12',
    '0002-1200-10',
    '00021200',
    '0000-1200',
    '',
    ' 0002-1200',
    '2-1',
    '-'.repeat(10_000),
  ])('%.20s is refused', (printed) =>
    expect(readProductCode(printed)).toMatchObject({ failure: { code: 'ndc-not-read' } }),
  );
});

/* Numerators and units as the directory of January 2015 has them; the quotient by hand. */
describe('a listed strength', () => {
  test.each([
    ['10', 'mg/mL', '10 mg/mL'],
    ['.75', 'mg/.5mL', '1.5 mg/mL'],
    ['5', 'g/20mL', '0.25 g/mL'],
    ['50', 'ug/mL', '50 mcg/mL'],
  ])('%s %s is %s', (amount, unit, strength) => {
    const read = listedStrength(amount, unit);
    expect(read && quantityText(read)).toBe(strength);
  });
  test.each([
    ['100', '[iU]/mL'],
    ['4', 'mg/1'],
    ['20', 'meq/15mL'],
    ['1,000', 'mg/mL'],
    ['1', 'mg/0mL'],
    ['', 'mg/mL'],
    ['1e3', 'mg/mL'],
  ])('%s %s is none that is compared', (amount, unit) => expect(listedStrength(amount, unit)).toBeNull());
});

const one = (substance: string, strength: string, unit = 'mg/mL') => ({
  substances: [substance],
  strengths: [strength],
  units: [unit],
});

describe('a listed product beside the vial of an order', () => {
  const vial = { drug: 'hydromorphone', strength: '10 mg/mL' };
  test.each([
    ['the same', one('HYDROMORPHONE HYDROCHLORIDE', '10'), []],
    ['the same in other units', one('HYDROMORPHONE HYDROCHLORIDE', '1', 'g/100mL'), []],
    ['another strength', one('HYDROMORPHONE HYDROCHLORIDE', '2'), ['another-strength']],
    ['another drug', one('MORPHINE SULFATE', '10'), ['another-drug']],
    ['a drug of no formulary', one('ROCURONIUM BROMIDE', '10'), ['another-drug']],
    ['a strength in each piece', one('HYDROMORPHONE HYDROCHLORIDE', '10', 'mg/1'), ['strength-not-compared']],
    ['without an ingredient', { substances: [], strengths: [], units: [] }, ['no-ingredient']],
    [
      'with another beside it',
      {
        substances: ['BUPIVACAINE HYDROCHLORIDE', 'HYDROMORPHONE HYDROCHLORIDE'],
        strengths: ['1', '.05'],
        units: ['mg/mL', 'mg/mL'],
      },
      ['further-drug', 'another-strength'],
    ],
  ])('%s', (_, listed, expected) => expect(listedDifferences(listed, vial, lib)).toEqual(expected));
});
