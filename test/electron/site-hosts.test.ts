import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Input } from '../../bridge/contract.ts';
import { moveToDatabase } from '../../db/dialect/postgres/move.ts';
import { k } from '../../db/schema.ts';
import type { HostSession } from '../../electron/dispatch.ts';
import type { ContextOptions } from '../../electron/services/context.ts';
import { settleGone } from '../../electron/services/hosts.ts';
import { code } from '../db/refusal-of.ts';
import { postgres } from '../postgres.ts';
import { keyBeside } from '../raw.ts';
import { bareOffice, PASSWORD, withPreparedBag, type Office, type Window } from './office.ts';
import { closedPort } from './printing/bad-printer.ts';

let server: Awaited<ReturnType<typeof postgres>>;
beforeAll(async () => {
  server = await postgres();
});
afterAll(() => server.end());

const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-host-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
const signIn = async (host: Office, username: string, key = username): Promise<Window> => {
  const window = host.window(key);
  await window.do('session.sign-in', { username, password: PASSWORD });
  return window;
};

/** A pharmacy with one bag to print for, in PostgreSQL, and a printer that nobody answers at. */
async function site() {
  const { office, facts: order } = await withPreparedBag();
  const printer = await office.supervisor.do('printer.save', {
    id: null,
    expectedVersion: null,
    record: {
      name: 'Zebra at the hood',
      way: { kind: 'tcp', host: '127.0.0.1', port: await closedPort() },
      language: 'zpl-203',
      papers: ['4x2'],
      active: true,
    },
    password: PASSWORD,
  });
  await office.context.store.close();
  const { host, port, user, password, database } = await server.database();
  const address = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
  const path = join(office.dir, 'meniscus.db');
  await moveToDatabase({ address, path, key: keyBeside(path), at: office.context.clock() });
  const label: Input<'print.send'> = {
    id: order.id,
    version: 1,
    kind: 'label',
    paper: '4x2',
    copies: 1,
    reprintReason: null,
    printerId: printer.id,
  };
  return {
    address,
    label,
    host: async (options: Partial<ContextOptions> = {}, dataDir = folder()) => {
      const opened = await bareOffice({ dataDir, database: address, ...options });
      // Later than all that was done before it was moved.
      opened.later(30 * 60_000);
      onTestFinished(() => opened.context.store.close());
      return opened;
    },
  };
}
type Site = Awaited<ReturnType<typeof site>>;

/** A host that is killed while somebody sits there and a label is on its way. */
async function crashed({ address }: Site, job: string) {
  const dir = folder();
  const child = fork(join(import.meta.dirname, 'site-host-child.ts'), [dir, address, PASSWORD, job]);
  const ended = once(child, 'exit').then(([status]) => Promise.reject(new Error(`it ended with ${status}`)));
  const [{ host }] = (await Promise.race([once(child, 'message'), ended])) as [{ host: string }];
  ended.catch(() => undefined);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  return { dir, name: host };
}
/** A label that its printer was not reached for. */
async function failedLabel(host: Office, by: Window, { label }: Site): Promise<string> {
  const { job } = await by.do('print.send', label);
  await host.context.printQueue.idle();
  return job.id;
}
const eventsOf = (host: Office, command: string) =>
  host.context.store.read((db) =>
    db.all(k.selectFrom('event').select(['subject_id', 'change']).where('command', '=', command)),
  );

const look = (by: Window, order: string | null) => by.do('live.look', { order, window: 'w' });

describe('a host that starts', () => {
  test('leaves who sits at another one where they are, and the labels that it sends', async () => {
    const here = await site();
    const one = await here.host();
    const tess = await signIn(one, 'tess');
    const job = await failedLabel(one, tess, here);
    await one.context.store.write(async (db) => {
      for (const state of ['queued', 'sending'])
        await db.run(k.updateTable('print_job').set({ state }).where('id', '=', job));
    });
    const two = await here.host();
    expect(await tess.do('session.me', {})).toMatchObject({ username: 'tess' });
    const pam = await signIn(two, 'pam');
    expect(await pam.do('job.list', {})).toMatchObject([{ id: job, state: 'sending' }]);
    expect(await settleGone(two.context)).toEqual([]);
  });

  test('ends its own sittings of before, and says of its own labels that it is not known', async () => {
    const here = await site();
    const two = await here.host();
    const pam = await signIn(two, 'pam');
    const job = await failedLabel(two, pam, here);
    const { dir } = await crashed(here, job);
    const again = await here.host({}, dir);
    expect(await again.window('window of the child').do('session.me', {})).toBeNull();
    expect(await pam.do('job.list', {})).toMatchObject([
      { id: job, state: 'unknown', why: 'program-ended-while-sending' },
    ]);
    expect(await pam.do('session.me', {})).toMatchObject({ username: 'pam' });
  });
});

