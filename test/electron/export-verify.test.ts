import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportFormat, ExportKind, Identifiers } from '../../bridge/export.ts';
import { NotExported, textExport } from '../../db/exported.ts';
import { verifyExport } from '../../db/verify-export.ts';
import { run } from '../../electron/hosts/cli/program.ts';
import { xlsxExport } from '../../electron/services/export/read-xlsx.ts';
import { checked, fetched } from './fetched-export.ts';
import { type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let folder: string;
beforeAll(async () => {
  ({ office } = await checked());
  folder = mkdtempSync(join(tmpdir(), 'meniscus-exports-'));
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

const KINDS: readonly ExportKind[] = ['audit', 'compounding', 'controlled', 'override', 'signal', 'look'];
const PRIVATE: readonly Identifiers[] = ['full', 'none', 'pseudonym'];
const kept = (bytes: Uint8Array, name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const rowsOf = (bytes: Uint8Array, format: ExportFormat) =>
  (format === 'xlsx' ? xlsxExport(kept(bytes, 'log.xlsx')) : textExport(Buffer.from(bytes).toString())).rows;
function verified(bytes: Uint8Array, format: ExportFormat) {
  return format === 'xlsx'
    ? verifyExport(xlsxExport(kept(bytes, 'log.xlsx')))
    : verifyExport(textExport(Buffer.from(bytes).toString()));
}

describe.each(KINDS)('the %s export', (kind) => {
  describe.each(PRIVATE)('with identifiers %s', (identifiers) => {
    test.each(['csv', 'jsonl', 'xlsx'] as const)(
      'verifies from the %s alone, and not with a letter changed',
      async (format) => {
        const bytes = await fetched({ kind, format, identifiers }, office.supervisor);
        const verdict = verified(bytes, format);
        expect(verdict).toMatchObject({ broken: null, why: null, ending: { about: { kind, identifiers } } });
        expect(verdict.events).toBe(verdict.ending?.rows);
        if (verdict.events === 0) return;
        // One letter of the last cell of a row, or of the header where it stands first.
        const [row = []] = rowsOf(bytes, format);
        const word = row.findLast((cell) => cell.length > 3) ?? '';
        const altered = (text: string) => text.replace(word, `${word.slice(0, -1)}#`);
        expect(word).not.toBe('');
        if (format === 'xlsx') {
          const parts = unzipSync(bytes);
          const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString();
          expect(altered(sheet)).not.toBe(sheet);
          parts['xl/worksheets/sheet1.xml'] = Buffer.from(altered(sheet));
          expect(verified(zipSync(parts), format).broken).not.toBeNull();
        } else {
          const text = bytes.toString();
          expect(altered(text)).not.toBe(text);
          expect(verifyExport(textExport(altered(text))).broken).not.toBeNull();
        }
      },
    );
  });
});

const joined = (lines: string[]) => `${lines.join('\r\n')}\r\n`;
const csv = async () => (await fetched({ identifiers: 'pseudonym' }, office.supervisor)).toString();

describe('an audit log that names nobody', () => {
  test('is held to its chain: an event taken out is named', async () => {
    const lines = (await csv()).trimEnd().split('\r\n');
    expect(verifyExport(textExport(joined(lines.toSpliced(5, 1))))).toMatchObject({
      broken: 5,
      why: 'it is missing',
    });
    const swapped = lines.with(5, lines[6] ?? '').with(6, lines[5] ?? '');
    expect(verifyExport(textExport(joined(swapped))).broken).toBe(5);
  });

  test('does not pass for a whole one by saying so', async () => {
    const said = (await csv()).replace('""pseudonym""', '""full""');
    expect(verifyExport(textExport(said))).toMatchObject({
      broken: 1,
      why: 'its fields do not give its hash',
    });
  });
});

test.each<[string, (text: string) => string]>([
  ['a byte-order mark', (text) => `\uFEFF${text}`],
  ['line ends of another system', (text) => text.replaceAll('\r\n', '\n')],
  ['both', (text) => `\uFEFF${text.replaceAll('\r\n', '\n')}`],
])('a copy with %s still verifies', async (_, copied) => {
  for (const kind of KINDS)
    for (const format of ['csv', 'jsonl'] as const) {
      const text = (await fetched({ kind, format }, office.supervisor)).toString();
      expect(copied(text) !== text || format === 'jsonl').toBe(true);
      expect(verifyExport(textExport(copied(text)))).toMatchObject({ broken: null });
    }
});

// RFC 8259, 4: what a reader makes of a name that stands twice is left open; JSON.parse takes the last, a person reads the first.
test.each([
  ['a line', (text: string) => text.replace('"user":"ada"', '"user":"mallory","user":"ada"')],
  [
    'a line, spelled otherwise',
    (text: string) => text.replace('"user":"ada"', '"us\\u0065r": "mallory","user":"ada"'),
  ],
  ['the first line', (text: string) => text.replace('"title":', '"title":"of another","title":')],
  ['the last line', (text: string) => text.replace('{"end":{', '{"end":{"rows":0,')],
])('a name that stands twice in %s is refused', async (_, altered) => {
  const text = (await fetched({ format: 'jsonl' }, office.supervisor)).toString();
  expect(altered(text)).not.toBe(text);
  const why = () => {
    try {
      return verifyExport(textExport(altered(text))).why;
    } catch (error) {
      return error instanceof NotExported ? error.message : null;
    }
  };
  expect(why()).toMatch(/line does not (read|say what it is)$/);
});

test('a workbook that another program has saved again says so', async () => {
  const parts = unzipSync(await fetched({ format: 'xlsx' }, office.supervisor));
  const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString();
  parts['xl/worksheets/sheet1.xml'] = Buffer.from(
    sheet.replaceAll('<c t="inlineStr">', '<c t="inlineStr" s="1">'),
  );
  expect(() => verified(zipSync(parts), 'xlsx')).toThrow('saved again by another program');
});

const verify = async (file: string, ...more: string[]) => {
  const said = { out: '', err: '' };
  const code = await run(['log', 'verify', file, ...more], {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
  });
  return { code, ...said };
};

test('at the command line each is told in words, and with the data folder whether its log knows the export', async () => {
  const files = {
    csv: kept(await fetched({}, office.supervisor), 'whole.csv'),
    redacted: kept(
      await fetched({ identifiers: 'pseudonym', format: 'jsonl' }, office.supervisor),
      'redacted.jsonl',
    ),
    bags: kept(await fetched({ kind: 'compounding', format: 'xlsx' }, office.supervisor), 'bags.xlsx'),
    pdf: kept(await fetched({ kind: 'compounding', format: 'pdf' }, office.supervisor), 'bags.pdf'),
  };
  expect(await verify(files.csv)).toMatchObject({ code: 0, out: expect.stringContaining('chain whole') });
  expect(await verify(files.redacted)).toMatchObject({
    code: 0,
    out: expect.stringContaining('redacted: patients under pseudonyms'),
  });
  expect(await verify(files.bags)).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 rows, as they were exported'),
  });
  expect(await verify(files.pdf)).toMatchObject({ code: 2, err: expect.stringContaining('--data') });
  for (const path of Object.values(files))
    expect(await verify(path, '--data', office.dir)).toMatchObject({
      code: 0,
      out: expect.stringContaining('as it was made: event'),
    });
  const again = kept(Buffer.from(`\uFEFF${await fetched({}, office.supervisor)}`), 'again.csv');
  expect(await verify(again, '--data', office.dir)).toMatchObject({
    code: 0,
    out: expect.stringContaining('with the rows that were exported: event'),
  });
  const other = kept(Buffer.from('%PDF-1.7'), 'other.pdf');
  expect(await verify(other, '--data', office.dir)).toMatchObject({
    code: 1,
    err: expect.stringContaining('knows of no such export'),
  });
});
