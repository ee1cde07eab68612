import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encoded, GS, parseGs1 } from '../../../engine/gs1/parse.ts';

interface Case {
  readonly name: string;
  readonly input: string;
  readonly elements?: readonly (readonly [string, string])[];
  readonly error?: string;
}
const file = join(import.meta.dirname, '../../cases/gs1/scans.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

// The verdict of each case is the GS1 Barcode Syntax Engine's, not ours: see the file's source.
describe('what scanners send of pharmaceutical packs', () => {
  test('there are cases of both kinds', () => {
    expect([cases.filter((c) => c.elements).length, cases.filter((c) => c.error).length]).toEqual([72, 27]);
  });
  test.each(cases.filter((c) => c.elements))('$name is read as the GS1 engine reads it', (c) => {
    const read = parseGs1(c.input);
    expect(read.ok && read.value.map((e) => [e.ai, e.value])).toEqual(c.elements);
  });
  test.each(cases.filter((c) => c.error))('$name is refused: $error', (c) => {
    expect(parseGs1(c.input)).toMatchObject({
      ok: false,
      failure: { code: expect.stringMatching(/^gs1-/) as string, path: 'code' },
    });
  });
});

test.each([
  ['', 'gs1-empty'],
  [']d1010030409490311517261231', 'gs1-symbology'],
  ['0100304094903114', 'gs1-check-digit'],
  ['011030409490311517260230', 'gs1-date'],
  ['011030409490311517270229', 'gs1-date'],
  ['08123', 'gs1-identifier-unknown'],
  ['91é', 'gs1-character'],
  [`91A${GS}91B`, 'gs1-two-values'],
])('%j is refused by name: %s', (input, code) => {
  expect(parseGs1(input)).toMatchObject({ ok: false, failure: { code } });
});

test('what is encoded reads back, whatever the values', () => {
  const value = fc.string({
    unit: fc.constantFrom(...'ABCXYZ0123456789-./'),
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      const list = [
        { ai: '91', value: a },
        { ai: '92', value: b },
        { ai: '93', value: c },
      ];
      const read = parseGs1(encoded(list, GS));
      expect(read.ok && read.value.map(({ ai, value: v }) => ({ ai, value: v }))).toEqual(list);
    }),
  );
});