describe('a host that was killed and does not come back', () => {
  test('is given up by another one: its sittings end, somebody is asked about its label, and the log names it', async () => {
    const here = await site();
    const one = await here.host({ goneAfterMs: 0 });
    const pam = await signIn(one, 'pam');
    const job = await failedLabel(one, pam, here);
    const { name } = await crashed(here, job);
    await expect.poll(() => settleGone(one.context)).toEqual([name]);
    expect(await one.window('window of the child').do('session.me', {})).toBeNull();
    expect(await pam.do('job.list', {})).toMatchObject([{ id: job, state: 'unknown' }]);
    expect(await pam.do('session.me', {})).toMatchObject({ username: 'pam' });
    const [event] = await eventsOf(one, 'host.gone');
    expect(event).toMatchObject({ subject_id: name });
    expect(JSON.parse(event?.change ?? '')).toMatchObject({ sittings: 1, jobs: [job] });
    expect(await settleGone(one.context)).toEqual([]);
    await pam.do('job.settle', { id: job, printed: false, note: 'nothing in the tray' });
    expect(await pam.do('job.list', {})).toMatchObject([{ id: job, state: 'failed' }]);
    expect(await pam.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('is not given up at the first look: a database that was just started has seen nobody yet', async () => {
    const here = await site();
    const [one, two] = [await here.host(), await here.host()];
    await signIn(two, 'pam');
    await two.context.store.close();
    expect([await settleGone(one.context), await settleGone(one.context)]).toEqual([[], []]);
    expect(await one.window('pam').do('session.me', {})).toMatchObject({ username: 'pam' });
  });
});

describe('the name of a host', () => {
  test('is one host’s: a copied folder is refused by name, and the first goes on', async () => {
    const here = await site();
    const one = await here.host();
    const pam = await signIn(one, 'pam');
    const copy = folder();
    cpSync(one.dir, copy, { recursive: true });
    expect(await code(here.host({}, copy))).toBe('site-host-twice');
    expect(await code(here.host({}, one.dir))).toBe('site-host-twice');
    expect(await pam.do('session.me', {})).toMatchObject({ username: 'pam' });
    await one.context.store.close();
    expect(await code(here.host({}, copy))).toBeUndefined();
  });

  test('is taken again when the database was away, and its people go on', async () => {
    const here = await site();
    const one = await here.host({ goneAfterMs: 0 });
    const two = await here.host({ goneAfterMs: 0 });
    const tess = await signIn(one, 'tess');
    const client = await server.client({ connectionString: here.address });
    const name = one.context.store.host;
    // Only when the name was let go is it seen that it is held again.
    await client.query(
      `SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = $1`,
      [`meniscus ${name}`],
    );
    await expect.poll(() => two.context.store.gone([name])).toEqual([]);
    await client.end();
    expect(await tess.do('session.me', {})).toMatchObject({ username: 'tess' });
    expect(await code(here.host({}, one.dir))).toBe('site-host-twice');
  });

  test('that somebody else took meanwhile writes nothing more', async () => {
    const here = await site();
    const one = await here.host();
    const name = one.context.store.host;
    const client = await server.client({ connectionString: here.address });
    // As the database sees a host that took the name in the moment in which it was free.
    const held = client.query('SELECT pg_advisory_lock(1296387656, hashtext($1))', [name]);
    const other = await server.client({ connectionString: here.address });
    await other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1`, [
      `meniscus ${name}`,
    ]);
    await held;
    // Its second try to take the name again says that the first was refused, and that it knows.
    const tries = new Set<number>();
    await expect
      .poll(async () => {
        const { rows } = await other.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'`,
          [`meniscus ${name}`],
        );
        for (const { pid } of rows) tries.add(pid);
        return tries.size;
      })
      .toBeGreaterThan(1);
    expect(await code(one.context.store.write(() => null))).toBe('site-host-twice');
    await Promise.all([client.end(), other.end()]);
  });

  test('that was cut short is refused, not made anew', async () => {
    const here = await site();
    const dir = folder();
    writeFileSync(join(dir, 'site.host'), '');
    expect(await code(here.host({}, dir))).toBe('site-host-unreadable');
  });
});

