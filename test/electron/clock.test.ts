import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { k } from '../../db/schema.ts';
import { makeContext } from '../../electron/services/context.ts';
import {
  bareOffice,
  CHEAP,
  draftOrder,
  ingredients,
  openOffice,
  PASSWORD,
  resolveAll,
  type Office,
  type Window,
} from './office.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const signed = { password: PASSWORD };
let office: Office & { supervisor: Window };
let tess: Window;
beforeEach(async () => {
  office = await openOffice();
  tess = await office.person('tess', 'technician');
});
afterEach(() => office.close());

const code = (failure: Failure) => ('issues' in failure ? failure.issues[0]?.code : failure.code);
const events = (of: Office, command: string) =>
  of.context.store.read((db) => db.all(k.selectFrom('event').select('seq').where('command', '=', command)));
const signIn = (of: Office, username: string) =>
  of.window(username).do('session.sign-in', { username, ...signed });

/** An order that waits for its compounding record. */
async function preparing() {
  const one = await office.person('pam', 'pharmacist');
  const two = await office.person('paul', 'pharmacist');
  const { id, version } = await draftOrder(tess);
  const subject = { id, version };
  await resolveAll(await tess.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, ...signed });
  await tess.do('preparation.start', subject);
  return { ...subject, ingredients, deviations: null };
}

describe('a clock that fits the log', () => {
  test.each([
    ['a minute back', -60_000],
    ['three weeks on', 21 * DAY],
  ])('%s is taken as it is', async (_, by) => {
    office.later(by);
    await signIn(office, 'tess');
    expect(await tess.do('system.status', {})).toMatchObject({ clock: null });
    await signIn(office, 'ada');
    expect(code(await office.window('ada').no('clock.confirm', signed))).toBe('clock-not-in-doubt');
  });
});

describe.each([
  ['behind', -3 * DAY],
  ['behind', -10 * 365 * DAY],
  ['ahead', 40 * DAY],
  ['ahead', 10 * 365 * DAY],
] as const)('a clock that is %s by %i ms', (why, by) => {
  test('is named at sign-in, where the right password signs in, and dates wait for a supervisor', async () => {
    const record = await preparing();
    office.later(by);
    const seat = await signIn(office, 'tess');
    expect(seat.username).toBe('tess');
    const { clock } = await office.window('nobody').do('system.status', {});
    expect(clock).toMatchObject({ why, trusted: expect.stringMatching(/^2026-11-23T15:/) });
    expect(Math.round((Date.parse(clock?.now ?? '') - Date.parse(clock?.trusted ?? '')) / DAY)).toBe(
      Math.round(by / DAY),
    );
    expect(code(await tess.no('preparation.record', record))).toBe('clock-in-doubt');
    expect(code(await tess.no('clock.confirm', signed))).toBe('not-allowed');
    expect(
      code(await office.window('x').no('session.sign-in', { username: 'tess', password: 'wrong' })),
    ).toBe('password-wrong');
    await signIn(office, 'ada');
    const ada = office.window('ada');
    const person = {
      username: 'sue',
      name: 'Sue',
      credentials: 'RPh',
      licence: null,
      role: 'technician',
      pharmacist: false,
    } as const;
    expect(code(await ada.no('user.add', { ...person, ...signed }))).toBe('clock-in-doubt');
    expect(code(await ada.no('clock.confirm', { password: 'wrong' }))).toBe('password-wrong');
    await ada.do('clock.confirm', signed);
    expect(await tess.do('system.status', {})).toMatchObject({ clock: null });
    const made = await tess.ask('preparation.record', record);
    // Ten years on, what goes in has expired; ten years back, the weight is of a day to come: other refusals than the clock's.
    const bud = made.ok ? (made.value.preparation?.bud ?? '') : '';
    if (made.ok)
      expect(Math.round((Date.parse(bud) - Date.parse(office.context.clock())) / (30 * DAY))).toBe(0);
    else expect(['ingredient-expired', 'measured-in-future']).toContain(code(made.failure));
    await signIn(office, 'tess');
    expect([events(office, 'clock.doubt'), events(office, 'clock.confirm')].map((e) => e.length)).toEqual([
      1, 1,
    ]);
    expect(await tess.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('is named at a start, and put right it is in doubt no longer', async () => {
    const last = office.context.clock();
    office.context.store.close();
    let time = Date.parse(last) + by;
    const clock = () => new Date((time += 1)).toISOString();
    const again = bareOffice({ dataDir: office.dir, clock });
    expect(await again.window('w').do('system.status', {})).toMatchObject({ clock: { why } });
    await signIn(again, 'tess');
    expect(await again.window('tess').do('session.me', {})).toMatchObject({ username: 'tess' });
    time = Date.parse(last) + HOUR;
    await signIn(again, 'tess');
    expect(await again.window('tess').do('system.status', {})).toMatchObject({ clock: null });
    expect(events(again, 'clock.right')).toHaveLength(1);
    again.context.store.close();
  });
});

test('who works here no longer does not come back with a clock that is set back', async () => {
  const { supervisor } = office;
  const list = await supervisor.do('user.list', {});
  const id = list.find((u) => u.username === 'tess')?.id ?? '';
  office.later(2 * DAY);
  await signIn(office, 'ada');
  await office.window('ada').do('user.deactivate', { id, reason: 'leaves', ...signed });
  office.later(-DAY);
  expect(code(await office.window('t').no('session.sign-in', { username: 'tess', ...signed }))).toBe(
    'password-wrong',
  );
  expect(await office.window('t').do('system.status', {})).toMatchObject({ clock: { why: 'behind' } });
  await signIn(office, 'ada');
  await office.window('ada').do('clock.confirm', signed);
  expect(code(await office.window('t').no('session.sign-in', { username: 'tess', ...signed }))).toBe(
    'password-wrong',
  );
});

test('a wait for wrong passwords that began under a clock far ahead does not last until then', async () => {
  office.later(20 * DAY);
  const wrong = { username: 'tess', password: 'wrong' };
  for (let i = 0; i < 12; i += 1) await office.window('g').no('session.sign-in', wrong);
  expect(code(await office.window('g').no('session.sign-in', { username: 'tess', ...signed }))).toBe(
    'sign-in-locked',
  );
  office.later(-20 * DAY);
  expect((await signIn(office, 'tess')).username).toBe('tess');
});

test('a data file that is new has nothing to hold its clock against', () => {
  const other = makeContext({ dataDir: `${office.dir}/new`, passwordCost: CHEAP });
  expect(other.store.read((db) => db.all(k.selectFrom('clock_doubt').selectAll()))).toEqual([]);
  other.store.close();
});
