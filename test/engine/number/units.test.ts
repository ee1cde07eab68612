import { describe, expect, test } from 'vitest';
import { exactText } from '../../../engine/number/notation.ts';
import {
  baseUnit,
  BASES,
  combined,
  combinedUnit,
  commonReading,
  NUMBER,
  readUnit,
  unit,
  UNITS,
} from '../../../engine/number/units.ts';

/** Exact factors. Source: NIST SP 811 and Handbook 44, Appendix C; USP <1160> for strengths. */
test.each([
  ['mcg', 'mass', '0.001'],
  ['ng', 'mass', '0.000001'],
  ['g', 'mass', '1000'],
  ['grains', 'mass', '64.79891'],
  ['oz', 'mass', '28349.523125'],
  ['nL', 'volume', '0.000001'],
  ['mcL', 'volume', '0.001'],
  ['dL', 'volume', '100'],
  ['L', 'volume', '1000'],
  ['min', 'time', '1/60'],
  ['s', 'time', '1/3600'],
  ['ms', 'time', '1/3600000'],
  ['day', 'time', '24'],
  ['week', 'time', '168'],
  ['kg', 'weight', '1'],
  ['lb', 'weight', '0.45359237'],
  ['in', 'height', '2.54'],
  ['ft', 'height', '30.48'],
  ['m', 'height', '100'],
  ['m2', 'surface', '1'],
  ['mol', 'substance', '1000'],
  ['mcmol', 'substance', '0.001'],
  ['Eq', 'equivalent', '1000'],
  ['million units', 'activity', '1000000'],
  ['Osm', 'osmole', '1000'],
  ['years', 'age', '1'],
  ['months', 'age', '1/12'],
  ['%', '', '0.01'],
  ['% w/v', 'mass/volume', '10'],
  ['% v/v', '', '0.01'],
  ['% w/w', '', '0.01'],
  ['ppm', 'mass/volume', '0.001'],
  ['mcg/kg/min', 'mass/weight/time', '0.06'],
  ['mg/m2/day', 'mass/surface/time', '1/24'],
  ['units/kg/h', 'activity/weight/time', '1'],
  ['gtt/min', 'drop/time', '60'],
  ['mL/kg', 'volume/weight', '1'],
  ['mmol/L', 'substance/volume', '0.001'],
  ['g/mol', 'mass/substance', '1'],
  ['mEq/mmol', 'equivalent/substance', '1'],
  ['1/h', '1/time', '1'],
  ['mg·h/mL', 'mass·time/volume', '1'],
  ['mg·kg', 'mass·weight', '1'],
  ['mL/min·kg', 'volume/weight/time', '60'],
])('%s is a unit of %s, factor %s', (text, dimension, factor) => {
  const found = unit(text);
  expect(found.code).toBe(text);
  expect(found.dimension).toBe(dimension);
  expect(exactText(found.factor)).toBe(factor);
});

test('drug mass, body weight and body surface are different dimensions', () => {
  expect(readUnit('mg/kg', '').ok).toBe(false);
  expect(readUnit('mg/g', '').ok).toBe(true);
  expect(commonReading('mg/kg', '%')).toEqual({ ok: true, value: undefined });
  expect(commonReading('mg/g', '% w/w')).toMatchObject({
    ok: true,
    value: [{ dimension: '' }, { dimension: '' }],
  });
  expect(unit('mg/kg').dimension).toBe('mass/weight');
  expect(readUnit('kg', 'mass')).toMatchObject({ ok: true, value: { dimension: 'mass', line: 'kg drug' } });
  expect(readUnit('kg', 'weight')).toMatchObject({ ok: true, value: { dimension: 'weight', line: 'kg' } });
  expect(unit('g', 'weight').line).toBe('g body');
  expect(unit('lb', 'mass').line).toBe('lb drug');
  expect(unit('oz', 'weight').line).toBe('oz body');
  expect(exactText(unit('oz', 'weight').factor)).toBe('0.028349523125');
  expect(exactText(unit('lb', 'mass').factor)).toBe('453592.37');
  expect(exactText(unit('kg', 'mass').factor)).toBe('1000000');
  expect(exactText(unit('g', 'weight').factor)).toBe('0.001');
});

