import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';

/** Two decisions of before: one that brought a rule set into force, one that declined. */
const BEFORE = `
BEGIN;
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026'), ('u2', 'pam', 'Pam', 'RPh', 'pharmacist', 1, 'x', '2026');
INSERT INTO library VALUES ('v1', 1, 'h', '{}', 'seed', '2026'), ('v2', 2, 'h', '{}', 'site', '2026');
INSERT INTO library_change VALUES
  ('c1', '{}', 'v1', 'r', 'u2', '2026'), ('c2', '{}', 'v1', 'r', 'u2', '2026'), ('c3', '{}', 'v1', 'r', 'u2', '2026');
INSERT INTO signature (id, subject, subject_id, version, meaning, by_user, at, station, hash)
  VALUES ('s1', 'library-change', 'c1', 1, 'approve', 'u1', '2026', 's', 'h'),
    ('s2', 'library-change', 'c2', 1, 'decline', 'u1', '2026', 's', 'h'),
    ('s3', 'library-change', 'c3', 1, 'approve', 'u1', '2026', 's', 'h');
INSERT INTO library_decision VALUES ('c1', 'approve', 'v2', NULL, 'u1', 's1', '2026'), ('c2', 'decline', NULL, 'no', 'u1', 's2', '2026');
COMMIT;`;

test('decisions of before stay as they are; a later one waits for its instant, and no other starts', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0090-'));
  try {
    const path = join(dir, 'meniscus.db');
    await (await openStore(path, { migrations: migrations.filter((m) => m.version < 90) })).close();
    const before = new Database(path);
    before.exec(BEFORE);
    before.close();
    await (await openStore(path, { migrations: migrations.filter((m) => m.version <= 90) })).close();
    const after = new Database(path);
    after.pragma('foreign_keys = ON');
    expect(
      after
        .prepare('SELECT change_id, decision, library_version, effective_from, reason FROM library_decision')
        .all(),
    ).toEqual([
      { change_id: 'c1', decision: 'approve', library_version: 'v2', effective_from: null, reason: null },
      { change_id: 'c2', decision: 'decline', library_version: null, effective_from: null, reason: 'no' },
    ]);
    const decide = (by: string, version: string, from: string) =>
      after.exec(
        `INSERT INTO library_decision VALUES ('c3', 'approve', ${version}, ${from}, NULL, '${by}', 's3', '2026')`,
      );
    // Either a rule set at once or an instant, and never by who proposed it.
    expect(() => decide('u1', 'NULL', 'NULL')).toThrow('CHECK');
    expect(() => decide('u1', `'v2'`, `'2027'`)).toThrow('CHECK');
    expect(() => decide('u2', 'NULL', `'2027'`)).toThrow('library-approver-is-proposer');
    decide('u1', 'NULL', `'2027'`);
    const start = (id: string, at: string) =>
      after.exec(`INSERT INTO library_start VALUES ('${id}', 'v2', NULL, '${at}')`);
    expect(() => start('c3', '2026-12-31')).toThrow('library-start-is-early');
    expect(() => start('c1', '2028')).toThrow('library-start-is-early');
    start('c3', '2027');
    expect(() => start('c3', '2028')).toThrow('UNIQUE');
    for (const table of ['library_decision', 'library_start']) {
      expect(() => after.exec(`UPDATE ${table} SET at = '1'`)).toThrow('append-only');
      expect(() => after.exec(`DELETE FROM ${table}`)).toThrow('append-only');
    }
    expect(after.pragma('foreign_key_check')).toEqual([]);
    after.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
