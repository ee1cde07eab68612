import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNote } from '../../db/head-note.ts';
import { headOf } from '../../db/event-log.ts';
import {
  bareOffice,
  draftOrder,
  openOffice,
  PASSWORD,
  prepareOrder,
  type Office,
  type Window,
} from './office.ts';

let office: Office & { supervisor: Window };
let path: string;
beforeEach(async () => {
  office = await openOffice();
  path = join(office.dir, 'meniscus.db');
});
afterEach(() => office.close());

const list = (filter: object) => ({ filter, before: null, limit: 100 });
const head = () => office.context.store.read(headOf);

/** The program again on the same folder, with the supervisor signed in. */
async function again(): Promise<Office & { supervisor: Window }> {
  const next = await bareOffice({ dataDir: office.dir });
  const supervisor = next.window('supervisor');
  await supervisor.do('session.sign-in', { username: 'ada', password: PASSWORD });
  return { ...next, supervisor };
}

describe('the note beside the data file', () => {
  test('names the last event after each command, for its owner only, always as long', async () => {
    const note = join(office.dir, 'meniscus.head');
    const size = statSync(note).size;
    await office.person('tess', 'technician');
    expect(readNote(path)).toEqual(await head());
    expect(statSync(note).size).toBe(size);
    expect(statSync(note).mode & 0o777).toBe(0o600);
  });

  test('finds a data file that lost its last events, and the log says so until it is corrected', async () => {
    const left = (await head()).seq;
    await office.context.store.close();
    copyFileSync(path, `${path}.old`);
    await (await again()).context.store.close();
    // An older copy of the file: a chain that is whole in itself, only shorter.
    copyFileSync(`${path}.old`, path);
    const next = await again();
    const verdict = await next.supervisor.do('log.verify', {});
    expect(verdict).toMatchObject({
      broken: left + 1,
      why: `events ${left + 1} to ${left + 1} were there and are not: the data file was cut short`,
      losses: [{ event: left + 1, from: left + 1, to: left + 1, why: 'cut-short', correctedBy: null }],
    });
    await next.supervisor.do('log.correct', {
      event: left + 1,
      reason: 'looked into',
      text: 'a test took the last event out',
      password: PASSWORD,
    });
    expect(await next.supervisor.do('log.verify', {})).toMatchObject({
      broken: null,
      losses: [{ correctedBy: expect.any(Number) }],
    });
    await next.context.store.close();
  });

  test('finds a write-ahead log that was cut: SQLite itself says nothing', async () => {
    await office.person('tess', 'technician');
    // What a process leaves that was killed: the write-ahead log, not yet in the file.
    const wal = readFileSync(`${path}-wal`);
    const [file, note] = [readFileSync(path), readFileSync(join(office.dir, 'meniscus.head'))];
    await office.context.store.close();
    writeFileSync(path, file);
    writeFileSync(`${path}-wal`, wal);
    writeFileSync(join(office.dir, 'meniscus.head'), note);
    truncateSync(`${path}-wal`, wal.length - 100);
    rmSync(`${path}-shm`, { force: true });
    const next = await bareOffice({ dataDir: office.dir });
    expect(next.context.store.loss).toMatchObject({ why: 'cut-short' });
    await next.context.store.close();
  });

  test.each([
    ['text', 'no note\n'],
    ['nothing', ''],
  ])('that holds %s is told, too', async (_, content) => {
    await office.context.store.close();
    writeFileSync(join(office.dir, 'meniscus.head'), content);
    const next = await again();
    expect(await next.supervisor.do('log.verify', {})).toMatchObject({
      losses: [{ why: 'note-unreadable' }],
    });
    expect((await next.supervisor.do('log.verify', {})).broken).not.toBeNull();
    await next.context.store.close();
  });

  test('that names another event than the file has is told: the file is another', async () => {
    await office.context.store.close();
    writeFileSync(join(office.dir, 'meniscus.head'), `000000000000002 ${'a'.repeat(64)}\n`);
    const next = await again();
    expect(await next.supervisor.do('log.verify', {})).toMatchObject({ broken: 2 });
    await next.context.store.close();
  });

  test('that is missing beside a file in which something happened is told, until a supervisor explains it', async () => {
    const left = (await head()).seq;
    await office.context.store.close();
    // A write-ahead log that was lost together with the note: nothing else tells of it.
    rmSync(join(office.dir, 'meniscus.head'));
    const next = await again();
    expect(await next.supervisor.do('log.verify', {})).toMatchObject({
      broken: left + 1,
      losses: [{ event: left + 1, why: 'note-missing', correctedBy: null }],
    });
    const released = {
      code: 'refused',
      issues: [{ code: 'record-altered', given: `event ${left + 1}: lost` }],
    };
    const order = { id: 'ord_0', version: 1, kind: 'label', paper: '4x2' } as const;
    expect(await next.supervisor.no('print.preview', order)).toMatchObject(released);
    const correction = { event: left + 1, reason: 'looked into', text: 'a test took the note away' };
    expect(await next.supervisor.no('log.correct', { ...correction, password: 'not hers' })).toMatchObject({
      issues: [{ code: 'password-wrong' }],
    });
    await next.supervisor.do('log.correct', { ...correction, password: PASSWORD });
    expect(await next.supervisor.no('print.preview', order)).toMatchObject({ code: 'not-found' });
    await next.context.store.close();
    // Explained once, it is not told at the next start.
    const after = await bareOffice({ dataDir: office.dir });
    expect(after.context.store.loss).toBeNull();
    expect(readNote(path)).toEqual(await after.context.store.read(headOf));
    await after.context.store.close();
  });

  test('of a first start is made: nothing was there to be lost', async () => {
    const fresh = await bareOffice();
    expect(fresh.context.store.loss).toBeNull();
    expect(readNote(join(fresh.dir, 'meniscus.db'))).toEqual(await fresh.context.store.read(headOf));
    await fresh.close();
  });
});

