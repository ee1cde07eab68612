import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isBrokenPage } from '../../db/damaged.ts';
import { connection, encryptInPlace } from '../../db/sqlite.ts';
import { draw } from './draw.ts';
import { pharmacyFile } from './pharmacy.ts';

const KEY = Buffer.alloc(32, 7);

/** Every row of every table, or null where a page of it is refused. */
function everything(path: string): string | null {
  try {
    const database = connection(path, KEY, { readonly: true });
    try {
      const tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .all() as { name: string }[];
      return JSON.stringify(tables.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all()));
    } finally {
      database.close();
    }
  } catch (error) {
    if (isBrokenPage(error)) return null;
    throw error;
  }
}

test('no single bit of an encrypted data file reads as anything else: its page is refused when it is read', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-flips-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const path = join(dir, 'whole.db');
  await pharmacyFile(path);
  encryptInPlace(path, null, KEY);
  const before = everything(path);
  expect(before).toContain('Marsh');
  const bytes = readFileSync(path);
  const next = draw(20_261_130);
  const flipped = join(dir, 'flipped.db');
  let refused = 0;
  for (let i = 0; i < 30; i += 1) {
    const at = i < 10 ? i * 4 : next(bytes.length);
    const other = Buffer.from(bytes);
    other[at] = (other[at] ?? 0) ^ (1 << next(8));
    writeFileSync(flipped, other);
    const now = everything(flipped);
    // Pages of indexes and free ones are not read here.
    expect([before, null]).toContain(now);
    if (now === null) refused += 1;
  }
  expect(refused).toBeGreaterThan(10);
});
