import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refuseServer } from '../../db/dialect/postgres/prepare.ts';
import { openPostgres } from '../../db/dialect/postgres/store.ts';
import { appendEvent, eventsAfter, headOf } from '../../db/event-log.ts';
import type { Write } from '../../db/handle.ts';
import { k } from '../../db/schema.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import { postgres } from '../postgres.ts';
import { code } from './refusal-of.ts';

let dir: string;
let server: Awaited<ReturnType<typeof postgres>>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-site-'));
  server = await postgres();
});
afterAll(async () => {
  await server.end();
  rmSync(dir, { recursive: true, force: true });
});

let hosts = 0;
type Login = { host: string; port: number; user: string; password: string; database: string };
const addressOf = ({ host, port, user, password, database }: Login) =>
  `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
const open = (login: Login, path = join(dir, `host${(hosts += 1)}.db`)) =>
  openPostgres({ address: addressOf(login), path, key: null });
const event = (command: string) => ({
  at: '2026-11-23T15:00:00.000Z',
  user: 'ada',
  station: 's',
  command,
  subject: 'log',
  subjectId: '-',
  change: {},
});
/** PostgreSQL's own word for a fault, inside a change. */
const fault = (db: Write, sqlstate: string) =>
  db.run({
    compile: () =>
      sql.raw(`DO $$ BEGIN RAISE EXCEPTION 'of the test' USING ERRCODE = '${sqlstate}'; END $$`).compile(k),
  });

describe('an address that leads nowhere is refused by name, and no word of it is said', () => {
  test.each([
    ['no address', () => 'riverside', 'site-database-address'],
    ['another kind of server', () => 'https://ada:secret@127.0.0.1/riverside', 'site-database-address'],
    ['no database', () => 'postgres://ada:secret@127.0.0.1', 'site-database-address'],
    ['nobody there', () => 'postgres://ada:secret@127.0.0.1:1/riverside', 'site-database-gone'],
    ['another password', (l: Login) => addressOf({ ...l, password: 'secret' }), 'site-database-refused'],
    ['a user that is not known', (l: Login) => addressOf({ ...l, user: 'secret' }), 'site-database-refused'],
    [
      'a database that is not there',
      (l: Login) => addressOf({ ...l, database: 'secret' }),
      'site-database-missing',
    ],
  ])('%s', async (_, address, expected) => {
    const login = await server.database();
    const told = await openPostgres({
      address: address(login),
      path: join(dir, 'nobody.db'),
      key: null,
    }).then(
      () => null,
      (error: Error) => error,
    );
    expect((told as unknown as { issues: { code: string }[] }).issues[0]?.code).toBe(expected);
    expect(`${JSON.stringify(told)} ${told?.message}`).not.toContain('secret');
  });

  test('somebody who may make no tables', async () => {
    const login = await server.database();
    const client = await server.client(login);
    await client.query(`CREATE ROLE guest LOGIN PASSWORD 'guest'`);
    await client.end();
    expect(await code(open({ ...login, user: 'guest', password: 'guest' }))).toBe('site-database-rights');
  });

  // The oldest that the design takes is 15.
  test.each([
    ['90624', 'site-database-server'],
    ['140011', 'site-database-server'],
    ['150000', undefined],
    ['180004', undefined],
  ])('a server of version %s', async (version, expected) => {
    expect(await code(Promise.resolve().then(() => refuseServer(version)))).toBe(expected);
  });
});

describe('hosts of one database', () => {
  test('write one after another: forty events of two at once are one chain without a gap', async () => {
    const login = await server.database();
    const [one, two] = await Promise.all([open(login), open(login)]);
    await Promise.all(
      [one, two].flatMap((store, i) =>
        Array.from({ length: 20 }, (_, n) => store.write((db) => appendEvent(db, event(`host${i}.${n}`)))),
      ),
    );
    expect(await verifyLive(one)).toMatchObject({ broken: null, events: 40 });
    const events = await two.read((db) => eventsAfter(db, {}, 0, 40, 100));
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(new Set(events.map(({ command }) => command)).size).toBe(40);
    await Promise.all([one.close(), two.close()]);
  });

  test('a look is of one moment, whatever another host writes meanwhile', async () => {
    const login = await server.database();
    const [one, two] = [await open(login), await open(login)];
    await one.write((db) => appendEvent(db, event('before')));
    const seen = await one.read(async (db) => {
      const first = (await headOf(db)).seq;
      await two.write((other) => appendEvent(other, event('meanwhile')));
      return [first, (await headOf(db)).seq];
    });
    expect(seen).toEqual([1, 1]);
    expect((await one.read(headOf)).seq).toBe(2);
    await Promise.all([one.close(), two.close()]);
  });

  test.each([
    ['a newer application brought the tables on', '999990', 'data-file-newer', 'data-file-newer'],
    ['tables of a day before were put back', '10', 'site-database-version', 'site-database-not-ours'],
    ['the data went on elsewhere', '-1', 'site-database-moved', 'site-database-moved'],
  ])('%s: the host at work neither changes nor looks any more, and opens nothing', async (...row) => {
    const [, version, expected, opening] = row;
    const login = await server.database();
    const store = await open(login);
    const client = await server.client(login);
    await client.query('UPDATE schema_version SET version = $1', [version]);
    await client.end();
    expect(await code(store.write((db) => appendEvent(db, event('late'))))).toBe(expected);
    expect(await code(store.read(headOf))).toBe(expected);
    await store.close();
    expect(await code(open(login))).toBe(opening);
  });
});

test('a look that begins while the tables are brought on sees that they are: none of them may look empty to it', async () => {
  const login = await server.database();
  const store = await open(login);
  const client = await server.client(login);
  await client.query('BEGIN');
  await client.query('LOCK TABLE schema_version IN ACCESS EXCLUSIVE MODE');
  const look = code(store.read(headOf));
  await expect
    .poll(async () => (await client.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount)
    .toBe(1);
  await client.query('UPDATE schema_version SET version = 999990');
  await client.query('COMMIT');
  expect(await look).toBe('data-file-newer');
  await client.end();
  await store.close();
});

describe('a change', () => {
  test('that fails leaves nothing; the next one is made on the same connections', async () => {
    const login = await server.database();
    const store = await open(login);
    const failing = store.write(async (db) => {
      await appendEvent(db, event('half'));
      throw new Error('of the test');
    });
    await expect(failing).rejects.toThrow('of the test');
    await store.write((db) => appendEvent(db, event('whole')));
    expect((await store.read((db) => eventsAfter(db, {}, 0, 9, 9))).map((e) => e.command)).toEqual(['whole']);
    await store.close();
  });

  test('that can not have been first is made again; one that the database has no room for is not', async () => {
    const login = await server.database();
    const store = await open(login);
    let tries = 0;
    await store.write(async (db) => {
      tries += 1;
      await appendEvent(db, event('again'));
      if (tries < 3) await fault(db, '40001');
    });
    expect([tries, (await store.read(headOf)).seq]).toEqual([3, 1]);
    expect(await code(store.write((db) => fault(db, '53100')))).toBe('site-database-full');
    expect(await code(store.write((db) => fault(db, '53300')))).toBe('data-file-busy');
    expect((await store.read(headOf)).seq).toBe(1);
    await store.close();
  });

  test('whose connection is cut is told as such, and the next one finds its way', async () => {
    const login = await server.database();
    const store = await open(login);
    const cut = store.write(async (db) => {
      await appendEvent(db, event('cut'));
      const client = await server.client(login);
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'meniscus' AND state = 'idle in transaction'`,
      );
      await client.end();
      await headOf(db);
    });
    expect(await code(cut)).toBe('site-database-gone');
    await store.write((db) => appendEvent(db, event('after')));
    expect((await store.read((db) => eventsAfter(db, {}, 0, 9, 9))).map((e) => e.command)).toEqual(['after']);
    await store.close();
  });

  test('inside another one, or inside a look, is refused and waits for nothing', async () => {
    const login = await server.database();
    const store = await open(login);
    await expect(store.write(() => store.write(headOf))).rejects.toThrow('would wait for itself');
    await expect(store.read(() => store.write(headOf))).rejects.toThrow('would wait for itself');
    await store.close();
  });
});

