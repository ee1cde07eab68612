import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { eventAt, headOf } from '../../db/event-log.ts';
import { migrations } from '../../db/migrations/index.ts';
import type { Migration } from '../../db/migrate.ts';
import { openStore } from '../../db/open.ts';
import { verifyLog } from './log-file.ts';

const BEFORE = `
BEGIN;
INSERT INTO user (id, username, name, credentials, role, pharmacist, password, active_from)
  VALUES ('u1', 'ada', 'Ada', 'RPh', 'supervisor', 1, 'x', '2026');
INSERT INTO library VALUES ('v1', 1, 'h', '{}', 'seed', '2026');
INSERT INTO patient VALUES ('p1', 1);
INSERT INTO patient_version (patient_id, version, content, by_user, at)
  VALUES ('p1', 1, '{"family":"Marsh","given":"Iris","mrn":"1","birthDate":"1961-04-02"}', 'u1', '2026');
COMMIT;`;

/** By hand: the canonical JSON of each row, without what is empty, hashed. */
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const ROWS = [
  ['library', '["v1"]', '{"at":"2026","content":"{}","hash":"h","origin":"seed","seq":1,"version":"v1"}'],
  ['patient', '["p1"]', '{"id":"p1","version":1}'],
  [
    'patient_version',
    '["p1",1]',
    '{"at":"2026","birth_date":"1961-04-02","by_user":"u1","content":"{\\"family\\":\\"Marsh\\",\\"given\\":\\"Iris\\",\\"mrn\\":\\"1\\",\\"birthDate\\":\\"1961-04-02\\"}","family":"Marsh","given":"Iris","mrn":"1","patient_id":"p1","version":1}',
  ],
  [
    'user',
    '["u1"]',
    '{"active_from":"2026","credentials":"RPh","id":"u1","name":"Ada","password":"x","pharmacist":1,"role":"supervisor","username":"ada"}',
  ],
].map(([name = '', key = '', text = '']) => ({ name, key, digest: sha256(text) }));

const until = (version: number) => migrations.filter((m) => m.version <= version);
const step: Migration = {
  version: 110,
  name: '0110-shelf',
  up: (db) =>
    void db.exec(
      "ALTER TABLE user ADD COLUMN shelf TEXT; ALTER TABLE library ADD COLUMN shelf TEXT; UPDATE user SET shelf = 'B'",
    ),
};

test('one event vouches for every row that was there; what a later step changes gets its own, what was altered before does not', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-0100-'));
  try {
    const path = join(dir, 'meniscus.db');
    await (await openStore(path, { migrations: until(90) })).close();
    const raw = new Database(path);
    raw.exec(BEFORE);
    raw.close();
    const store = await openStore(path, { migrations: until(100) });
    const event = await store.read((db) => eventAt(db, 1));
    expect(event).toMatchObject({ command: 'data.migrate', subjectId: '100', user: '-' });
    const digests = sha256(JSON.stringify(ROWS.map((r) => [r.name, r.key, r.digest])));
    expect(JSON.parse(event?.change ?? '')).toEqual({ rows: 4, notWhatTheLogSaid: 0, digests });
    expect(await store.read(verifyLog)).toMatchObject({ events: 1, broken: null });
    await store.close();

    const after = new Database(path);
    const kept = () =>
      after.prepare('SELECT name, key, lower(hex(digest)) AS digest FROM row_digest WHERE seq = ?').all(1);
    expect(kept()).toEqual(ROWS);
    for (const table of ['row_digest', 'event_link', 'user', 'patient'])
      expect(() => {
        if (table === 'event_link') after.exec(`INSERT INTO event_link VALUES ('a', 'b', 1)`);
        after.exec(`DELETE FROM ${table}`);
      }).toThrow(/append-only|stays/);
    // Somebody, or a bit, makes another person of Ada's licence; the next step changes every user.
    after.exec("DROP TRIGGER library_no_update; UPDATE library SET origin = 'site'");
    after.close();

    const newer = await openStore(path, { migrations: [...until(100), step] });
    expect((await newer.read(headOf)).seq).toBe(2);
    expect(JSON.parse((await newer.read((db) => eventAt(db, 2)))?.change ?? '')).toMatchObject({
      rows: 1,
      notWhatTheLogSaid: 1,
    });
    await newer.close();
    const last = new Database(path, { readonly: true });
    // The user alone: an empty new column changes no digest, and the altered library goes on being altered.
    expect(last.prepare('SELECT name, key FROM row_digest WHERE seq = 2').all()).toEqual([
      { name: 'user', key: '["u1"]' },
    ]);
    last.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
