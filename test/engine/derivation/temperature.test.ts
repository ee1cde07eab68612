import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convert } from '../../../engine/calculators/convert.ts';
import { exact, exactText } from '../../../engine/number/notation.ts';
import {
  celsius,
  onScale,
  parseTemperature,
  temperatureText,
} from '../../../engine/derivation/temperature.ts';

/** Fixed points of the scales: they meet at −40; water freezes at 32 F and boils at 212 F; absolute zero. */
test.each([
  ['-40 F', '-40'],
  ['32 F', '0'],
  ['212 F', '100'],
  ['98.6 F', '37'],
  ['0 K', '-273.15'],
  ['310.15 K', '37'],
  ['25 °C', '25'],
  ['77 °F', '25'],
  ['100 F', '340/9'],
  ['-459.67 F', '-273.15'],
])('%s is %s C, exactly', (text, c) => {
  const read = parseTemperature(text);
  expect(read.ok && exactText(celsius(read.value))).toBe(c);
});
test.each([
  ['25', 'temperature-not-read'],
  ['25C', 'unit-not-separated'],
  ['25 R', 'temperature-not-read'],
  ['25  C', 'temperature-not-read'],
  ['', 'temperature-not-read'],
  ['5.0 C', 'number-has-trailing-zero'],
  ['-273.16 C', 'below-absolute-zero'],
  ['-1 K', 'below-absolute-zero'],
  ['25 constructor', 'temperature-not-read'],
  ['− 5 C', 'temperature-not-read'],
])('%j is refused as %s', (text, code) => {
  expect(parseTemperature(text)).toMatchObject({ ok: false, failure: { code, given: text } });
});
test('there and back again is the identity on every scale', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -273, max: 1000 }),
      fc.constantFrom('C', 'F', 'K'),
      fc.constantFrom('C', 'F', 'K'),
      (n, a, b) => {
        if (a === 'K' && n < 0) return;
        const t = { degrees: exact(`${n}`), scale: a } as const;
        const there = { degrees: onScale(t, b as 'C', '', '').result.amount, scale: b as 'C' };
        expect(onScale(there, a as 'C', '', '').result.amount.equals(t.degrees)).toBe(true);
      },
    ),
  );
});
test('conversion by text, and the text of a reading', () => {
  expect(convert('98.6 F', 'C')).toMatchObject({
    ok: true,
    value: { value: '37', unit: 'C', exact: '37', derivation: { line: '(98.6 − 32) × 5 ÷ 9 = 37' } },
  });
  expect(convert('25 C', '°F')).toMatchObject({ ok: true, value: { value: '77', unit: 'F' } });
  expect(convert('25 mg', 'C')).toMatchObject({ ok: false, failure: { code: 'temperature-not-read' } });
  const read = parseTemperature('-20 C');
  expect(read.ok && temperatureText(read.value)).toBe('-20 C');
});