describe('what is done at one host', () => {
  test('is seen at another: the end of the log, and who has the order open, until they leave', async () => {
    const here = await site();
    const [one, two] = [await here.host(), await here.host()];
    const [pam, paul] = [await signIn(one, 'pam'), await signIn(two, 'paul')];
    const order = here.label.id;
    const before = await look(paul, order);
    expect(before.others).toEqual([]);
    await look(pam, order);
    await failedLabel(one, pam, here);
    // A host asks the database a few times in a second, for all its windows.
    const byPaul = () => look(paul, order);
    const often = { interval: 50, timeout: 60_000 };
    const pams = { name: 'pam the pharmacist', own: false, station: 'station-pam' };
    // The label, and its two steps in the queue.
    await expect.poll(byPaul, often).toMatchObject({ seq: before.seq + 3, others: [pams] });
    await look(pam, null);
    await expect.poll(byPaul, often).toMatchObject({ others: [] });
  });

  test('puts out at once who may not look any more at another: a station that is withdrawn, a person who has left', async () => {
    const here = await site();
    const [one, two] = [await here.host(), await here.host()];
    const ada = await signIn(one, 'ada');
    const { code: invited } = await ada.do('station.invite', { password: PASSWORD });
    const room: HostSession = { key: 'paul in room 2', station: '192.168.1.7', enrolled: 'room 2' };
    await two.dispatch(room, 'station.enrol', { code: invited, name: 'Room 2' });
    await two.dispatch(room, 'session.sign-in', { username: 'paul', password: PASSWORD });
    const pam = await signIn(two, 'pam');
    const [atRoom, byPam] = [
      () => two.dispatch(room, 'live.look', { order: null, window: 'r' }),
      () => pam.ask('live.look', { order: null, window: 'p' }),
    ];
    for (const each of [atRoom, atRoom, byPam, byPam]) expect(await each()).toMatchObject({ ok: true });
    const [{ id } = { id: '' }] = await ada.do('station.list', {});
    await ada.do('station.withdraw', { id, reason: 'lost it', password: PASSWORD });
    await expect
      .poll(atRoom, { interval: 50, timeout: 60_000 })
      .toMatchObject({ failure: { issues: [{ code: 'station-withdrawn' }] } });
    expect(await byPam()).toMatchObject({ ok: true });
    const left = (await ada.do('user.list', {})).find((u) => u.username === 'pam')?.id ?? '';
    await ada.do('user.deactivate', { id: left, reason: 'left', password: PASSWORD });
    await expect
      .poll(byPam, { interval: 50, timeout: 60_000 })
      .toMatchObject({ failure: { code: 'not-signed-in' } });
  });
});

describe('the clock of a host', () => {
  test('that does not fit is put right or confirmed there, and not by another one’s', async () => {
    const here = await site();
    const [one, two] = [await here.host(), await here.host()];
    const [ada, pam] = [await signIn(two, 'ada'), await signIn(one, 'pam')];
    const other = await signIn(one, 'ada', 'ada at the first');
    one.setClock(-86_400_000);
    await pam.ask('session.lock', {});
    expect(await two.window('x').do('system.status', {})).toMatchObject({ clock: { why: 'behind' } });
    // The second's fits, and says nothing of the first's.
    expect(await ada.do('session.me', {})).toMatchObject({ username: 'ada' });
    expect(await ada.no('clock.confirm', { password: PASSWORD })).toMatchObject({
      issues: [{ code: 'clock-of-another-host', given: one.context.store.host }],
    });
    expect(await two.window('x').do('system.status', {})).toMatchObject({ clock: { why: 'behind' } });
    await other.do('clock.confirm', { password: PASSWORD });
    expect(await two.window('x').do('system.status', {})).toMatchObject({ clock: null });
  });
});
