import { refusalsOf } from '../../../words/refusal.ts';
import { describe, expect, test } from 'vitest';
import { calculate, compute, findCalculator } from '../../../engine/calculators/calculate.ts';
import { calculator, quantityOut, wordsOut, words } from '../../../engine/calculators/calculator.ts';
import { convert } from '../../../engine/calculators/convert.ts';
import { describe as describeCalculator } from '../../../engine/calculators/describe.ts';
import * as field from '../../../engine/calculators/field.ts';

/** Whole answers, worked by hand: nothing of what a screen or a script reads is left out. */
const value = (id: string, input: Readonly<Record<string, unknown>>) => {
  const answer = calculate(id, input);
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
};
const USP_1160 = {
  id: 'USP-1160',
  title: 'USP <1160> Pharmaceutical Calculations in Pharmacy Practice (from general knowledge, verify)',
};

test('an answer in full: 20 mg in 3 mL is 20/3 mg/mL, 6.667 by four digits, 0.001/3 too much', () => {
  expect(value('concentration', { drugAmount: '20 mg', volume: '3 mL' })).toEqual({
    id: 'concentration',
    title: 'Concentration',
    outputs: {
      concentration: {
        label: 'concentration',
        value: '6.66666666667',
        unit: 'mg/mL',
        exact: '20/3',
        rounded: '6.667',
        rounding: 'nearest, 4 significant digits',
        error: '1/3000',
        exactness: 'exact',
      },
    },
    table: null,
    derivations: [
      {
        id: 'concentration',
        name: 'concentration',
        formula: 'drug amount ÷ final volume',
        line: '20 mg ÷ 3 mL = (20/3) mg/mL',
        result: '20/3 mg/mL',
        about: '6.66667 mg/mL',
        source: USP_1160,
      },
      {
        id: 'concentration-rounded',
        name: 'concentration, nearest, 4 significant digits',
        formula: 'floor(concentration ÷ step + 0.5) × step',
        line: 'floor((20/3) mg/mL ÷ 0.001 mg/mL + 0.5) × 0.001 mg/mL = 6.667 mg/mL',
        result: '6.667 mg/mL',
        about: null,
        source: {
          id: 'ROUND-ONCE',
          title:
            'round once, at the end, with the direction and the error shown (calculations.md 0, house rule)',
        },
      },
    ],
    warnings: [],
    source: USP_1160,
  });
});

test('words as an output are given as they stand', () => {
  expect(value('pca-maxima', { demand: '1 mg', lockout: '10 min' }).outputs['binding1h']).toEqual({
    label: 'what binds in 1 h',
    value: 'lockout',
    unit: '',
    exact: 'lockout',
    rounded: 'lockout',
    rounding: null,
    error: null,
    exactness: 'exact',
  });
});

test('where exactness ends the answer says so', () => {
  const bsa = value('bsa-mosteller', { height: '177.8 cm', weight: '110 kg' }).outputs['bsa'];
  expect(bsa?.exactness).toBe('rounded to 36 significant digits');
  expect(bsa?.value).toMatch(/^2\.33/);
});

/** calculations.md 0: warn above 5 %, and again above 10 %. 20 by steps of 7 is 21, of 11 is 22, of 8 is 24. */
test.each([
  ['nearest 7 mg/mL', '21', []],
  ['nearest 6.4 mg/mL', '19.2', []],
  ['nearest 7.1 mg/mL', '21.3', [['rounding-over-5-percent', '6.5 % by "nearest 7.1 mg/mL"']]],
  ['nearest 11 mg/mL', '22', [['rounding-over-5-percent', '10 % by "nearest 11 mg/mL"']]],
  ['nearest 8 mg/mL', '24', [['rounding-over-10-percent', '20 % by "nearest 8 mg/mL"']]],
  ['down to 11 mg/mL', '11', [['rounding-over-10-percent', '45 % by "down to 11 mg/mL"']]],
] as const)('20 mg/mL %s is %s', (rounding, rounded, warned) => {
  const answer = value('concentration', { drugAmount: '20 mg', volume: '1 mL', rounding });
  expect(answer.outputs['concentration']).toMatchObject({ rounded, rounding });
  expect(refusalsOf(answer.warnings)).toEqual(
    warned.map(([code, given]) => ({
      path: 'concentration',
      code,
      given,
      accepted: 'a finer step, or another strength',
    })),
  );
});
test('nothing is said of the rounding of nothing', () => {
  const answer = value('percent-error', { measured: '20 mg', desired: '20 mg', rounding: 'nearest 3 %' });
  expect(answer.warnings).toEqual([]);
});

