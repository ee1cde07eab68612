import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encoded, GS, looksLikeGs1, parseGs1 } from '../../../engine/gs1/parse.ts';
import { acceptedWords } from '../../../words/refusal.ts';

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

// 09506000134352 is GS1's own example of a GTIN. Values and lengths: GS1 General Specifications 3.4 (dates, lots), 3.8 (7006).
test.each([
  ['0109506000134352 17261301', 'gs1-date', '(17)261301', 'a date as YYMMDD'],
  ['0109506000134352 7006261301', 'gs1-date', '(7006)261301', 'a date as YYMMDD'],
  ['0109506000134352 7006261200', 'gs1-date', '(7006)261200', 'a date as YYMMDD'],
  [
    '0109506000134352 10ABCDEFGHIJKLMNOPQRSTU',
    'gs1-length',
    '(10)ABCDEFGHIJKLMNOPQRSTU',
    '(10) of up to 20 characters',
  ],
  ['0109506000134352 70032612', 'gs1-length', '(7003)2612', '(7003) of 6 and 4 characters'],
  ['0209506000134352', 'gs1-partner-missing', '(02)', '(02) with 37'],
  ['0109506000134352 3927840100', 'gs1-partner-missing', '(3927)', null],
])('%s is refused as %s, with what was given and what is read', (text, code, given, accepted) => {
  const read = parseGs1(text.replaceAll(' ', ''));
  expect(read).toMatchObject({ ok: false, failure: { code, given } });
  if (!read.ok && accepted !== null) expect(acceptedWords(read.failure.accepted)).toBe(accepted);
});

// GS1 Barcode Syntax Dictionary: a price (392n) stands with a GTIN and a count (30) or any measure (31nn, 32nn, 35nn, 36nn).
test.each(['3102000200', `3020${GS}`, '3560000100'])('a price is read beside (%s)', (measure) => {
  expect(parseGs1(`0109506000134352${measure}39220299`)).toMatchObject({ ok: true });
});

// GS1 General Specifications 7.8.6: a separator stands after what has no predefined length, and not at the end.
test('only what has no predefined length, and is not the last, is followed by a separator', () => {
  const list = [
    { ai: '01', value: '09506000134352' },
    { ai: '10', value: 'L1' },
    { ai: '17', value: '261231' },
    { ai: '21', value: 'S1' },
  ];
  expect(encoded(list, GS)).toBe(`${GS}010950600013435210L1${GS}1726123121S1`);
});

test.each([
  // GS1 Barcode Syntax Dictionary: 253 is N13 with a check digit and, where it has one, a serial of up to 17
  ['2539506000134352', [['253', '9506000134352']]],
  ['2539506000134352SERIAL-1', [['253', '9506000134352SERIAL-1']]],
  // GS1 General Specifications 4.15.1: one identifier twice, with one value
  [
    `91A${GS}91A`,
    [
      ['91', 'A'],
      ['91', 'A'],
    ],
  ],
])('%j is read', (text, elements) => {
  const read = parseGs1(text);
  expect(read.ok && read.value.map((e) => [e.ai, e.value])).toEqual(elements);
});

const refused = (text: string) => {
  const read = parseGs1(text);
  return read.ok ? null : [read.failure.code, acceptedWords(read.failure.accepted), read.failure.path];
};

test('a serial that is too long, a second value and a text longer than any symbol are refused with what is read', () => {
  expect(refused(`2539506000134352${'S'.repeat(18)}`)).toEqual([
    'gs1-length',
    '(253) of 13 and up to 17 characters',
    'code',
  ]);
  expect(refused(`91A${GS}91B`)).toEqual(['gs1-two-values', 'one value of (91)', 'code']);
  expect(refused('2539506000134353')).toEqual([
    'gs1-check-digit',
    'the code again: a digit is wrong',
    'code',
  ]);
  // ISO/IEC 16022: 2,335 characters at most, and the AIM identifier
  expect(refused('9'.repeat(2_339))).toEqual(['text-too-long', 'at most 2338 characters', 'code']);
});

test('a text is meant as GS1 where its symbol says so or a separator stands in it', () => {
  expect([']d20109506000134352', `91A${GS}92B`, '0109506000134352', 'a lot'].map(looksLikeGs1)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
