import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';
import { unsettledPairs } from '../../db/merges.ts';

/** Two records of one person, and one of a namesake, as a file of before holds them. */
const BEFORE = `
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026'),
    ('u2', 'bob', 'Bob', 'RPh', 'pharmacist', 1, 'x', '2026');
INSERT INTO signature (id, subject, subject_id, version, meaning, by_user, at, station, hash)
  VALUES ('s1', 'patient-merge', 'm1', 1, 'approve', 'u2', '2026', 's', 'h');
INSERT INTO patient (id, version) VALUES ('p1', 1), ('p2', 1), ('p3', 1);
INSERT INTO patient_version (patient_id, version, content, by_user, at)
  SELECT id, 1, json_object('family', 'Doe', 'given', 'Jane', 'mrn', 'A-' || id, 'birthDate', '1974-02-14'), 'u1', '2026'
  FROM patient;
INSERT INTO patient_likeness (patient_id, person_key, mrn_key) SELECT id, 'doe jane 1974-02-14', 'a-' || id FROM patient;`;

test('records of before stand as they were, look alike until somebody says what they are, and are merged by two people', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0240-'));
  try {
    const path = join(dir, 'meniscus.db');
    await (await openStore(path, { migrations: migrations.filter((m) => m.version < 240) })).close();
    const old = new Database(path);
    old.exec(`BEGIN; ${BEFORE} COMMIT;`);
    const rows = old.prepare('SELECT * FROM patient_version').all();
    old.close();
    const store = await openStore(path);
    const pairs = async () =>
      (await store.read((db) => unsettledPairs(db, 50))).map((p) => `${p.one} ${p.other}`);
    expect((await pairs()).toSorted()).toEqual(['p1 p2', 'p1 p3', 'p2 p3']);
    const now = new Database(path);
    expect(now.prepare('SELECT * FROM patient_version').all()).toEqual(rows);
    now.exec("INSERT INTO patient_apart VALUES ('p1', 'p3', 'namesakes', 'u1', '2026')");
    expect(() => now.exec("INSERT INTO patient_apart VALUES ('p2', 'p1', 'x', 'u1', '2026')")).toThrow(
      'CHECK',
    );
    now.exec("INSERT INTO patient_merge VALUES ('m1', 'p1', 1, 'p2', 1, '{}', 'typed twice', 'u1', '2026')");
    const decide = (by: string) => () =>
      now.exec(
        `INSERT INTO patient_merge_decision VALUES ('m1', 'approve', 'p2', 'p1', NULL, '${by}', 's1', '2026')`,
      );
    expect(decide('u1')).toThrow('merge-approver-is-proposer');
    decide('u2')();
    expect(await pairs()).toEqual([]);
    expect(() =>
      now.exec("INSERT INTO patient_merge VALUES ('m2', 'p3', 1, 'p3', 1, '{}', 'x', 'u1', '2026')"),
    ).toThrow('CHECK');
    now.close();
    await store.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
