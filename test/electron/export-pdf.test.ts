import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPdf } from '../../electron/print/read-pdf.ts';
import { pdf } from '../../electron/services/export/pdf-format.ts';
import { Sink, type About } from '../../electron/services/export/sink.ts';

const about: About = {
  kind: 'audit',
  title: 'Audit log',
  at: '2026-11-23T15:00:00.000Z',
  user: 'ada',
  station: 'hood-1',
  filter: '{}',
  identifiers: 'full',
  head: { seq: 1, hash: 'f00d' },
};

test('wherever a page ends, each page has its rows, its number and one foot', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-pdf-'));
  try {
    const path = join(dir, 'log.pdf');
    const sink = new Sink(path);
    const format = pdf(sink, ['seq', 'change'], about);
    // Rows of one, two and three lines, so that pages end at each line of a row.
    const rows = Array.from({ length: 150 }, (_, i) => [`row-${i}`, 'words '.repeat(5 + 30 * (i % 3))]);
    await format.rows(rows);
    await format.end({ rows: rows.length, digest: 'd' });
    await sink.close();
    const pages = (await readPdf(readFileSync(path))).map((p) => p.runs.map((r) => r.text).join(''));
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((text, i) => {
      expect(text.match(/Audit log, page (\d+)\./g)).toEqual([`Audit log, page ${i + 1}.`]);
      expect(text).toMatch(/row-\d|End: 150 rows/);
    });
    expect(pages.join('').match(/row-\d+/g)).toEqual(rows.map(([name]) => name));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
