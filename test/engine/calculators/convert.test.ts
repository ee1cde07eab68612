import { describe, expect, test } from 'vitest';
import { convert } from '../../../engine/calculators/convert.ts';

/** Factors: NIST Handbook 44, Appendix C; USP <1160>. */
test.each([
  ['0.1 mcg/kg/min', 'mg/kg/h', '0.006'],
  ['154 lb', 'kg', '69.85322498'],
  ['5 ft', 'cm', '152.4'],
  ['0.9 % w/v', 'mg/mL', '9'],
  ['1:1000', 'mcg/mL', '1000'],
  ['2 million units', 'units', '2000000'],
  ['1 kg', 'mg', '1000000'],
  ['1 kg', 'lb', '100000000/45359237'],
  ['5 %', '%', '5'],
  ['250 mg/5 mL', 'g/L', '50'],
  ['1 grain', 'mg', '64.79891'],
  ['60 gtt/min', 'gtt/h', '3600'],
  ['1 mmol/L', 'mcmol/mL', '1'],
  ['18 months', 'years', '1.5'],
  ['1 tablets', 'capsules', '1'],
  ['5 ft 10 in', 'in', '70'],
  ['5 feet 10 inches', 'cm', '177.8'],
  ['7 lb 8 oz', 'kg', '3.401942775'],
  ['1 h 30 min', 'min', '90'],
  ['2 day 3 h', 'h', '51'],
  ['0 ft 3 in', 'in', '3'],
  ['5 %', 'mg/mL', '50'],
  ['2 milliunits/min', 'units/h', '0.12'],
  ['10 ppb', 'mcg/L', '10'],
  ['1 mg/kg/dose', 'mcg/kg/dose', '1000'],
])('%s in %s is %s', (text, unit, exact) => {
  const made = convert(text, unit);
  expect(made.ok && made.value.exact).toBe(exact);
});

describe('between dimensions only through a named factor', () => {
  test.each([
    ['5 mL', 'mg', ['10 mg/mL'], '50'],
    ['50 mg', 'mL', ['10 mg/mL'], '5'],
    ['20 mEq', 'mg', ['1 mEq/mmol', '74.5 g/mol'], '1490'],
    ['100 gtt', 'mL', ['20 gtt/mL'], '5'],
    ['10 g', 'mL', ['1.25 g/mL'], '8'],
    ['5000 units', 'mg', ['100 units/mg'], '50'],
    ['2 mcg/kg/min', 'mL/h', ['70 kg', '2000 mcg/mL'], '4.2'],
  ])('%s in %s by %j is %s', (text, unit, factors, exact) => {
    const made = convert(text, unit, ...factors);
    expect(made.ok && made.value.exact).toBe(exact);
  });
  test('without one it is refused, and with one that does not lead there', () => {
    expect(convert('5 mL', 'mg')).toMatchObject({
      ok: false,
      failure: { code: 'unit-of-other-dimension', given: '5 mL' },
    });
    expect(convert('5 mL', 'mg', '70 kg')).toMatchObject({
      ok: false,
      failure: { code: 'factor-does-not-lead' },
    });
    expect(convert('5 mL', 'mg', '0 mg/mL')).toMatchObject({ ok: false, failure: { code: 'factor-zero' } });
    expect(convert('5 mL', 'mg', '10 U/mL')).toMatchObject({ ok: false, failure: { code: 'unit-refused' } });
  });
  test('mg/kg is never a plain ratio', () => expect(convert('5 mg/kg', '%').ok).toBe(false));
});

test.each([
  ['5 U', 'mg', 'unit-refused'],
  ['0,5 mg', 'mcg', 'number-has-comma'],
  ['5 mg', 'ug', 'unit-refused'],
  ['5 mg', 'spoons', 'unit-unknown'],
  ['1 tsp', 'mL', 'unit-refused'],
  ['1 fl oz', 'mL', 'unit-refused'],
  ['0.1 M', 'mmol/L', 'unit-refused'],
  ['60 mcgtt/min', 'gtt/min', 'unit-refused'],
  ['5 ft 12 in', 'in', 'steps-do-not-fit'],
  ['5.5 ft 2 in', 'in', 'steps-do-not-fit'],
  ['5 ft 1,5 in', 'in', 'number-has-comma'],
  ['05 ft 1 in', 'in', 'number-has-extra-leading-zero'],
  ['10 in 5 ft', 'in', 'unit-unknown'],
  ['1 g 10 mg', 'mg', 'unit-unknown'],
  ['1 lb 4 oz', 'mg', 'unit-unknown'],
  ['5 ft 1 in 3', 'in', 'unit-unknown'],
  ['5', 'mg', 'unit-missing'],
  ['', 'mg', 'number-missing'],
  ['5 mg', '', 'unit-unknown'],
])('%j in %j is refused as %s', (text, unit, code) => {
  expect(convert(text, unit)).toMatchObject({ ok: false, failure: { code } });
});

test('the answer carries its derivation', () => {
  expect(convert('1 lb', 'kg')).toMatchObject({
    ok: true,
    value: { value: '0.45359237', unit: 'kg', derivation: { line: '1 lb = 0.45359237 kg' } },
  });
  expect(convert('1 min', 'h')).toMatchObject({
    ok: true,
    value: { value: '0.0166666666667', exact: '1/60' },
  });
});