test('a rule or a unit is used where it fits, and the others keep their own', () => {
  const input = { demand: '0.4 mg', lockout: '10 min', basal: '0.2 mg/h', limit4h: '6 mg' };
  const { outputs } = value('pca-maxima', { ...input, rounding: 'down to 0.5 mg', resultUnit: 'mcg' });
  expect(outputs).toMatchObject({
    max1h: { value: '2600', unit: 'mcg', rounded: '2500', rounding: 'down to 0.5 mg', error: '-100' },
    spacing: { unit: 'min', rounded: '18.46', rounding: 'nearest, 4 significant digits' },
    dosesPer4h: { value: '13', unit: '' },
  });
});

describe('refusals about the answer', () => {
  const given = { drugAmount: '20 mg', volume: '1 mL' };
  const units =
    'a unit of an output: mg, mcg, g, units, mEq, mmol, mL, mg/mL, mcg/mL, units/mL, mEq/mL, mmol/mL, % w/v';
  test.each([
    [{ rounding: 'nearest 1 h' }, 'rounding', 'rounding-fits-no-output', 'nearest 1 h', units],
    [{ resultUnit: 'mg/h' }, 'resultUnit', 'unit-fits-no-output', 'mg/h', units],
  ])('%j', (more, path, code, text, accepted) => {
    const answer = calculate('concentration', { ...given, ...more });
    expect(answer.ok ? [] : refusalsOf(answer.failure)).toEqual([{ path, code, given: text, accepted }]);
  });
  test.each([
    [{ resultUnit: 'spoons/mL' }, 'resultUnit', 'unit-unknown'],
    [{ resultUnit: 'ug/mL' }, 'resultUnit', 'unit-refused'],
    [{ rounding: 'somehow' }, 'rounding', 'rounding-not-read'],
  ])('%j', (more, path, code) => {
    expect(calculate('concentration', { ...given, ...more })).toMatchObject({
      ok: false,
      failure: [{ path, code }],
    });
  });
});

const WINDOW = [{ at: '2026-03-01T08:00Z', amount: '1 g' }];
test.each([
  ['no-such', {}, 'id', 'calculator-not-known', 'no-such', 'an id of the list of calculators'],
  [
    'density',
    { mass: '5 g', x: '1' },
    'x',
    'unknown-key',
    'x',
    'one of mass, volume, density, rounding, resultUnit',
  ],
  ['age', { birthDate: '1990-05-17' }, 'on', 'missing', null, 'on the day: YYYY-MM-DD'],
  ['cumulative-window', {}, 'doses', 'missing', null, 'doses: a list of objects'],
  [
    'cumulative-window',
    { doses: [{ ...WINDOW[0], x: '1' }] },
    'doses.0.x',
    'unknown-key',
    'x',
    'one of at, amount, until',
  ],
  [
    'cumulative-window',
    { doses: [{ amount: '1 g' }] },
    'doses.0.at',
    'missing',
    null,
    'given at: YYYY-MM-DDTHH:mm with Z or an offset',
  ],
  [
    'cumulative-window',
    { doses: [{ ...WINDOW[0], amount: 3 }] },
    'doses.0.amount',
    'invalid-type',
    '3',
    'amount: number and unit, such as 1 mg',
  ],
] as const)('%s %j is refused at %s as %s', (id, input, path, code, given, accepted) => {
  const answer = calculate(id, input);
  expect(answer.ok ? [] : refusalsOf(answer.failure)).toEqual([{ path, code, given, accepted }]);
});

