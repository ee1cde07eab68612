import { beforeEach, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Reply } from '../../bridge/failure.ts';
import { sha256 } from '../../db/canonical.ts';
import type { Store } from '../../db/open.ts';
import { endSession } from '../../db/sessions.ts';
import { makeDispatch, type Dispatch, type HostSession } from '../../electron/dispatch.ts';
import { begun, draftOrder, patient, PASSWORD, type Office, type Window } from './office.ts';

/*
 * What every window asks all the time is answered from one look at the data of all of them; whoever may not look any more is put
 * out by the next one all the same. The clock of these tests stands still: nothing is looked at anew because of the time.
 */
const withDraft = begun(async (office) => {
  await office.person('tess', 'technician');
  await office.person('pam', 'pharmacist');
  const { code } = await office.supervisor.do('station.invite', { password: PASSWORD });
  const session: HostSession = { key: 'tess in room 2', station: '192.168.1.7', enrolled: 'room 2' };
  await office.dispatch(session, 'station.enrol', { code, name: 'Room 2' });
  await office.dispatch(session, 'session.sign-in', { username: 'tess', password: PASSWORD });
  return { order: await draftOrder(office.window('tess')), session };
});
let office: Office & { supervisor: Window };
let read: Store['read'];
let session: HostSession;
let order: string;
let looks: number;
let dispatch: Dispatch;
beforeEach(async () => {
  const made = await withDraft();
  ({ office } = made);
  ({
    session,
    order: { id: order },
  } = made.facts);
  looks = 0;
  const { store } = office.context;
  ({ read } = store);
  const counted: typeof read = (work) => {
    looks += 1;
    return read(work);
  };
  dispatch = makeDispatch({ ...office.context, store: { ...store, read: counted } });
});
afterEach(() => office.close());

const look = async (at: string | null = order, window = 'w') => {
  const reply = (await dispatch(session, 'live.look', { order: at, window })) as Reply<{ seq: number }>;
  if (reply.ok) return reply.value.seq;
  const { failure } = reply;
  return failure.code === 'refused' ? failure.issues[0]?.code : failure.code;
};
const userId = async (username: string) =>
  (await office.supervisor.do('user.list', {})).find((u) => u.username === username)?.id ?? '';
const save = (by: Office, family: string) =>
  by.window('pam').do('patient.save', {
    id: null,
    expectedVersion: null,
    record: { ...patient, family, mrn: family },
    besides: [],
  });
const withdraw = async ({ supervisor }: typeof office) => {
  const [room] = await supervisor.do('station.list', {});
  await supervisor.do('station.withdraw', { id: room!.id, reason: 'lost it', password: PASSWORD });
};

const beat = () => new Promise((resolve) => setTimeout(resolve, 150));

test('windows that look again and again ask the data once for all of them', async () => {
  for (const window of ['a', 'b', 'c']) await look(order, window);
  await beat();
  looks = 0;
  for (let n = 0; n < 5; n += 1) await Promise.all(['a', 'b', 'c'].map((w) => look(order, w)));
  expect(looks).toBeLessThan(15);
  expect(looks).toBeGreaterThan(0);
});

test('what an order or a patient becomes is seen, and asks no window for more than that', async () => {
  const before = await look();
  await look(null, 'other');
  await save(office, 'Ruiz');
  await beat();
  looks = 0;
  expect(await look()).toBe(Number(before) + 1);
  expect(looks).toBe(1);
});

describe('is put out by the next look', () => {
  test.each([
    ['a station that is withdrawn', 'station-withdrawn', () => withdraw(office)],
    [
      'a person who is deactivated',
      'not-signed-in',
      async () => {
        await office.supervisor.do('user.deactivate', {
          id: await userId('tess'),
          reason: 'left the pharmacy',
          password: PASSWORD,
        });
      },
    ],
    [
      'a person whose password is made anew',
      'not-signed-in',
      async () => {
        await office.supervisor.do('user.reset-password', {
          id: await userId('tess'),
          reason: 'forgot it',
          password: PASSWORD,
        });
      },
    ],
    ['a window that is locked', 'session-locked', () => office.dispatch(session, 'session.lock', {})],
    ['who signs out', 'not-signed-in', () => office.dispatch(session, 'session.sign-out', {})],
    [
      'a sitting that ends without an event',
      'not-signed-in',
      () => office.context.store.write((db) => endSession(db, sha256(session.key), office.context.clock())),
    ],
    [
      'a window that is left',
      'session-locked',
      async () => {
        const { settings } = await office.supervisor.do('policy.get', {});
        office.later(settings.idleMinutes * 60_000 - 1_000);
        // In full a second before it is to lock.
        expect(await look()).toEqual(expect.any(Number));
        office.later(1_001);
      },
    ],
  ])('%s', async (_, code, happens) => {
    await look();
    expect(await look()).toEqual(expect.any(Number));
    await happens();
    await beat();
    expect(await look()).toBe(code);
  });
});

test('who works here no more from an instant on is put out at that instant', async () => {
  // In whole minutes, and before the window locks.
  const to = new Date(Math.ceil(Date.parse(office.context.clock()) / 60_000) * 60_000 + 60_000).toISOString();
  await office.supervisor.do('user.set-active', {
    id: await userId('tess'),
    from: '2026-11-01T00:00Z',
    to,
    reason: 'leaves today',
    password: PASSWORD,
  });
  office.later(Date.parse(to) - Date.parse(office.context.clock()) - 1_000);
  expect(await look()).toEqual(expect.any(Number));
  office.later(1_001);
  await beat();
  expect(await look()).toBe('not-signed-in');
});

test('another person at the same window is told as that person', async () => {
  await look();
  await office.window('pam').do('live.look', { order, window: 'p' });
  await office.dispatch(session, 'session.sign-in', { username: 'pam', password: PASSWORD });
  await beat();
  const reply = await dispatch(session, 'live.look', { order, window: 'w' });
  expect(reply).toMatchObject({ ok: true, value: { others: [{ own: true }] } });
});

const seenByPam = async () =>
  (await office.window('pam').do('live.look', { order, window: 'p' })).others.map((o) => o.station);

test('an order that is left and opened again is noted again', async () => {
  for (const [shows, seen] of [
    [order, ['Room 2']],
    [null, []],
    [order, ['Room 2']],
  ] as const) {
    await look(shows);
    await beat();
    expect(await seenByPam()).toEqual(seen);
  }
});

test('another data file in the place of this one counts as it is, also where its log is as long', async () => {
  const other = (await withDraft()).office;
  onTestFinished(() => other.close());
  // As many events, and as many sittings.
  for (const family of ['Ruiz', 'Ortega']) await save(office, family);
  await withdraw(other);
  await other.window('elsewhere').do('session.sign-in', { username: 'pam', password: PASSWORD });
  await look();
  ({ read } = other.context.store);
  await beat();
  expect(await look()).toBe('station-withdrawn');
});
