import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDatabase, countFile } from '../../db/dialect/postgres/copy.ts';
import { moveToDatabase } from '../../db/dialect/postgres/move.ts';
import { openPostgres } from '../../db/dialect/postgres/store.ts';
import { appendEvent, eventsAfter, headOf } from '../../db/event-log.ts';
import type { Migration } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openStore } from '../../db/open.ts';
import { connection, copyInto, type Key } from '../../db/sqlite.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import { begun, draftOrder, prepareOrder } from '../electron/office.ts';
import { postgres } from '../postgres.ts';
import { keyBeside } from '../raw.ts';
import { code } from './refusal-of.ts';

let server: Awaited<ReturnType<typeof postgres>>;
beforeAll(async () => {
  server = await postgres();
});
afterAll(() => server.end());

const worked = begun(async (office) => {
  const tess = await office.person('tess', 'technician');
  const [pam, paul] = [await office.person('pam', 'pharmacist'), await office.person('paul', 'pharmacist')];
  await prepareOrder(await draftOrder(tess), tess, pam, paul);
  return null;
});
const at = '2026-11-24T08:00:00.000Z';

/** A day's work in a database of today's version, the data file that it was, and a way to its rows. */
async function moved() {
  const { office } = await worked();
  await office.context.store.close();
  const path = `${office.dir}/meniscus.db`;
  const key = keyBeside(path);
  const login = await server.database();
  const address = `postgres://${login.user}:${encodeURIComponent(login.password)}@${login.host}:${login.port}/${login.database}`;
  await moveToDatabase({ address, path, key, at });
  const client = await server.client(login);
  const open = (list: readonly Migration[], name = 'site', readonly = false) =>
    openPostgres({ address, path: `${path}.${name}`, key, migrations: list, readonly });
  return { file: `${path}.moved`, key, client, open, dir: dirname(path) };
}

/** Adds a column, changes rows that events vouch for, and makes a table of its own. */
const next: Migration = {
  version: 9990,
  name: '9990-next',
  up: (db) =>
    void db.exec(`ALTER TABLE user ADD COLUMN shelf TEXT; UPDATE user SET shelf = 'B-' || username;
CREATE TABLE drawer (id TEXT NOT NULL PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user (id)) STRICT;
INSERT INTO drawer SELECT 'd-' || id, id FROM user;
CREATE TRIGGER drawer_stays BEFORE DELETE ON drawer BEGIN SELECT RAISE(ABORT, 'drawer-stays'); END;`),
};
const newer = [...migrations, next];

/** Every table but the log, whose events of the step say when it was. */
const rowsOf = async (file: string, key: Key, client: Client) => {
  const like = connection(file, key, { readonly: true });
  await client.query('BEGIN');
  const both = [countFile(like), await countDatabase(like, client)] as const;
  await client.query('COMMIT');
  like.close();
  return both.map((counted) => counted.filter(({ table }) => !table.startsWith('event')));
};
const versionIn = async (client: Client) =>
  (await client.query<{ version: number }>('SELECT version FROM schema_version')).rows[0]?.version;
const event = (command: string) => ({
  at,
  user: 'ada',
  station: 's',
  command,
  subject: 'log',
  subjectId: '-',
  change: {},
});

/** Before products (0340) and the key of the site (0350) there were no such tables, and nothing else was otherwise. */
async function withoutProducts(client: Client): Promise<void> {
  await client.query(
    'DROP TABLE product, product_package, product_gtin, product_import, product_search, product_word CASCADE',
  );
  await client.query('DROP TABLE signing_key; DROP FUNCTION signing_key_no_update, signing_key_no_delete');
  await client.query(
    'DROP FUNCTION product_stays, product_package_stays, product_gtin_stays, product_import_stays, product_import_ends_once',
  );
}

test('a database of the version before is brought forward with its rows, and its log goes on', async () => {
  const { client, open } = await moved();
  await withoutProducts(client);
  await client.query('UPDATE schema_version SET version = 330');
  const before = await client.query('SELECT * FROM order_version');
  const store = await open(migrations);
  expect(await versionIn(client)).toBe(migrations.at(-1)?.version);
  expect((await client.query('SELECT * FROM order_version')).rows).toEqual(before.rows);
  expect(before.rows).not.toEqual([]);
  expect((await client.query('SELECT * FROM product')).rows).toEqual([]);
  expect(await verifyLive(store)).toMatchObject({ broken: null });
  const { seq } = await store.read(headOf);
  await store.write((db) => appendEvent(db, event('after')));
  expect((await store.read(headOf)).seq).toBe(seq + 1);
  await store.close();
  await client.end();
});

