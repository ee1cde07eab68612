import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derive, named, printed } from '../../../engine/derivation/derivation.ts';
import { exact, exactText } from '../../../engine/number/notation.ts';
import { of, quantity } from '../../../engine/number/quantity.ts';
import { recheck } from '../../../engine/derivation/reread.ts';
import {
  parseRounding,
  roundedBy,
  roundingError,
  roundings,
  type Rounding,
  type RoundingName,
} from '../../../engine/derivation/rounding.ts';
import { unit } from '../../../engine/number/units.ts';

const source = { id: 'T', title: 'test' };
const derived = (text: string) => {
  const q = text.includes(' ') ? quantity(text) : quantity(text, '');
  return derive('x', 'x', named('x', q), q.unit, source);
};
const rounded = (text: string, rule: Rounding): string | null => {
  const d = roundedBy(derived(text), rule);
  if (d) expect(recheck(printed(d)), printed(d).line).toEqual({ ok: true, value: true });
  return d && exactText(d.result.amount);
};
const rule = (text: string): Rounding => {
  const read = parseRounding(text);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
};

describe('named uses', () => {
  /** Syringe graduations: calculations.md 0; pump step: its example 0.274 → 0.3; billing: J1170, 12.5 → 13. */
  test.each<[RoundingName, string, string | null]>([
    ['pump-step', '0.274 mL/h', '0.3'],
    ['pump-step', '2 mL/min', '2'],
    ['syringe-graduation', '0.456 mL', '0.46'],
    ['syringe-graduation', '1 mL', '1'],
    ['syringe-graduation', '1.04 mL', '1'],
    ['syringe-graduation', '9.96 mL', '10'],
    ['syringe-graduation', '10 mL', '10'],
    ['syringe-graduation', '12.31 mL', '12.4'],
    ['syringe-graduation', '20.6 mL', '21'],
    ['syringe-graduation', '0.05 L', '0.05'],
    ['syringe-graduation', '5 mg', null],
    ['whole-drops', '33.3 gtt/min', '33'],
    ['half-tablets', '1.3 tablets', '1.5'],
    ['vials-up', '1.01 vials', '2'],
    ['billing-units-up', '12.5 billing units', '13'],
    ['sessions-down', '4.9 sessions', '4'],
    ['doses-down', '4.9 doses', '4'],
    ['reading', '12345 mg', '12350'],
    ['reading', '0.000123456 mg', '0.0001235'],
    ['reading', '0 mg', '0'],
    ['precise', '1234567 mg', '1234570'],
    ['pump-step', '5 mg/h', null],
  ])('%s of %s is %s', (name, value, expected) => expect(rounded(value, roundings[name])).toBe(expected));
  test('each has a name, a direction and a reason', () => {
    for (const r of Object.values(roundings))
      expect([
        r.name.length > 5,
        r.reason.length > 10,
        ['nearest', 'down', 'up'].includes(r.direction),
      ]).toEqual([true, true, true]);
  });
});

describe('rules as an input', () => {
  test.each([
    ['nearest 0.1 mL', '1.25 mL', '1.3'],
    ['down to 0.1 mL', '1.29 mL', '1.2'],
    ['up to 0.1 mL', '1.21 mL', '1.3'],
    ['down 0.5 mg', '1.9 mg', '1.5'],
    ['up 0.5 mg', '1.6 mg', '2'],
    ['nearest whole', '1.5 mg', '2'],
    ['down to whole', '1.9 mg', '1'],
    ['nearest half', '1.3 mg', '1.5'],
    ['down to whole drops', '33.9 gtt/min', '33'],
    ['up to whole drops', '33.1 gtt/min', '34'],
    ['nearest whole drops', '33.4 gtt', '33'],
    ['up to whole vials', '1.1 vials', '2'],
    ['nearest half tablets', '1.3 tablets', '1.5'],
    ['nearest 3 significant digits', '1234 mg', '1230'],
    ['nearest 0.5', '1.3 mg', '1.5'],
    ['nearest 10 mL', '0.117 L', '0.12'],
    ['nearest 1 significant digits', '0.0456', '0.05'],
    ['nearest 0.25', '1.13', '1.25'],
  ])('%s: %s is %s', (text, value, expected) => {
    expect(rule(text).name.length).toBeGreaterThan(3);
    expect(rounded(value, rule(text))).toBe(expected);
  });
  test.each([
    ['nearest 0.1 mL', '5 mg'],
    ['down to whole drops', '5 mL'],
    ['up to whole vials', '5 mg'],
  ])('%s has no step for %s', (text, value) => expect(rounded(value, rule(text))).toBeNull());
  test.each([
    ['', 'rounding-not-read'],
    ['0.1 mL', 'rounding-not-read'],
    ['about 0.1 mL', 'rounding-not-read'],
    ['nearest', 'rounding-not-read'],
    ['nearest 0 mL', 'rounding-step-zero'],
    ['nearest 0.10 mL', 'number-has-trailing-zero'],
    ['nearest .1 mL', 'number-without-leading-zero'],
    ['nearest 0.1 cc', 'unit-refused'],
    ['down 3 significant digits', 'rounding-not-read'],
    ['nearest 0 significant digits', 'rounding-not-read'],
    ['nearest 31 significant digits', 'rounding-not-read'],
    ['nearest whole spoons', 'unit-unknown'],
    ['nearest  0.1 mL', 'rounding-not-read'],
    ['Nearest 0.1 mL', 'rounding-not-read'],
  ])('%j is refused as %s', (text, code) =>
    expect(parseRounding(text)).toMatchObject({ ok: false, failure: { code, given: text } }),
  );
  test('up to thirty digits', () => expect(parseRounding('nearest 30 significant digits').ok).toBe(true));
});

const amounts = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 4n }))
  .map(([n, d]) => exact(n).div(d));
test('down is never above, up never below, nearest within half a step, and a rounded value stays', () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom('0.1 mL', '0.25 mL', '2 mL', '10 mL'), (n, step) => {
      const d = derive('x', 'x', named('x', of(n, unit('mL'))), unit('mL'), source);
      const by = (way: string) => roundedBy(d, rule(`${way} ${step}`))!;
      const size = quantity(step).amount;
      expect(roundingError(d, by('down to')).compare(0)).toBeLessThanOrEqual(0);
      expect(roundingError(d, by('up to')).compare(0)).toBeGreaterThanOrEqual(0);
      expect(roundingError(d, by('nearest')).abs().compare(size.div(2n))).toBeLessThanOrEqual(0);
      for (const way of ['down to', 'up to', 'nearest']) {
        const once = by(way);
        expect(roundingError(d, once).abs().compare(size)).toBeLessThan(1);
        expect(once.result.amount.div(size).d).toBe(1n);
        expect(roundedBy(once, rule(`${way} ${step}`))!.result.amount.equals(once.result.amount)).toBe(true);
      }
    }),
  );
});
