import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveToDatabase, moveToFile } from '../../db/dialect/postgres/move.ts';
import { openPostgres } from '../../db/dialect/postgres/store.ts';
import { countFile, same } from '../../db/dialect/postgres/copy.ts';
import { headOf } from '../../db/event-log.ts';
import { notePath } from '../../db/head-note.ts';
import { openStore } from '../../db/open.ts';
import { connection } from '../../db/sqlite.ts';
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
const address = async () => {
  const { host, port, user, password, database } = await server.database();
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
};
/** A data file that a day's work stands in, which nobody has open. */
async function closedFile() {
  const { office } = await worked();
  await office.context.store.close();
  const path = join(office.dir, 'meniscus.db');
  return { path, key: keyBeside(path), to: await address() };
}

test('a day’s work goes to a site and back: every row the same, the log whole, and nobody goes on with what was left', async () => {
  const { path, key, to } = await closedFile();
  const file = connection(path, key, { readonly: true });
  const before = countFile(file);
  file.close();
  const moved = await moveToDatabase({ address: to, path, key, at });
  expect(moved.rows).toBe(before.reduce((sum, { rows }) => sum + rows, 0));
  expect([path, `${path}.moved`].map((name) => existsSync(name))).toEqual([false, true]);

  const site = await openPostgres({ address: to, path: `${path}.site`, key });
  const verdict = await verifyLive(site);
  const head = await site.read(headOf);
  await site.close();
  // One event more: that it was moved.
  expect(verdict).toMatchObject({ broken: null, head: head.hash });
  expect(head.seq).toBe((before.find(({ table }) => table === 'event')?.rows ?? 0) + 1);

  await moveToFile({ address: to, path, key, at });
  const back = await openStore(path, { key });
  expect((await back.read(headOf)).seq).toBe(head.seq + 1);
  expect(await verifyLive(back)).toMatchObject({ broken: null });
  await back.close();
  expect(await code(openPostgres({ address: to, path: `${path}.site`, key }))).toBe('site-database-moved');
});

test('the way back that was ended before the file had its name goes on where it was', async () => {
  const { path, key, to } = await closedFile();
  await moveToDatabase({ address: to, path, key, at });
  await moveToFile({ address: to, path, key, at });
  renameSync(path, `${path}.part`);
  renameSync(notePath(path), notePath(`${path}.part`));
  await moveToFile({ address: to, path, key, at });
  const back = await openStore(path, { key });
  expect(await verifyLive(back)).toMatchObject({ broken: null });
  await back.close();
});

test('what an attempt before left is none of the data', async () => {
  const { path, key, to } = await closedFile();
  await moveToDatabase({ address: to, path, key, at });
  writeFileSync(`${path}.part`, 'half a file');
  await moveToFile({ address: to, path, key, at });
  expect(existsSync(`${path}.part`)).toBe(false);
  const back = await openStore(path, { key });
  expect(await verifyLive(back)).toMatchObject({ broken: null });
  await back.close();
});

test('a database whose log does not hold stays the place of the data, and no file comes of it', async () => {
  const { path, key, to } = await closedFile();
  await moveToDatabase({ address: to, path, key, at });
  const client = await server.client({ connectionString: to });
  await client.query('ALTER TABLE order_version DISABLE TRIGGER order_version_no_update');
  await client.query(`UPDATE order_version SET rx = 'RX-OTHER'`);
  await client.end();
  expect(await code(moveToFile({ address: to, path, key, at }))).toBe('move-source-broken');
  expect(existsSync(path)).toBe(false);
  const site = await openPostgres({ address: to, path: `${path}.site`, key });
  await site.close();
});

test('a database that refuses at the very end leaves the file where it was', async () => {
  const { path, key, to } = await closedFile();
  const client = await server.client({ connectionString: to });
  // With the last table comes a rule that is asked when everything is committed.
  await client.query(`CREATE SCHEMA other;
    CREATE FUNCTION other.late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'of the test'; END $$;
    CREATE FUNCTION other.last() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'one_after_another') THEN
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION other.late();
      END IF; END $$;
    CREATE EVENT TRIGGER last ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION other.last()`);
  await client.end();
  await expect(moveToDatabase({ address: to, path, key, at })).rejects.toThrow('of the test');
  expect([path, `${path}.moved`].map((name) => existsSync(name))).toEqual([true, false]);
  const file = await openStore(path, { key });
  expect(file.loss).toBeNull();
  await file.close();
});