test('a site of before the second factor gets it: nobody has one yet, nobody sits waiting for one, and the log holds', async () => {
  const { client, open } = await moved();
  await withoutProducts(client);
  // What 0330, 0320 and 0310 made.
  await client.query(`DROP TABLE open_order; ALTER TABLE clock_doubt DROP COLUMN host;
ALTER TABLE print_job DROP COLUMN host; ALTER TABLE session DROP COLUMN host, DROP COLUMN enrols;
ALTER TABLE "user" DROP COLUMN factor; UPDATE schema_version SET version = 280`);
  const rows = async (table: string) => (await client.query(`SELECT * FROM "${table}" ORDER BY id`)).rows;
  const [people, sittings] = [await rows('user'), await rows('session')];
  expect([people.length, sittings.length]).toEqual([4, 4]);
  const store = await open(migrations);
  expect(await rows('user')).toMatchObject(people.map((row: object) => ({ ...row, factor: null })));
  const after = sittings.map((row: object) => ({ ...row, enrols: '0', host: '' }));
  expect(await rows('session')).toMatchObject(after);
  await expect(client.query(`UPDATE "user" SET factor = 'no JSON'`)).rejects.toThrow('check constraint');
  await expect(client.query('UPDATE session SET enrols = 2')).rejects.toThrow('check constraint');
  expect(await verifyLive(store)).toMatchObject({ broken: null });
  await store.close();
  await client.end();
});

test('a step does to a database what it does to a data file: rows, digests, rules', async () => {
  const { file, key, client, open, dir } = await moved();
  const store = await open(newer);
  const copy = `${file}.copy`;
  copyInto(file, key, copy);
  await (await openStore(copy, { key, migrations: newer })).close();
  // Its log is longer by the move: what a digest says of its event is verified below.
  const [inFile, inDatabase] = (await rowsOf(copy, key, client)).map((counted) =>
    counted.filter(({ table }) => table !== 'row_digest'),
  );
  expect(inDatabase).toEqual(inFile);
  expect(inFile?.find(({ table }) => table === 'drawer')?.rows).toBe(4);
  await expect(client.query('DELETE FROM drawer')).rejects.toThrow('drawer-stays');
  await expect(client.query(`INSERT INTO drawer VALUES ('x', 'nobody')`)).rejects.toThrow('foreign key');
  const steps = await store.read((db) => eventsAfter(db, { command: 'data.migrate' }, 0, 9_999, 99));
  expect(steps.map(({ subjectId }) => subjectId)).toContain('9990');
  expect(await verifyLive(store)).toMatchObject({ broken: null });
  expect(readdirSync(dir).filter((name) => name.includes('forward'))).toEqual([]);
  await store.close();
  await client.end();
});

test('the host of before that is at work neither changes nor looks any more, and none of its age opens', async () => {
  const { client, open } = await moved();
  const old = await open(migrations, 'old');
  const first = await open(newer, 'first');
  expect(await code(old.write((db) => appendEvent(db, event('late'))))).toBe('data-file-newer');
  expect(await code(old.read(headOf))).toBe('data-file-newer');
  await old.close();
  const rows = (await client.query('SELECT * FROM drawer')).rows;
  expect(await code(open(migrations, 'old'))).toBe('data-file-newer');
  expect((await client.query('SELECT * FROM drawer')).rows).toEqual(rows);
  await first.close();
  await client.end();
});

test('a look that is under way sees the whole of what it began with: the tables wait for it', async () => {
  const { client, open } = await moved();
  const old = await open(migrations, 'old');
  let forward: ReturnType<typeof open> | undefined;
  const seen = await old.read(async (db) => {
    const before = await headOf(db);
    forward = open(newer, 'new');
    await expect
      .poll(async () => (await client.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount)
      .toBe(1);
    return [before, await headOf(db)];
  });
  expect(seen[0]).toEqual(seen[1]);
  await (await forward)?.close();
  await old.close();
  await client.end();
});

test('two hosts that start at once bring it forward once', async () => {
  const { client, open } = await moved();
  const both = await Promise.all([open(newer, 'one'), open(newer, 'two')]);
  const steps = await both[0].read((db) => eventsAfter(db, { command: 'data.migrate' }, 0, 9_999, 99));
  expect(steps.filter(({ subjectId }) => subjectId === '9990')).toHaveLength(1);
  await Promise.all(both.map((store) => store.close()));
  await client.end();
});

const failing: Migration = { ...next, up: (db) => void db.exec('DROP TABLE look; SELECT * FROM nowhere') };
test.each([
  ['a step that fails', '', [...migrations, failing], /nowhere/],
  ['a view of somebody’s own', 'CREATE VIEW mine AS SELECT id FROM patient', newer, 'site-database-depended'],
  ['a table of somebody’s own', 'CREATE TABLE mine (id text)', newer, 'site-database-not-ours'],
  [
    'a version that the tables are not of',
    'UPDATE schema_version SET version = 260',
    newer,
    'site-database-not-ours',
  ],
])('%s leaves the database as it was', async (_, made, list, expected) => {
  const { file, key, client, open, dir } = await moved();
  await client.query(made);
  const version = await versionIn(client);
  if (expected instanceof RegExp) await expect(open(list)).rejects.toThrow(expected);
  else expect(await code(open(list))).toBe(expected);
  expect(await versionIn(client)).toBe(version);
  const [inFile, inDatabase] = await rowsOf(file, key, client);
  expect(inDatabase).toEqual(inFile);
  expect(readdirSync(dir).filter((name) => name.includes('forward'))).toEqual([]);
  await client.end();
});

test('whoever only reads beside a host brings nothing forward', async () => {
  const { client, open } = await moved();
  expect(await code(open(newer, 'beside', true))).toBe('site-database-version');
  expect(await versionIn(client)).toBe(migrations.at(-1)?.version);
  await client.end();
});