describe('spellings', () => {
  test.each([
    ['ml', 'mL'],
    ['hr', 'h'],
    ['hours', 'h'],
    ['minutes', 'min'],
    ['unit', 'units'],
    ['drops', 'gtt'],
    ['m²', 'm2'],
    ['inches', 'in'],
    ['grain', 'grains'],
    ['capsules', 'tablets'],
    ['dl', 'dL'],
    ['years', 'years'],
    ['mg/ml', 'mg/mL'],
  ])('%s is %s', (text, code) => expect(unit(text).code).toBe(code));
  /** Above the line and alone a count stands in the plural, below it one is meant; both are read on either side. */
  test.each([
    ['mg/tablets', 'mg/tablet'],
    ['mg/capsule', 'mg/tablet'],
    ['tablet/day', 'tablets/day'],
    ['mL/doses', 'mL/dose'],
    ['mL/bags', 'mL/bag'],
    ['mg/vials', 'mg/vial'],
    ['h/sessions', 'h/session'],
    ['mg/units', 'mg/unit'],
    ['mL/million units', 'mL/million unit'],
    ['mL/milliunits', 'mL/milliunit'],
    ['mg/billing units', 'mg/billing unit'],
    ['unit/kg/h', 'units/kg/h'],
    ['mg/kg/doses', 'mg/kg/dose'],
    ['cm/years', 'cm/year'],
    ['cm/months', 'cm/month'],
  ])('%s is %s', (text, code) => {
    expect([unit(text).code, unit(text).line]).toEqual([code, code]);
    expect(unit(code)).toBe(unit(text));
  });
  test('and so does the base unit of a quotient', () => {
    expect(['mass/tablet', 'volume/dose', 'tablet/dose', 'tablet'].map((d) => baseUnit(d).code)).toEqual([
      'mg/tablet',
      'mL/dose',
      'tablets/dose',
      'tablets',
    ]);
  });
  /** Source: ISMP List of Error-Prone Abbreviations. */
  test.each([
    ['U', 'units'],
    ['IU', 'units'],
    ['µg', 'mcg'],
    ['μg', 'mcg'],
    ['ug', 'mcg'],
    ['cc', 'mL'],
    ['gm', 'g'],
    ['Kg', 'kg'],
    ['MG', 'mg'],
    ['meq', 'mEq'],
    ['mg/d', 'day'],
    ['lbs', 'lb'],
    ['hrs', 'h'],
  ])('%s is refused, with %s instead', (text, instead) => {
    expect(readUnit(text)).toMatchObject({
      ok: false,
      failure: {
        code: 'unit-refused',
        given: text,
        accepted: { code: 'better-unit', better: instead },
      },
    });
  });
  test.each([
    '',
    'mgg',
    'mg/',
    '/mL',
    'mg//mL',
    '1',
    '1/',
    'mg mL',
    'constructor',
    'toString',
    'mg/mL/',
    '·',
    'mg·',
    '%/mL w',
  ])('%j is unknown', (text) => {
    expect(readUnit(text)).toMatchObject({ ok: false, failure: { code: 'unit-unknown' } });
  });
  test('a unit of another dimension is refused by name', () => {
    expect(readUnit('mL', 'mass')).toMatchObject({
      ok: false,
      failure: {
        code: 'unit-of-other-dimension',
        given: 'mL',
        accepted: { code: 'unit-of', dimension: 'mass', such: 'mg' },
      },
    });
    expect(() => unit('mgg')).toThrow('unit-unknown');
  });
});

test('the table is closed: each code once, each factor above zero, each with its source', () => {
  const codes = UNITS.map((u) => u.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const u of UNITS) {
    expect(u.source).not.toBe('');
    expect(unit(u.code).factor.compare(0)).toBe(1);
    expect(u.base === '' || BASES.includes(u.base)).toBe(true);
  }
});

test('base units and products of dimensions', () => {
  for (const u of UNITS) expect(exactText(baseUnit(unit(u.code).dimension).factor)).toBe('1');
  expect(baseUnit('mass/weight/time').code).toBe('mg/kg/h');
  expect(baseUnit('1/time').code).toBe('1/h');
  expect(baseUnit('')).toBe(NUMBER);
  expect(combined('mass/volume', 'volume', 1)).toBe('mass');
  expect(combined('mass', 'volume', -1)).toBe('mass/volume');
  expect(combined('mass', 'mass', -1)).toBe('');
  expect(combined('', 'time', -1)).toBe('1/time');
  expect(combined('mass', 'mass', 1)).toBe('mass·mass');
  expect(() => combined('mass', 'nonsense', 1)).toThrow('unknown dimension nonsense');
  expect(() => combined('nonsense', 'mass', 1)).toThrow('unknown dimension nonsense');
  expect(() => baseUnit('nonsense')).toThrow('unknown dimension');
});

test('the base unit of a product is not that of the quotient, whichever was asked for first', () => {
  for (let again = 0; again < 2; again += 1) {
    expect(combinedUnit('mass', 'volume', 1).code).toBe('mg·mL');
    expect(combinedUnit('mass', 'volume', -1).code).toBe('mg/mL');
    expect(combinedUnit('mass', 'time', -1).code).toBe('mg/h');
  }
});

test('two texts are read in their common dimension', () => {
  const pair = commonReading('kg', 'mg');
  expect(pair.ok && pair.value?.map((u) => u.dimension)).toEqual(['mass', 'mass']);
  expect(commonReading('kg', 'mL')).toEqual({ ok: true, value: undefined });
  expect(commonReading('mgg', 'mL').ok).toBe(false);
  expect(commonReading('mL', 'mgg').ok).toBe(false);
  const weights = commonReading('lb', 'kg');
  expect(weights.ok && weights.value?.map((u) => u.dimension)).toEqual(['weight', 'weight']);
});
