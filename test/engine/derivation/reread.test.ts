import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  derive,
  exp,
  ln,
  max,
  min,
  minus,
  named,
  number,
  over,
  plus,
  pow,
  printed,
  sqrt,
  times,
  type Expr,
  type PrintedDerivation,
} from '../../../engine/derivation/derivation.ts';
import { exact } from '../../../engine/number/notation.ts';
import { of, plain, quantity, to } from '../../../engine/number/quantity.ts';
import { recheck, recheckAll } from '../../../engine/derivation/reread.ts';
import { baseUnit, NUMBER, unit, UNITS, type Unit } from '../../../engine/number/units.ts';

const source = { id: 'T', title: 'test' };
const as = (line: string, result?: string, about: string | null = null): PrintedDerivation => ({
  id: 'x',
  name: 'x',
  formula: '',
  line,
  result: result ?? line.split(/ [=≈] /)[1] ?? '',
  about,
  source,
});
const agrees = (line: string, result?: string, about?: string | null) => recheck(as(line, result, about)).ok;

describe('lines that are right', () => {
  test.each([
    '50 mg ÷ 50 mL = 1 mg/mL',
    '2 mcg/kg/min × 70 kg ÷ 2000 mcg/mL = 4.2 mL/h',
    '1 g + 500 mg = 1500 mg',
    '8 − (4 − 2) = 6',
    '8 − 4 − 2 = 2',
    '2 + 3 × 4 = 14',
    '(2 + 3) × 4 = 20',
    'min(3 mg; 2000 mcg) = 2 mg',
    'max(3 mg; 2000 mcg) = 3 mg',
    'ceil(60 min ÷ 8 min) = 8',
    'floor(8 ÷ 3) = 2',
    'floor(24 h ÷ 4 h) = 6',
    '0.9 % w/v = 9 mg/mL',
    '3 ppm = 3 mg/L',
    '5 % = 0.05',
    '0.001 = 0.1 % v/v',
    '154 lb = 69.85322498 kg',
    '2 kg drug ÷ 500 g body = 4000000 mg/kg',
    '1 lb drug = 453592.37 mg',
    '16 oz body = 1 lb',
    '1 grains = 64.79891 mg',
    '70 in = 177.8 cm',
    '5 million units ÷ 2 vials = 2500000 units/vial',
    '3 × 1 billing units = 3 billing units',
    '1 years = 12 months',
    '75 mg ÷ 25 mg/tablet = 3 tablets',
    '30 mg ÷ 15 mg/billing unit = 2 billing units',
    '8 mL ÷ 2 mL/million unit = 4 million units',
    '8 mL ÷ 2 mL/milliunit = 0.004 units',
    '10 mg/unit × 3 units = 30 mg',
    '2 mL/dose × 3 doses/session × 4 sessions/bag × 5 bags = 120 mL',
    '24 cm/year × 6 months = 12 cm',
    '2 cm/month × 1 years = 24 cm',
    '2 mg × 3 kg = 6 mg·kg',
    '6 mg·kg ÷ 2 kg = 3 mg',
    '10 mEq ÷ 2 mEq/mmol = 5 mmol',
    '1 ÷ 4 h = 0.25 1/h',
    '-5 mg + 10 mg = 5 mg',
    'sqrt(16) = 4',
    'pow(2; 10) = 1024',
    'exp(0) = 1',
    'ln(1) = 0',
    '(1/3) mL × 3 = 1 mL',
  ])('%s', (line) => expect(recheck(as(line))).toEqual({ ok: true, value: true }));
  test('a fraction on the right, and a shortened result', () => {
    expect(agrees('100 mg ÷ 117 mL = (100/117) mg/mL', '100/117 mg/mL', '0.854701 mg/mL')).toBe(true);
    expect(agrees('100 mg ÷ 117 mL = (100/117) mg/mL', '100/117 mg/mL', '0.8547 mg/mL')).toBe(true);
    expect(agrees('-2 mg ÷ 3 = (-2/3) mg', '-2/3 mg', '-0.666667 mg')).toBe(true);
    expect(agrees('2 kg drug ÷ 3 = (2/3) kg drug', '2/3 kg', '0.666667 kg')).toBe(true);
  });
});

