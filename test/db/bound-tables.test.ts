import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BOUND, UNBOUND } from '../../db/bound-rows.ts';
import { openStore } from '../../db/open.ts';
import { openRaw } from '../raw.ts';

test('every table of a data file has its rows bound, or says why not', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-tables-'));
  const path = join(dir, 'meniscus.db');
  await (await openStore(path)).close();
  const raw = openRaw(path, { readonly: true });
  const tables = raw
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')")
    .all() as { name: string }[];
  raw.close();
  rmSync(dir, { recursive: true });
  expect(
    tables
      .map((t) => t.name)
      .filter((name) => !name.startsWith('sqlite_'))
      .toSorted(),
  ).toEqual([...Object.keys(BOUND), ...Object.keys(UNBOUND)].toSorted());
});
