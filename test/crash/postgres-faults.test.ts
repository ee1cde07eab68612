import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Reply } from '../../bridge/failure.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import type { Incident } from '../../electron/services/incident.ts';
import { openOffice, type Window } from '../electron/office.ts';
import { rowsOf } from '../raw.ts';
import { canMount, ownServer } from './own-server.ts';

let server: Awaited<ReturnType<typeof ownServer>>;
beforeAll(async () => {
  server = await ownServer();
});
afterAll(() => server.end());

const AT_ONCE = 50;

/** A pharmacy in a database of a server, and what went wrong there that nobody foresaw. */
async function pharmacy(of = server, words = '') {
  const dataDir = mkdtempSync(join(tmpdir(), 'meniscus-fault-'));
  const { name, address } = await of.database(words);
  const incidents: Incident[] = [];
  const office = await openOffice({ dataDir, database: address, report: (i) => incidents.push(i) });
  onTestFinished(async () => {
    await office.context.store.close().catch(() => undefined);
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { office, database: name, incidents };
}
type Pharmacy = Awaited<ReturnType<typeof pharmacy>>;

const save = (by: Window, i: number, words = '') =>
  by.ask('prescriber.save', {
    id: null,
    expectedVersion: null,
    record: { name: `Dr. ${i}${words}`, credentials: 'MD', phone: '555' },
  });
const saveMany = (by: Window) => Array.from({ length: AT_ONCE }, (_, i) => save(by, i));

/** By what names commands were refused. */
const refusals = (replies: readonly Reply<unknown>[]): string[] => [
  ...new Set(
    replies.flatMap((r) =>
      r.ok ? [] : [r.failure.code === 'refused' ? (r.failure.issues[0]?.code ?? '') : r.failure.code],
    ),
  ),
];

/** What was acknowledged is there; what was not is there with its event, or is not there at all. */
async function expectWhole(
  { office, incidents }: Pharmacy,
  replies: readonly Reply<{ readonly id: string }>[],
) {
  const { store } = office.context;
  const ids = (await rowsOf<{ id: string }>(store, 'SELECT prescriber_id AS id FROM prescriber_version')).map(
    ({ id }) => id,
  );
  const events = await rowsOf<{ id: string }>(
    store,
    `SELECT subject_id AS id FROM event WHERE command = 'prescriber.save'`,
  );
  expect(ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  expect(ids).toEqual(expect.arrayContaining(replies.flatMap((r) => (r.ok ? [r.value.id] : []))));
  expect(await verifyLive(store)).toMatchObject({ broken: null });
  expect(incidents).toEqual([]);
  return ids.length;
}

/** Until the database answers again, which takes as long as it takes. */
async function goesOn({ office }: Pharmacy): Promise<void> {
  await expect.poll(async () => (await save(office.supervisor, 999)).ok).toBe(true);
}

test('a server that is stopped is refused by name, looks as well; when it is back the host goes on by itself', async () => {
  const here = await pharmacy();
  const first = await save(here.office.supervisor, 1);
  await server.stop();
  const replies = [await save(here.office.supervisor, 2), await save(here.office.supervisor, 3)];
  const looked = await here.office.supervisor.ask('prescriber.list', {});
  await server.start();
  expect(refusals([...replies, looked])).toEqual(['site-database-gone']);
  await goesOn(here);
  expect(await expectWhole(here, [first])).toBe(2);
});

test.each([
  ['is started anew', 'SIGINT'],
  ['crashes and is started anew', 'SIGQUIT'],
] as const)('a server that %s under fifty commands: none is half there', async (_, signal) => {
  const here = await pharmacy();
  const asked = saveMany(here.office.supervisor);
  // In the middle of them: some are told already.
  await Promise.race(asked);
  await server.stop(signal);
  await server.start();
  const replies = await Promise.all(asked);
  await goesOn(here);
  const stored = await expectWhole(here, replies);
  const told = replies.filter((r) => r.ok).length;
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(AT_ONCE);
  expect(refusals(replies).filter((code) => code !== 'site-database-gone')).toEqual([]);
  // One more of them may have been committed and not told any more, and the one that went on.
  expect(stored - told).toBeLessThanOrEqual(2);
});

test('connections that are cut again and again under fifty commands: what is told is there, the rest is whole or absent', async () => {
  const here = await pharmacy();
  const client = await server.clientOf(here.database);
  const asked = saveMany(here.office.supervisor);
  const under = { way: true };
  const all = Promise.all(asked).finally(() => (under.way = false));
  await Promise.race(asked);
  let cut = 0;
  while (under.way) {
    // In the middle of a transaction, and between two.
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'meniscus' AND datname = $1`,
      [here.database],
    );
    cut += rowCount ?? 0;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
  }
  await client.end();
  const replies = await all;
  await goesOn(here);
  await expectWhole(here, replies);
  expect(cut).toBeGreaterThan(0);
  expect(refusals(replies)).toEqual(['site-database-gone']);
});

test('a statement that the server ends after its time is refused by name, and nothing is stored', async () => {
  const here = await pharmacy();
  const client = await server.clientOf(here.database);
  await client.query(`ALTER DATABASE ${here.database} SET statement_timeout = '100ms'`);
  // It counts from the next connections on.
  const anew = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'meniscus' AND datname = $1`;
  await client.query(anew, [here.database]);
  // Somebody holds what every change waits for.
  await client.query('BEGIN; LOCK TABLE one_after_another IN EXCLUSIVE MODE');
  await expect
    .poll(async () => refusals([await save(here.office.supervisor, 1)]))
    .toEqual(['data-file-busy']);
  await client.query('COMMIT');
  await client.query(`ALTER DATABASE ${here.database} RESET statement_timeout`);
  await client.query(anew, [here.database]);
  await client.end();
  await goesOn(here);
  expect(await expectWhole(here, [])).toBe(1);
});

test('what a connection that is dead held is free again: the change that waited for it is made', async () => {
  const here = await pharmacy();
  const [dead, other] = [await server.clientOf(here.database), await server.clientOf(here.database)];
  await dead.query('BEGIN; LOCK TABLE one_after_another IN EXCLUSIVE MODE');
  const { rows } = await dead.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const waiting = save(here.office.supervisor, 1);
  await expect
    .poll(async () => (await other.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount)
    .toBeGreaterThan(0);
  await other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  expect(await waiting).toMatchObject({ ok: true });
  await other.end();
  expect(await expectWhole(here, [await waiting])).toBe(1);
});

test.skipIf(!canMount())(
  'a disk of the server that gets full is refused by name: what was told is there, reading goes on, nothing is half there',
  async () => {
    const small = await ownServer({ isSmall: true });
    onTestFinished(() => small.end());
    const here = await pharmacy(small, 'TABLESPACE small');
    const client = await small.clientOf('postgres');
    await client.query('CREATE TABLE filler (words text STORAGE PLAIN) TABLESPACE small');
    const fills = () => client.query(`INSERT INTO filler VALUES (repeat('x', 8000))`).catch(() => null);
    while ((await fills()) !== null);
    await client.end();
    const replies: Awaited<ReturnType<typeof save>>[] = [];
    do replies.push(await save(here.office.supervisor, replies.length, 'x'.repeat(60)));
    while (replies.at(-1)?.ok === true);
    expect(refusals(replies)).toEqual(['site-database-full']);
    const read = await here.office.supervisor.do('prescriber.list', {});
    expect(read).toHaveLength(replies.length - 1);
    expect(await expectWhole(here, replies)).toBe(replies.length - 1);
  },
);
