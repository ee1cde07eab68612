import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isBrokenPage } from '../../db/damaged.ts';
import { connection, encryptInPlace } from '../../db/sqlite.ts';
import { draw } from './draw.ts';
import { flips } from './flips.ts';
import { pharmacyFile } from './pharmacy.ts';

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-flips-'));
  await pharmacyFile(join(dir, 'whole.db'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('no single bit of a data file changes what is read or printed unnoticed (a sample; npm run test:flips)', async () => {
  const found = await flips(join(dir, 'whole.db'), 30, 20_261_130);
  expect(found.unnoticed).toEqual([]);
  expect(found.atUse).toBeGreaterThan(0);
});

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

test('no single bit of an encrypted data file reads as anything else: its page is refused when it is read', () => {
  const path = join(dir, 'encrypted.db');
  copyFileSync(join(dir, 'whole.db'), path);
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
