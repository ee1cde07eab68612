import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';

const BEFORE = `
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026'),
    ('u2', 'bob', 'Bob', 'RPh', 'pharmacist', 1, 'x', '2026');
INSERT INTO signature (id, subject, subject_id, version, meaning, by_user, at, station, hash)
  VALUES ('s1', 'order', 'o1', 1, 'resolve', 'u1', '2026', 's', 'h');`;

async function migrated(
  look: (database: InstanceType<typeof Database>) => void,
  before = BEFORE,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0190-'));
  try {
    const path = join(dir, 'meniscus.db');
    await (await openStore(path, { migrations: migrations.filter((m) => m.version < 190) })).close();
    const old = new Database(path);
    old.pragma('foreign_keys = OFF');
    old.exec(before);
    old.close();
    await (await openStore(path)).close();
    const after = new Database(path);
    after.pragma('foreign_keys = OFF');
    look(after);
    after.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

test('what is said of a container as it was made stays, and its second signer is another person', async () => {
  await migrated((database) => {
    const said = (position: number, by: string) =>
      database.exec(
        `INSERT INTO made_resolution VALUES ('o1', 1, 'k', ${position}, 2, 'override', 'r', 'w', NULL, '${by}', '2026', 's1')`,
      );
    said(1, 'u1');
    expect(() => said(2, 'u1')).toThrow('UNIQUE');
    expect(() => said(3, 'u2')).toThrow('CHECK');
    said(2, 'u2');
    for (const change of ["UPDATE made_resolution SET words = 'x'", 'DELETE FROM made_resolution'])
      expect(() => database.exec(change)).toThrow('append-only');
  });
});
