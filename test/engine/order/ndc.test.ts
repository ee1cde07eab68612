import { describe, expect, test } from 'vitest';
import { seedLibrary } from '../../../db/seed/library.ts';
import { ndcsOf, readNdc } from '../../../engine/order/ndc.ts';

const known = new Set(seedLibrary().products.presentations.flatMap((p) => p.ndcs));
const isKnown = (ndc: string) => known.has(ndc);
const read = (text: string) => {
  const result = readNdc(text, isKnown);
  return result.ok ? result.value : result.failure.code;
};

describe('an NDC is read by its segments', () => {
  // The table of layouts: 21 CFR 207.33 and the claims form of HIPAA, with the examples of the FDA.
  test.each([
    ['0002-1234-01', '00002-1234-01'],
    ['12345-678-90', '12345-0678-90'],
    ['12345-6789-0', '12345-6789-00'],
    ['12345-0678-90', '12345-0678-90'],
    ['00641234141', '00641-2341-41'],
    // Ten digits of which one layout is a known product: hydromorphone 2 mg/mL, 20 mL.
    ['0641234141', '00641-2341-41'],
    // FDA's example of a UPC, 312345678906, and its GTIN-14: which of three codes, nothing says.
    ['312345678906', 'ndc-ambiguous'],
    ['00312345678906', 'ndc-ambiguous'],
    ['1234567890', 'ndc-ambiguous'],
    // The same as barcodes of a known product; check digits by hand: 3+0+6×3… = sum 3·(3+6+1+3+1+1)+0+4+2+4+4 = 59 → 1.
    ['306412341411', '00641-2341-41'],
    ['00306412341411', '00641-2341-41'],
    ['306412341412', 'ndc-check-digit'],
    ['312345678905', 'ndc-check-digit'],
  ])('%s: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    '----------',
    '-----------',
    '1234-5678-9',
    '123-4567-890',
    '12345-678-9',
    '12345-67890',
    '1-2-3-4-5-6',
    '0000000000-',
    '00000-0000-00',
    '00000000000',
    '12345 6789 0',
    '12345–6789–0',
    '12345-6789-0\u200b',
    '１２３４５-６７８９-０',
    '123456-7890-12',
    'NDC 12345-6789-0',
    '999999999999',
    '',
  ])('"%s" is none', (text) => {
    expect(read(text)).toBe('ndc-not-read');
  });

  test('what is longer than any code is not read at all', () => {
    expect(read('1'.repeat(10_000))).toBe('text-too-long');
  });

  test('ten digits name all three layouts', () => {
    expect(ndcsOf('1234567890')).toEqual({
      ok: true,
      value: ['01234-5678-90', '12345-0678-90', '12345-6789-00'],
    });
    const refused = readNdc('1234567890', isKnown);
    expect(refused.ok ? null : refused.failure.accepted).toEqual({
      code: 'ndc-one-of',
      ndcs: ['01234-5678-90', '12345-0678-90', '12345-6789-00'],
    });
  });

  test('every product of the library is kept as eleven digits, 5-4-2', () => {
    expect(known.size).toBe(597);
    expect([...known].filter((ndc) => read(ndc) !== ndc)).toEqual([]);
  });
});
