import { stringify } from 'csv-stringify/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCsv } from '../../db/csv.ts';
import { eventLines } from '../../db/event-lines.ts';
import { appendEvent, eventsAfter, headOf } from '../../db/event-log.ts';
import { neutral } from '../../db/export-format.ts';
import { cellsOf } from '../../electron/services/export/rows.ts';
import { logFile } from './log-file.ts';

let file: Awaited<ReturnType<typeof logFile>>;
beforeEach(async () => {
  file = await logFile(7);
});
afterEach(() => file.remove());

const ALL = { after: 0, upTo: 1_000_000, limit: 1_000 };

/** What CSV readers and spreadsheets trip over, at the beginning and inside of a cell. */
const NASTY = [
  '',
  '"',
  '""',
  'a,"b ""c""", d',
  'line\nbreak',
  '\r\n',
  '\rx',
  '\tx',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  "'quoted",
  "''",
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '＊not risky',
  '\u0000=1',
  'nul\u0000,"after',
  ' =leading space',
  ':',
  ';',
  '<',
  '?',
  '{}',
  '~',
  'é, ß',
  '﷽',
  '😀 "wide"',
  '\u202eright to left',
];

test('lines made by SQLite are byte for byte those that csv-stringify writes of the same cells', async () => {
  await file.store.write(async (db) => {
    for (const [i, text] of NASTY.entries())
      await appendEvent(db, {
        at: text,
        user: text,
        station: text,
        command: text,
        subject: text,
        subjectId: text,
        version: i % 2 === 0 ? i : null,
        change: { text, [text]: 'key' },
        reason: i % 3 === 0 ? null : text,
      });
  });
  const events = await file.store.read((db) => eventsAfter(db, {}, 0, 1_000, 1_000));
  expect(events).toHaveLength(7 + NASTY.length);
  const cells = events.map((e) => cellsOf(e).map(neutral));
  const made = await file.store.read((db) => eventLines({})(db, ALL));
  const text = Buffer.from(made?.text ?? []).toString();
  expect(text).toBe(stringify(cells, { quoted: true, quoted_empty: true, record_delimiter: 'windows' }));
  expect([...readCsv(text)]).toEqual(cells);
  expect(JSON.parse(`[${made?.hashes}]`)).toEqual(events.map((e) => e.hash));
  expect(made).toMatchObject({ rows: events.length, at: (await file.store.read(headOf)).seq });
});

test('pieces follow one another, with a filter too, and end', async () => {
  for (const filter of [{}, { order: 'ord-1' }, { command: 'order.verify', text: 'naïve' }]) {
    const read = eventLines(filter);
    const seen: string[] = [];
    for (let after = 0; ;) {
      const piece = await file.store.read((db) => read(db, { after, upTo: 6, limit: 2 }));
      if (piece === null) break;
      seen.push(...[...readCsv(Buffer.from(piece.text).toString())].map((r) => r[0] ?? ''));
      after = piece.at;
    }
    const expected = (await file.store.read((db) => eventsAfter(db, filter, 0, 6, 100))).map((e) =>
      String(e.seq),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(seen).toEqual(expected);
  }
});

test('nothing is nothing', async () => {
  expect(await file.store.read((db) => eventLines({})(db, { after: 7, upTo: 1_000, limit: 10 }))).toBeNull();
});