test('closed under changes that wait: what is stored was answered so, and one under way may still look', async () => {
  const login = await server.database();
  const host = await open(login);
  const changes = Array.from({ length: 10 }, (_, i) =>
    host.write(async (db) => {
      if (i % 2 === 0) await host.read(headOf);
      await appendEvent(db, event(`c${i}`));
      return `c${i}`;
    }),
  );
  await new Promise((resolve) => void setImmediate(resolve));
  const closed = host.close();
  const answers = await Promise.allSettled(changes);
  await closed;
  const again = await open(login);
  const stored = await again.read((db) => eventsAfter(db, {}, 0, 1_000, 1_000));
  await again.close();
  expect(stored.map((e) => e.command)).toEqual(
    answers.flatMap((a) => (a.status === 'fulfilled' ? [a.value] : [])),
  );
  expect(answers.map((a) => a.status)).toEqual(answers.map(() => 'fulfilled'));
});

test('a database that was put back to an earlier day is a loss by the note of the host', async () => {
  const login = await server.database();
  const path = join(dir, 'noted.db');
  const store = await open(login, path);
  await store.write((db) => appendEvent(db, event('one')));
  await store.close();
  writeFileSync(join(dir, 'noted.head'), `${'9'.padStart(15, '0')} ${'a'.repeat(64)}\n`);
  const again = await open(login, path);
  expect(again.loss).toMatchObject({ why: 'cut-short', noted: { seq: 9 }, found: { seq: 1 } });
  expect(await code(again.replaceBy('x', 'y'))).toBe('site-database-not-a-file');
  await again.close();
});
