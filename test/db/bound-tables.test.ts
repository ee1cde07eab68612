import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BOUND, UNBOUND } from '../../db/bound-rows.ts';
import { INDEXES } from '../../db/dialect/trigrams.ts';
import { openStore } from '../../db/open.ts';
import { openRaw } from '../raw.ts';

test('every table of a data file has its rows bound, or says why not', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-tables-'));
  const path = join(dir, 'meniscus.db');
  await (await openStore(path)).close();
  const raw = openRaw(path, { readonly: true });
  const tables = raw
    .prepare(
      "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')",
    )
    .all() as { name: string; type: string }[];
  raw.close();
  rmSync(dir, { recursive: true });
  expect(
    tables
      .filter(({ type }) => type === 'table')
      .map((t) => t.name)
      .filter((name) => !name.startsWith('sqlite_'))
      .toSorted(),
  ).toEqual([...Object.keys(BOUND), ...Object.keys(UNBOUND)].toSorted());
  // They keep no row of their own.
  expect(tables.filter(({ type }) => type === 'virtual').map(({ name }) => name)).toEqual(
    expect.arrayContaining(Object.keys(INDEXES)),
  );
  expect(tables.filter(({ type }) => type === 'virtual')).toHaveLength(Object.keys(INDEXES).length);
});