describe('finding events', () => {
  test('by drug, by the lot of the bag and by the lot of an ingredient', async () => {
    const tech = await office.person('tess', 'technician');
    const [one, two] = [await office.person('pam', 'pharmacist'), await office.person('paul', 'pharmacist')];
    const bag = await prepareOrder(await draftOrder(tech), tech, one, two);
    await two.do('order.final-check', { id: bag.id, version: 1, password: PASSWORD });
    const commands = async (filter: object) =>
      (await tech.do('log.list', list(filter))).events.map((e) => e.command);
    expect(await commands({ drug: 'morphine', command: 'order.save' })).toEqual(['order.save']);
    expect(await commands({ drug: 'fentanyl' })).toEqual([]);
    const withBag = ['order.final-check', 'print.issue', 'preparation.record', 'preparation.start'];
    expect(await commands({ lot: '261123-01' })).toEqual(withBag);
    // L-100 is the lot of what went in: known from the compounding record on.
    expect(await commands({ lot: 'L-100' })).toEqual(withBag.slice(0, 3));
    expect(await commands({ lot: 'L-100', drug: 'morphine', user: 'paul' })).toEqual(withBag.slice(0, 2));
  });

  test('by a range of time, also when the clock was set back meanwhile', async () => {
    const tech = await office.person('tess', 'technician');
    // Seven hours of work, then the clock is set two hours back, and somebody works on.
    for (let i = 0; i < 48; i += 1) {
      office.later(9 * 60_000);
      await office.supervisor.do('user.list', {});
      await tech.do('order.list', {});
    }
    await office.person('pam', 'pharmacist');
    office.later(-7_200_000);
    await office.supervisor.ask('user.list', {});
    await office.supervisor.do('clock.confirm', { password: PASSWORD });
    await office.person('paul', 'pharmacist');
    const range = { from: '2026-11-23T20:00Z', to: '2026-11-23T21:00Z' };
    const found = (await tech.do('log.list', list(range))).events;
    expect(found.map((e) => [e.command, e.user])).toEqual([
      ['session.change-password', 'paul'],
      ['session.sign-in', 'paul'],
      ['user.add', 'ada'],
      ['clock.confirm', 'ada'],
      ['clock.doubt', '-'],
    ]);
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });
});

describe('a correction', () => {
  test('is a new event that names the old one, is found with it, and leaves it as it was', async () => {
    const tech = await office.person('tess', 'technician');
    const order = await draftOrder(tech);
    const { events } = await tech.do('log.list', list({ order: order.id }));
    const old = events[0]!;
    const correction = {
      event: old.seq,
      reason: 'typed into the wrong order',
      text: 'meant for M000002',
      password: PASSWORD,
    };
    expect(await tech.no('log.correct', correction)).toMatchObject({ code: 'not-allowed' });
    const written = await office.supervisor.do('log.correct', correction);
    expect(JSON.parse(written.change)).toMatchObject({ corrects: old.seq, hash: old.hash });
    const after = (await tech.do('log.list', list({ order: order.id }))).events;
    expect(after.map((e) => e.seq)).toEqual([written.seq, old.seq]);
    expect(after[1]).toEqual({ ...old, correctedBy: [written.seq] });
    expect(await office.supervisor.no('log.correct', { ...correction, event: 99_999 })).toEqual({
      code: 'not-found',
      what: 'event',
    });
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });
});
