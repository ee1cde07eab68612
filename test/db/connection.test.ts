import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type Compilable } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendEvent } from '../../db/event-log.ts';
import type { Migration } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openStore, type Store } from '../../db/open.ts';
import { k } from '../../db/schema.ts';

let dir: string;
let path: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-connection-'));
  path = join(dir, 'meniscus.db');
  store = await openStore(path);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A query in SQL, as the handles of the store take it. */
const query = (text: string): Compilable<unknown> =>
  ({ compile: () => sql.raw(text).compile(k) }) as Compilable<unknown>;

// sqlite.org/pragma.html: synchronous 2 is FULL; the others are on at 1. NORMAL would lose what was acknowledged when the
// power fails, which no test can bring about.
test.each([
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['recursive_triggers', 1],
  // 2 is MEMORY: what is sorted would lie in a file of its own, in the clear
  ['temp_store', 2],
])('what is written goes through a connection with %s = %i', async (name, value) => {
  expect(await store.write((db) => db.one(query(`PRAGMA ${name}`)))).toEqual({ [name]: value });
});

test('an event can not be replaced by another of its number', async () => {
  const event = { at: '2026-11-23T00:00:00.000Z', user: 'ada', station: 's', command: 'c', subject: 'log' };
  await store.write((db) => appendEvent(db, { ...event, subjectId: '-', change: {} }));
  const first = await store.read((db) => db.one(k.selectFrom('event').selectAll().orderBy('seq')));
  const other = { ...first!, user: 'eve' };
  await expect(async () => store.write((db) => db.run(k.replaceInto('event').values(other)))).rejects.toThrow(
    /append-only/,
  );
  expect(await store.read((db) => db.one(k.selectFrom('event').selectAll().orderBy('seq')))).toEqual(first);
});

test('a migration that leaves a reference to nothing is not kept', async () => {
  await store.close();
  const tables: Migration = {
    version: 990,
    name: '0990-tables',
    up: (db) =>
      void db.exec(
        'CREATE TABLE here (id TEXT PRIMARY KEY NOT NULL) STRICT; CREATE TABLE there (of TEXT REFERENCES here (id)) STRICT',
      ),
  };
  const breaks: Migration = {
    version: 1000,
    name: '1000-breaks',
    // as where a table is built anew and its references are looked at later
    up: (db) => void db.exec("PRAGMA defer_foreign_keys = ON; INSERT INTO there VALUES ('nothing')"),
  };
  await expect(async () => openStore(path, { migrations: [...migrations, tables, breaks] })).rejects.toThrow(
    'migration 1000 breaks 1 foreign keys',
  );
  store = await openStore(path, { migrations: [...migrations, tables] });
  expect(await store.read((db) => db.all(query('SELECT * FROM there')))).toEqual([]);
});