test('a row that is not what the log says goes nowhere, and the file stays where it was', async () => {
  const { path, key, to } = await closedFile();
  const raw = connection(path, key);
  raw.exec('DROP TRIGGER order_version_no_update');
  raw.exec(`UPDATE order_version SET rx = 'RX-OTHER'`);
  raw.close();
  expect(await code(moveToDatabase({ address: to, path, key, at }))).toBe('move-source-broken');
  expect(existsSync(path)).toBe(true);
  // Nothing of it stands there: the database still takes the place of a file that holds.
  const whole = await closedFile();
  await moveToDatabase({ ...whole, address: to, at });
  expect(existsSync(whole.path)).toBe(false);
});

test('a database in which something stands, and a folder with a data file, are left as they are', async () => {
  const { path, key, to } = await closedFile();
  const client = await server.client({ connectionString: to });
  await client.query('CREATE TABLE of_somebody_else (n integer)');
  expect(await code(moveToDatabase({ address: to, path, key, at }))).toBe('site-database-not-ours');
  expect(await code(openPostgres({ address: to, path: `${path}.site`, key }))).toBe('site-database-not-ours');
  const { rows } = await client.query('SELECT tablename FROM pg_tables WHERE schemaname = current_schema()');
  await client.end();
  expect(rows).toEqual([{ tablename: 'of_somebody_else' }]);
  expect(await code(moveToFile({ address: to, path, key, at }))).toBe('data-file-there');
});

test.each([
  ['a row fewer', { rows: 1 }],
  ['a row that says something else', { digest: 'b' }],
  ['no such table', { table: 'another' }],
])('%s: what was brought along does not count', async (_, other) => {
  const table = { table: 'orders', rows: 2, digest: 'a' };
  expect(await code(Promise.resolve().then(() => same([table], [table])))).toBe(undefined);
  expect(await code(Promise.resolve().then(() => same([table], [{ ...table, ...other }])))).toBe(
    'move-not-the-same',
  );
});

/** What a host leaves beside its data file: settings of backups, incidents, and where a site is served from the folder the head that was seen there. */
const beside = (path: string) => {
  for (const name of ['meniscus.backup.json', 'incidents.log', 'site.head'])
    writeFileSync(join(dirname(path), name), 'left');
};

test('the way back leads into the folder that the data came from, with what lies in it, and again', async () => {
  const { path, key, to } = await closedFile();
  beside(path);
  await moveToDatabase({ address: to, path, key, at });
  expect(await code(openStore(path, { key }))).toBe('data-file-moved');
  await moveToFile({ address: to, path, key, at });
  const left = readdirSync(dirname(path));
  expect(left).toEqual(expect.arrayContaining(['meniscus.backup.json', 'incidents.log', 'meniscus.head']));
  expect(left.filter((name) => name.includes('.moved'))).toEqual([]);
  expect(left).toContain('meniscus.db.replaced-20261124T080000000Z');
  const back = await openStore(path, { key });
  expect(back.loss).toBeNull();
  await back.close();
  // What an earlier move left says nothing of a file that is lost later.
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  expect(await code(openStore(path, { key }))).toBe('data-file-gone');
  const again = await closedFile();
  await moveToDatabase({ ...again, address: again.to, at });
  expect(await code(moveToFile({ address: again.to, path, key, at }))).toBe('data-file-gone');
  expect(existsSync(path)).toBe(false);
});

test('a folder whose data went to another database takes this one’s no more than one that lost its file', async () => {
  const mine = await closedFile();
  const other = await closedFile();
  await moveToDatabase({ ...mine, address: mine.to, at });
  const lost = { ...other, address: mine.to, at };
  rmSync(other.path);
  expect(await code(moveToFile(lost))).toBe('data-file-gone');
  renameSync(notePath(other.path), notePath(`${other.path}.moved`));
  writeFileSync(`${other.path}.moved`, 'of another');
  writeFileSync(notePath(`${other.path}.moved`), `${'1'.padStart(15, '0')} ${'a'.repeat(64)}\n`);
  expect(await code(moveToFile(lost))).toBe('data-file-moved');
  const site = await openPostgres({ address: mine.to, path: `${mine.path}.site`, key: mine.key });
  await site.close();
});
