import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventFilter } from '../../db/event-log.ts';
import { neutral, plain } from '../../db/export-format.ts';
import type { Store } from '../../db/open.ts';
import { readCsv } from '../../db/csv.ts';
import { textExport } from '../../db/exported.ts';
import { verifyExport } from '../../db/verify-export.ts';
import { logFile } from '../db/log-file.ts';
import { exportedLog } from './exported-log.ts';

const verifyText = (text: string) => verifyExport(textExport(text));

let store: Store;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ store, remove } = await logFile(12));
});
afterEach(() => remove());

const exported = async (filter: EventFilter = {}) => {
  const { csv, status } = await exportedLog(store, filter);
  return { csv, head: status.head, rows: status.done };
};
/** The file as a list of its records' texts; the sample's own line breaks stand inside quotes. */
const records = (csv: string): string[] => csv.split(/\r\n(?!$)/).map((line) => line.replace(/\r\n$/, ''));
const joined = (lines: string[]): string => `${lines.join('\r\n')}\r\n`;

describe('an exported log', () => {
  test('verifies from its text alone, and carries the head', async () => {
    const { csv, head, rows } = await exported();
    expect(rows).toBe(12);
    expect(verifyText(csv)).toMatchObject({ events: 12, head, broken: null, why: null });
    expect(records(csv).at(-1)).toContain(head);
  });

  test('is found out for any byte that differs', async () => {
    const { csv } = await exported();
    const bytes = Buffer.from(csv);
    let missed = 0;
    for (let i = 0; i < bytes.length; i += 1) {
      const flipped = Buffer.from(bytes);
      flipped[i] = (flipped[i] ?? 0) ^ 1;
      if (verifyText(flipped.toString()).broken === null) missed += 1;
    }
    expect(missed).toBe(0);
  });

  test('names the event that was removed, swapped, inserted or doubled', async () => {
    const lines = records((await exported()).csv);
    expect(lines).toHaveLength(14);
    // lines[0] is the header, so lines[n] is event n.
    expect(verifyText(joined(lines.toSpliced(5, 1))).broken).toBe(5);
    expect(verifyText(joined(lines.with(5, lines[6]!).with(6, lines[5]!))).broken).toBe(5);
    expect(verifyText(joined(lines.toSpliced(5, 0, lines[2]!))).broken).toBe(2);
    expect(verifyText(joined(lines.toSpliced(5, 0, lines[5]!))).broken).toBe(5);
  });

  test('is found out when it ends early, with or without its trailer', async () => {
    const lines = records((await exported()).csv);
    expect(verifyText(joined(lines.slice(0, -1)))).toMatchObject({
      broken: 13,
      why: 'the file ends before its trailer',
    });
    expect(verifyText(joined(lines.slice(0, 9)))).toMatchObject({ broken: 9 });
    expect(verifyText(joined([...lines.slice(0, 10), lines.at(-1)!])).broken).toBe(10);
    expect(verifyText('')).toMatchObject({ broken: 0 });
    expect(verifyText('seq,at\r\n')).toMatchObject({ broken: 0 });
  });

  test('with a filter verifies too, and a removed row is still found', async () => {
    const { csv, rows } = await exported({ order: 'ord-1' });
    expect(rows).toBe(6);
    expect(verifyText(csv).broken).toBeNull();
    expect(verifyText(joined(records(csv).toSpliced(3, 1))).why).toBe(
      'the trailer counts 6 rows, the file has 5',
    );
  });

  test('of an empty log verifies', async () => {
    const empty = await logFile(0);
    const { csv } = await exportedLog(empty.store, {});
    expect(verifyText(csv)).toMatchObject({ events: 0, broken: null });
    await empty.remove();
  });
});

describe('cells', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', "'quoted", '＝1', '1 mg', ''])(
    '%j comes back as it was, and no spreadsheet takes it for a formula',
    (text) => {
      const cell = neutral(text);
      expect(plain(cell)).toBe(text);
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    },
  );

  test('a formula in a reason is neutral in the file', async () => {
    const cells = [...readCsv((await exported()).csv)].map((r) => r[9]);
    expect(cells).toContain('\'=HYPERLINK("x"), said the prescriber');
  });
});