describe('lines that are wrong, or can not be read', () => {
  test.each([
    '50 mg ÷ 50 mL = 10 mg/mL',
    '50 mg ÷ 50 mL = 1 mg/L',
    '50 mg ÷ 50 mL = 1 mcg/mL',
    '1 mg/kg × 70 kg drug = 70 mg',
    '1 mg + 1 mL = 2 mg',
    '1 kg = 1 kg drug',
    '2 + 3 × 4 = 20',
    'ceil(60 min ÷ 8 min) = 7',
    'floor(8 ÷ 3) = 3',
    'floor(5 mg) = 5 mg',
    'min(1; 2) = 2',
    'max(1; 2) = 1',
    '1 = 1 = 1',
    '1 mg',
    '',
    'x = 1',
    '1 U = 1 units',
    '(1 + 2 = 3',
    'min(1; 2 = 1',
    '1 mg ÷ 0 mL = 1 mg/mL',
    '2 ≈ 3',
    'sqrt(4 mg) = 2 mg',
    'pow(2) = 2',
    '1 mg mg = 1 mg',
    'sin(1) = 1',
    '1 /h = 1 1/h',
    '5 % w/w = 50 mg/mL',
    'exp(1) = 1',
    'ln(2) = 1',
    '1e3 mg = 1 g',
    'sqrt(2) ≈ 1.4142135623730950488',
    '1 mg = 1',
  ])('%j', (line) => {
    expect(recheck(as(line))).toMatchObject({
      ok: false,
      failure: { code: 'second-opinion-differs', path: 'x', given: line },
    });
  });
  test('a result or a shortened result that is not that of the line', () => {
    expect(agrees('1 mg + 1 mg = 2 mg', '3 mg')).toBe(false);
    expect(agrees('1 mg + 1 mg = 2 mg', '2000 mcg')).toBe(false);
    expect(agrees('1 mg + 1 mg = 2 mg', '2')).toBe(false);
    expect(agrees('100 mg ÷ 117 mL = (100/117) mg/mL', '100/117 mg/mL', '0.8 mg/mL')).toBe(false);
    expect(agrees('100 mg ÷ 117 mL = (100/117) mg/mL', '100/117 mg/mL', '0.8547 mg/L')).toBe(true);
  });
  test('the 31st digit is noticed, the 40th is not', () => {
    expect(agrees(`1 + 0.${'0'.repeat(28)}2 = 1`)).toBe(false);
    expect(agrees(`1 + 0.${'0'.repeat(39)}2 = 1`)).toBe(true);
  });
  test('a list gives its failures only', () => {
    expect(recheckAll([as('1 + 1 = 2'), as('1 + 1 = 3'), as('2 × 2 = 4')]).map((f) => f.given)).toEqual([
      '1 + 1 = 3',
    ]);
  });
});

const amount = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 8n }), fc.bigInt({ min: 1n, max: 5000n }))
  .map(([n, d]) => exact(n).div(d));
const check = (e: Expr, u: Unit = NUMBER): void => {
  const d = printed(derive('x', 'x', e, u, source));
  expect(recheck(d), d.line).toEqual({ ok: true, value: true });
};
test('every unit of the table is known to the second opinion with the same factor', () => {
  for (const row of UNITS) {
    const u = unit(row.code);
    check(named('q', of(exact('7/3'), u)), baseUnit(u.dimension));
  }
  for (const [code, dimension] of [
    ['kg', 'mass'],
    ['lb', 'mass'],
    ['g', 'weight'],
    ['oz', 'weight'],
  ] as const)
    check(named('q', of(exact('7/3'), unit(code, dimension))), baseUnit(dimension));
});
test('random sums, products and calls agree', () => {
  fc.assert(
    fc.property(amount, amount, amount, (a, b, c) => {
      const [x, y, z] = [
        named('a', of(a, unit('mg'))),
        named('b', of(b, unit('g', 'mass'))),
        named('c', of(c, unit('mL'))),
      ];
      check(over(plus(x, y), z), unit('mg/mL'));
      check(minus(min(x, y), max(x, y)), unit('mcg'));
      check(times(over(x, z), named('v', of(b, unit('L')))), unit('kg', 'mass'));
      check(over(named('p', plain(a)), plus(named('q', plain(b)), named('r', plain(c)))));
    }),
    { numRuns: 60 },
  );
});
test('random roots, powers, logarithms agree with mathjs to thirty digits', () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: -3000, max: 3000 }), (a, p) => {
      const exponent = number(`${p}/1000`);
      check(sqrt(named('a', plain(a))));
      check(pow(named('a', plain(a)), exponent));
      check(ln(named('a', plain(a.add(2n)))));
      check(exp(exponent));
    }),
    { numRuns: 60 },
  );
});
test('the second table would notice a slip in the first', () => {
  const slip = { ...unit('mcg'), factor: exact('0.01') };
  const d = derive('x', 'x', named('q', of(exact('5'), slip)), unit('mg'), source);
  expect(recheck(printed(d)).ok).toBe(false);
  expect(
    recheck(printed(derive('x', 'x', named('q', to(quantity('5 mcg', 'mass'), 'mg')), unit('mg'), source)))
      .ok,
  ).toBe(true);
});
