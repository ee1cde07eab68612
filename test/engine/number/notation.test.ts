import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aboutText,
  decimalText,
  exact,
  exactText,
  parseDecimal,
  round,
  withSeparators,
} from '../../../engine/number/notation.ts';

/** Source: ISMP List of Error-Prone Abbreviations; the refusals by name are ours. */
describe('reading numbers', () => {
  test.each([
    ['0', '0'],
    ['5', '5'],
    ['0.5', '1/2'],
    ['12.25', '49/4'],
    ['100000', '100000'],
    ['0.000001', '1/1000000'],
    ['10.05', '201/20'],
  ])('%s is read', (text, fraction) => {
    const read = parseDecimal(text);
    expect(read.ok && read.value.toFraction()).toBe(fraction);
  });
  test.each([
    ['', 'number-missing'],
    [' 5', 'number-has-space'],
    ['5 ', 'number-has-space'],
    ['5 0', 'number-has-space'],
    ['\t5', 'number-has-space'],
    ['-5', 'number-has-sign'],
    ['+5', 'number-has-sign'],
    ['−5', 'number-has-sign'],
    ['0,5', 'number-has-comma'],
    ['1,000', 'number-has-comma'],
    ['.5', 'number-without-leading-zero'],
    ['5.', 'number-ends-in-point'],
    ['1e3', 'number-has-exponent'],
    ['1.5E3', 'number-has-exponent'],
    ['1.2.3', 'number-has-two-points'],
    ['05', 'number-has-extra-leading-zero'],
    ['00', 'number-has-extra-leading-zero'],
    ['5.0', 'number-has-trailing-zero'],
    ['5.50', 'number-has-trailing-zero'],
    ['0.0', 'number-has-trailing-zero'],
    ['5mg', 'number-has-other-characters'],
    ['1_000', 'number-has-other-characters'],
    ['NaN', 'number-not-decimal'],
    ['Infinity', 'number-not-decimal'],
    ['½', 'number-not-decimal'],
    ['٥', 'number-not-decimal'],
    ['0x10', 'number-has-other-characters'],
    ['1'.repeat(41), 'number-too-long'],
  ])('%j is refused as %s', (text, code) => {
    expect(parseDecimal(text)).toMatchObject({ ok: false, failure: { code } });
  });
  test('forty characters are read, and a refusal quotes what was given', () => {
    expect(parseDecimal('1'.repeat(40)).ok).toBe(true);
    expect(parseDecimal('0,5')).toMatchObject({
      failure: { given: '0,5', accepted: { code: 'decimal' }, path: '' },
    });
    expect(parseDecimal('1'.repeat(50))).toMatchObject({
      failure: { given: `${'1'.repeat(12)}…`, accepted: { code: 'at-most-characters', most: 40 } },
    });
  });
});

describe('writing numbers', () => {
  test.each([
    ['1/2', '0.5'],
    ['-1/8', '-0.125'],
    ['1/3', null],
    ['100', '100'],
    ['-7', '-7'],
    ['1/1000', '0.001'],
    ['3/40', '0.075'],
    ['0', '0'],
    ['10/4', '2.5'],
  ])('%s is %s', (n, text) => {
    expect(decimalText(exact(n))).toBe(text);
    expect(exactText(exact(n))).toBe(text ?? n);
  });
  test('a decimal of more than forty places is given as a fraction', () => {
    expect(decimalText(exact(`1/${10n ** 40n}`))).toBe(`0.${'0'.repeat(39)}1`);
    expect(decimalText(exact(`1/${10n ** 41n}`))).toBeNull();
    expect(exactText(exact('-2/3'))).toBe('-2/3');
  });
  test.each([
    ['1/3', '0.333333'],
    ['2/3', '0.666667'],
    ['100', '100'],
    ['1234567', '1234567'],
    ['1/700', '0.00142857'],
    ['-1/3', '-0.333333'],
    ['200000/3', '66666.7'],
    ['20000000/3', '6666667'],
    ['1/30000000', '0.0000000333333'],
    ['0', '0'],
    ['1', '1'],
    ['10', '10'],
    ['0.1', '0.1'],
    ['999999.5', '1000000'],
    ['99999.95', '100000'],
    ['0.00099999995', '0.001'],
    ['0.001234565', '0.00123457'],
    ['1234567.4', '1234567'],
  ])('%s is about %s', (n, text) => {
    expect(aboutText(exact(n))).toBe(text);
  });
  test('more digits on demand', () => expect(aboutText(exact('1/3'), 12)).toBe('0.333333333333'));
  test.each([
    ['1000', '1,000'],
    ['999', '999'],
    ['1234567.125', '1,234,567.125'],
    ['0.0001', '0.0001'],
    ['-12345', '-12,345'],
  ])('%s is printed %s', (n, text) => expect(withSeparators(n)).toBe(text));
  test('constants are decimals or fractions, nothing else', () => {
    for (const bad of ['1e3', '.5', '5.', 'x', '', ' 1'])
      expect(() => exact(bad)).toThrow('not an exact constant');
    expect(exact(5n).toFraction()).toBe('5');
    expect(exact('-1.5').toFraction()).toBe('-3/2');
  });
});

describe('rounding', () => {
  test.each([
    ['0.274', '0.1', 'nearest', '0.3', '0.026'],
    ['0.25', '0.1', 'nearest', '0.3', '0.05'],
    ['0.25', '0.1', 'down', '0.2', '-0.05'],
    ['0.25', '0.1', 'up', '0.3', '0.05'],
    ['133.4', '1', 'nearest', '133', '-0.4'],
    ['12.5', '1', 'up', '13', '0.5'],
    ['4', '2', 'up', '4', '0'],
    ['0.3', '0.1', 'down', '0.3', '0'],
    ['7', '5', 'nearest', '5', '-2'],
  ] as const)('%s by %s %s is %s, error %s', (value, step, direction, rounded, error) => {
    const made = round(exact(value), { step: exact(step), direction });
    expect([decimalText(made.value), decimalText(made.error)]).toEqual([rounded, error]);
  });
});

const decimals = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 12 }))
  .map(([n, places]) => exact(n).div(10n ** BigInt(places)));
test('what is written is read back as the same number', () => {
  fc.assert(
    fc.property(decimals, (n) => {
      const text = decimalText(n)!;
      const read = parseDecimal(text);
      expect(read.ok && read.value.equals(n), text).toBe(true);
      expect(exact(exactText(n)).equals(n)).toBe(true);
    }),
  );
});
test('floating point would lose what this keeps: 0.1 + 0.2, and 0.3 × 1000', () => {
  expect(decimalText(exact('0.1').add(exact('0.2')))).toBe('0.3');
  expect(decimalText(exact('0.3').mul(1000n))).toBe('300');
});
