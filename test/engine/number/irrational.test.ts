import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exponential,
  naturalLog,
  power,
  significant,
  squareRoot,
} from '../../../engine/number/irrational.ts';
import { decimalText, exact, exactText, magnitude } from '../../../engine/number/notation.ts';

/** Digits from OEIS: A002193 √2, A001113 e, A002162 ln 2, A002392 ln 10, A002580 ∛2, A000796 for none. */
test.each([
  ['√2', () => squareRoot(exact('2')), '1.41421356237309504880168872420969808'],
  ['e', () => exponential(exact('1')), '2.71828182845904523536028747135266250'],
  ['ln 2', () => naturalLog(exact('2')), '0.693147180559945309417232121458176568'],
  ['ln 10', () => naturalLog(exact('10')), '2.30258509299404568401799145468436421'],
  ['∛2', () => power(exact('2'), exact('1/3')), '1.25992104989487316476721060727822835'],
  ['1/e', () => exponential(exact('-1')), '0.367879441171442321595523770161460867'],
  ['ln ½', () => naturalLog(exact('1/2')), '-0.693147180559945309417232121458176568'],
] as const)('%s to 36 digits', (_name, run, digits) => {
  const made = run();
  expect(made.exact).toBe(false);
  expect(decimalText(made.value)).toBe(digits.replace(/0+$/, ''));
});

describe('exact where the result is rational', () => {
  test.each([
    ['4/9', '2/3'],
    ['0', '0'],
    ['1', '1'],
    ['14400/3600', '2'],
    ['0.0001', '0.01'],
    ['1000000', '1000'],
  ])('√%s is %s', (n, root) => {
    expect([squareRoot(exact(n)).exact, exactText(squareRoot(exact(n)).value)]).toEqual([
      true,
      exactText(exact(root)),
    ]);
  });
  test.each([
    ['1.023', '5', '1.120413075641343'],
    ['2', '-3', '0.125'],
    ['-2', '3', '-8'],
    ['-2', '2', '4'],
    ['7', '0', '1'],
    ['0', '3', '0'],
    ['-2', '-1', '-0.5'],
  ])('%s to the power %s is %s', (base, e, result) => {
    const made = power(exact(base), exact(e));
    expect([made.exact, exactText(made.value)]).toEqual([true, result]);
  });
  test('ln 1, e to 0, and the edge between whole and rounded powers', () => {
    expect(naturalLog(exact('1'))).toMatchObject({ exact: true });
    expect(exponential(exact('0'))).toMatchObject({ exact: true });
    expect(power(exact('2'), exact('64')).exact).toBe(true);
    expect(power(exact('2'), exact('65')).exact).toBe(false);
    expect(exactText(power(exact('2'), exact('65')).value)).toBe((2n ** 65n).toString());
  });
});

test('refusals by name', () => {
  expect(() => squareRoot(exact('-1'))).toThrow('root-of-negative');
  expect(() => naturalLog(exact('0'))).toThrow('logarithm-of-zero');
  expect(() => naturalLog(exact('-1'))).toThrow('logarithm-of-zero');
  expect(() => power(exact('0'), exact('-1'))).toThrow('zero-to-negative-power');
  expect(() => power(exact('0'), exact('1/2'))).toThrow('power-of-zero');
  expect(() => power(exact('-8'), exact('1/3'))).toThrow('power-of-zero');
  expect(() => exponential(exact('2000'))).toThrow('exponent-too-large');
  expect(() => exponential(exact('-2000'))).toThrow('exponent-too-large');
});

test.each([
  ['123', 3],
  ['0.05', -1],
  ['0.5', 0],
  ['1', 1],
  ['999.9', 3],
  ['1000', 4],
  ['-20', 2],
  ['0', 0],
  ['1/3', 0],
  ['0.1', 0],
  ['10', 2],
])('%s has %d digits before the point', (n, digits) => expect(magnitude(exact(n))).toBe(digits));
test.each([
  ['1/3', 4, '0.3333'],
  ['2/3', 4, '0.6667'],
  ['12345', 3, '12300'],
  ['0.00012345', 2, '0.00012'],
  ['-0.125', 2, '-0.13'],
  ['9999', 2, '10000'],
  ['0', 3, '0'],
])('%s to %d significant digits is %s', (n, d, text) =>
  expect(exactText(significant(exact(n), d))).toBe(text),
);

const positive = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 15n }))
  .map(([n, d]) => exact(n).div(d));
const TINY = exact(`1/${10n ** 33n}`);
const near = (a: ReturnType<typeof exact>, b: ReturnType<typeof exact>) =>
  a.sub(b).abs().compare(b.abs().mul(TINY)) <= 0;
test('a root squared gives the number back, e to the logarithm too', () => {
  fc.assert(
    fc.property(positive, (x) => {
      const root = squareRoot(x).value;
      expect(near(root.mul(root), x)).toBe(true);
      expect(near(exponential(naturalLog(x.add(2n)).value).value, x.add(2n))).toBe(true);
    }),
    { numRuns: 80 },
  );
});
test('powers multiply: x^a × x^b = x^(a+b)', () => {
  fc.assert(
    fc.property(positive, fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), (x, a, b) => {
      const at = (n: number) => power(x, exact(`${n}/10`)).value;
      expect(near(at(a).mul(at(b)), at(a + b))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
