import { afterEach, beforeEach, expect, test } from 'vitest';
import { k } from '../../db/schema.ts';
import { begun, content, draftOrder, PASSWORD, type Office, type Window } from './office.ts';

/*
 * Who has an order open, and what a save that comes late is told. Times are house rules: a window is noted every 20 s, and is gone
 * 90 s after it was seen last.
 */
const withDraft = begun(async (office) => {
  await office.person('tess', 'technician');
  await office.person('pam', 'pharmacist');
  return draftOrder(office.window('tess'));
});
let office: Office;
let order: Awaited<ReturnType<typeof draftOrder>>;
let [tess, pam]: Window[] = [];
beforeEach(async () => {
  ({ office, facts: order } = await withDraft());
  [tess, pam] = [office.window('tess'), office.window('pam')];
});
afterEach(() => office.close());

const look = (by: Window | undefined, at: string | null = order.id, window = 'w') =>
  by!.do('live.look', { order: at, window });
const list = (by: Window | undefined) => by!.do('live.look', { order: null, window: 'w', work: true });
const rows = () => office.context.store.read((db) => db.all(k.selectFrom('open_order').selectAll()));

const save = (by: Window | undefined, changes: Partial<typeof content>) =>
  by!.ask('order.save', {
    id: order.id,
    expectedVersion: 1,
    patientId: order.patient.id,
    prescriberId: order.prescriber.id,
    rx: order.rx,
    content: { ...content, ...changes },
    reason: null,
  });

test('the second who opens an order is told of the first, with the station; nobody is told of themselves', async () => {
  expect((await look(tess)).others).toEqual([]);
  const [first] = (await look(pam)).others;
  expect(first).toMatchObject({ name: 'tess the technician', own: false, station: 'station-tess' });
  expect((await look(tess)).others).toMatchObject([{ name: 'pam the pharmacist', station: 'station-pam' }]);
  // Since when stays, however often the window is seen.
  office.later(60_000);
  await look(tess);
  expect((await look(pam)).others).toEqual([first]);
  expect((await look(pam, null)).others).toEqual([]);
});

test('a worklist is told which orders are open where, and a window without one of nothing', async () => {
  await look(tess);
  expect((await list(pam)).others).toMatchObject([
    { order: order.id, name: 'tess the technician', own: false, station: 'station-tess' },
  ]);
  expect((await look(pam, null)).others).toEqual([]);
  // Nobody is told of their own window.
  expect((await list(tess)).others).toEqual([]);
});

test('one person at two stations is told of the other one as theirs', async () => {
  const elsewhere = office.window('tess at the office');
  await elsewhere.do('session.sign-in', { username: 'tess', password: PASSWORD });
  await look(tess);
  expect((await look(elsewhere)).others).toMatchObject([{ own: true, station: 'station-tess' }]);
});

test.each([
  ['leaves', () => look(tess, null)],
  ['opens another order', () => look(tess, 'ord-another')],
  ['signs out', () => tess!.do('session.sign-out', {})],
  ['dies', async () => office.later(90_001)],
])('a window that %s has it open no more', async (_, goes) => {
  await look(tess);
  expect((await look(pam)).others).toHaveLength(1);
  await goes();
  expect((await look(pam)).others).toEqual([]);
});

test('a window that goes on looking is still there after an hour, and is written down rarely', async () => {
  // An hour.
  for (let n = 0; n < 90; n += 1) {
    office.later(40_000);
    // Looking keeps nobody signed in: Tess reads.
    await tess!.do('order.get', { id: order.id });
    await look(tess);
  }
  await pam!.do('session.sign-in', { username: 'pam', password: PASSWORD });
  expect((await look(pam)).others).toHaveLength(1);
  const [row] = await rows();
  await look(tess);
  expect((await rows())[0]).toEqual(row);
});

test('of one sitting sixteen windows are known, and of those that died none stays', async () => {
  for (let n = 0; n < 20; n += 1) await look(tess, order.id, `w${n}`);
  expect((await rows()).map((r) => r.window_id)).not.toContain('w3');
  expect(await rows()).toHaveLength(16);
  office.later(90_001);
  await look(pam);
  expect(await rows()).toHaveLength(1);
});

test('looking is no sign that somebody is there: the window locks all the same', async () => {
  const { settings } = await pam!.do('policy.get', {});
  office.later(settings.idleMinutes * 60_000 - 30_000);
  await look(tess);
  office.later(31_000);
  expect(await tess!.no('live.look', { order: order.id, window: 'w' })).toMatchObject({
    code: 'session-locked',
  });
});

test('a save that comes late names each field that differs, both values side by side', async () => {
  const sessions = { ...content.sessions, count: '7' };
  expect(await save(pam, { sessions, note: 'by phone' })).toMatchObject({ ok: true });
  const late = await save(tess, { route: 'SC' });
  expect(late).toMatchObject({ ok: false, failure: { code: 'conflict', what: 'order' } });
  expect(!late.ok && 'fields' in late.failure && late.failure.fields).toEqual([
    { path: 'content.route', kept: 'IV', given: 'SC' },
    { path: 'content.sessions.count', kept: '7', given: '5' },
    { path: 'content.note', kept: 'by phone', given: null },
  ]);
});
