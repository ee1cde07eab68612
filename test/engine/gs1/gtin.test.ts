import { expect, test } from 'vitest';
import { readGtin } from '../../../engine/gs1/gtin.ts';

/* The package of the GS1 Barcode Syntax Engine's own tests, of a label, and the example of GS1's check digit page (629104150021 → 3). */
test.each([
  ['6291041500213', '06291041500213'],
  ['00304091134034', '00304091134034'],
  ['304091134034', '00304091134034'],
  ['96385074', '00000096385074'],
])('%s is one key of fourteen digits', (text, gtin) => {
  expect(readGtin(text)).toEqual({ ok: true, value: gtin });
});

test.each([
  ['6291041500214', 'gtin-check-digit'],
  ['123456789', 'gtin-not-read'],
  ['0409-1134-03', 'gtin-not-read'],
  ['٣٠٤٠٩١١٣٤٠٣٤', 'gtin-not-read'],
  ['', 'gtin-not-read'],
  ['1'.repeat(100_000), 'gtin-not-read'],
])('%.20s is refused as %s', (text, code) => {
  expect(readGtin(text)).toMatchObject({ ok: false, failure: { code } });
});
