import { expect, test } from 'vitest';
import { stringify } from 'csv-stringify/sync';
import { csvLine, readCsv } from '../../db/csv.ts';

const TEXT = 'a,"b ""x"", y",\r\n"line\r\nbreak",,"",z\r\n,,\r\nlast,"end"\r\n';
/** RFC 4180, section 2, by hand. */
const RECORDS = [
  ['a', 'b "x", y', ''],
  ['line\r\nbreak', '', '', 'z'],
  ['', '', ''],
  ['last', 'end'],
];

test('a text reads alike whole and in pieces of any size', () => {
  expect([...readCsv(TEXT)]).toEqual(RECORDS);
  for (let size = 1; size <= TEXT.length; size += 1) {
    const pieces = TEXT.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect([...readCsv(pieces)]).toEqual(RECORDS);
  }
});

test.each(['a,"b', 'a,b"c\r\n', 'a,\r', '"a"b\r\n', 'a,'])('%j is refused', (text) => {
  expect(() => [...readCsv(text)]).toThrow(SyntaxError);
});

test('a written record is the one that csv-stringify writes, and reads back', () => {
  for (const cells of [...RECORDS, ['', ' a ', '"', '""', ',', '\r\n', 'ü', "'=1"], ['']]) {
    expect([...readCsv(csvLine(cells))]).toEqual([cells]);
    if (cells.length > 1) expect(csvLine(cells)).toBe(stringify([cells], { record_delimiter: 'windows' }));
  }
});

test('a lone end of line is quoted, which csv-stringify leaves bare: not every reader would take it', () => {
  expect(csvLine(['a\nb', '\r'])).toBe('"a\nb","\r"\r\n');
});