describe('a calculator made for this test', () => {
  const made = calculator({
    id: 'sample',
    title: 'Sample',
    group: 'Test',
    aliases: ['other word'],
    fields: {
      dose: field.quantityIn('dose', ['mg', 'mcg'], { least: '1 mg', most: '9 mg', note: 'by mouth' }),
      often: field.optional(field.countIn('how often', { also: ['doses/day'], zero: true, most: '24' })),
      kind: field.choiceIn('kind', ['one', 'two'], 'which'),
      rows: field.listIn('rows', { on: field.dateIn('day') }, 2, 3),
      said: field.optional(field.wordsIn('remark')),
    },
    outputs: { dose: quantityOut('dose', ['mg']), said: wordsOut('said') },
    formula: 'dose',
    validity: ['always'],
    source: USP_1160,
    example: { input: {}, expected: {} },
    compute: (v) => ({ outputs: { said: words(`${v.kind} ${v.rows.length}`) } }),
  });
  test('is described', () => {
    expect(describeCalculator(made)).toEqual({
      id: 'sample',
      title: 'Sample',
      group: 'Test',
      aliases: ['other word'],
      inputs: {
        dose: {
          label: 'dose',
          kind: 'quantity',
          required: true,
          accepts: 'number and unit, such as 1 mg',
          units: ['mg', 'mcg'],
          zeroAllowed: false,
          least: '1 mg',
          most: '9 mg',
          note: 'by mouth',
        },
        often: {
          label: 'how often',
          kind: 'number',
          required: false,
          accepts: 'a whole number as text, or in doses/day',
          zeroAllowed: true,
          most: '24',
        },
        kind: {
          label: 'kind',
          kind: 'choice',
          required: true,
          accepts: 'one | two',
          options: ['one', 'two'],
          note: 'which',
        },
        rows: {
          label: 'rows',
          kind: 'list',
          required: true,
          accepts: 'a list of objects',
          of: { on: { label: 'day', kind: 'date', required: true, accepts: 'YYYY-MM-DD' } },
        },
        said: { label: 'remark', kind: 'words', required: false, accepts: 'one line of text' },
        rounding: expect.objectContaining({ label: 'rounding rule', required: false }) as unknown,
        resultUnit: expect.objectContaining({ label: 'unit of the result', required: false }) as unknown,
      },
      outputs: {
        dose: { label: 'dose', units: ['mg'], rounding: 'reading', always: true },
        said: { label: 'said', units: [], rounding: 'reading', always: true },
      },
      solveFor: null,
      formula: 'dose',
      validity: ['always'],
      source: USP_1160,
      example: { input: {}, expected: {} },
    });
  });
  const day = { on: '2026-03-01' };
  test('computes', () => {
    expect(compute(made, { dose: '9 mg', kind: 'two', rows: [day, day] })).toEqual({
      ok: true,
      value: { outputs: { said: { words: 'two 2' } } },
    });
  });
  test.each([1, 4])('a list has as many rows as it says: not %s', (n) => {
    const answer = compute(made, { dose: '9 mg', kind: 'two', rows: Array.from({ length: n }, () => day) });
    expect(answer).toMatchObject({ ok: false, failure: [{ path: 'rows' }] });
  });
});

test('a calculator is found by its id', () => {
  expect(findCalculator('age')?.title).toBe('Age in years, months and days');
  expect(findCalculator('no-such')).toBeUndefined();
});

describe('conversions in full', () => {
  test('by a factor', () => {
    expect(convert('5 mL', 'mg', '10 mg/mL')).toEqual({
      ok: true,
      value: {
        value: '50',
        unit: 'mg',
        exact: '50',
        derivation: {
          id: 'convert',
          name: 'conversion',
          formula: 'given × factor 1',
          line: '5 mL × 10 mg/mL = 50 mg',
          result: '50 mg',
          about: null,
          source: {
            id: 'UNITS',
            title: 'unit table: SI prefixes; lb, oz, grains, in by NIST Handbook 44, Appendix C (exact)',
          },
        },
      },
    });
  });
  /** 98.6 F is 37 C; 0 C is 273.15 K. Source: definition of the scales. */
  test.each([
    ['98.6 F', 'C', '37'],
    ['98.6 F', '°C', '37'],
    ['37 C', '°F', '98.6'],
    ['0 C', 'K', '273.15'],
  ])('%s in %s', (text, scale, exact) => {
    expect(convert(text, scale)).toMatchObject({
      ok: true,
      value: { value: exact, exact, unit: scale.replace('°', ''), derivation: { id: 'convert' } },
    });
  });
  test.each([
    ['10 mg', 'C'],
    ['37', 'F'],
  ])('%s is no temperature', (text, scale) => expect(convert(text, scale).ok).toBe(false));
  test.each([
    [
      '5 mg',
      '%',
      [],
      'unit-of-other-dimension',
      'a quantity of a plain number, or a named factor (strength, molar mass, valence, potency, density, drop factor)',
    ],
    [
      '5 mg',
      'mL',
      [],
      'unit-of-other-dimension',
      'a quantity of volume, or a named factor (strength, molar mass, valence, potency, density, drop factor)',
    ],
    ['5 mg', 'mL', ['70 kg'], 'factor-does-not-lead', 'factors that lead from mass to volume'],
    ['5 mg', 'mL', ['0 mg/mL'], 'factor-zero', 'a factor above zero'],
  ] as const)('%s in %s by %j', (text, unit, factors, code, accepted) => {
    const answer = convert(text, unit, ...factors);
    expect(answer.ok ? [] : refusalsOf([answer.failure])).toMatchObject([{ code, accepted }]);
  });
});
