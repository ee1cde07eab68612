import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input } from '../../bridge/contract.ts';
import type { Failure } from '../../bridge/failure.ts';
import { CLOCK_SLACK_MS } from '../../db/people.ts';
import { k } from '../../db/schema.ts';
import { sinceBoot } from '../../electron/services/clock.ts';
import { makeContext } from '../../electron/services/context.ts';
import {
  bareOffice,
  begun,
  CHEAP,
  draftOrder,
  ingredients,
  PASSWORD,
  resolveAll,
  withPreparedBag,
  type Office,
  type Window,
} from './office.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const signed = { password: PASSWORD };
/** An order that waits for its compounding record. */
const preparing = begun(async (of) => {
  const [by, one, two] = [
    await of.person('tess', 'technician'),
    await of.person('pam', 'pharmacist'),
    await of.person('paul', 'pharmacist'),
  ];
  const { id, version } = await draftOrder(by);
  const subject = { id, version };
  await resolveAll(await by.do('order.submit', subject), one, two);
  await one.do('order.verify', { ...subject, ...signed });
  await by.do('preparation.start', subject);
  return { ...subject, ingredients, deviations: null };
});
let office: Office & { supervisor: Window };
let record: Input<'preparation.record'>;
let tess: Window;
beforeEach(async () => {
  ({ office, facts: record } = await preparing());
  tess = office.window('tess');
});
afterEach(() => office.close());

const code = (failure: Failure) => ('issues' in failure ? failure.issues[0]?.code : failure.code);
const events = (of: Office, command: string) =>
  of.context.store.read((db) => db.all(k.selectFrom('event').select('seq').where('command', '=', command)));
const signIn = (of: Office, username: string) =>
  of.window(username).do('session.sign-in', { username, ...signed });

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
    const { id } = (await ada.do('user.list', {})).find((u) => u.username === 'tess')!;
    const leaves = { id, reason: 'leaves', ...signed };
    expect(code(await ada.no('user.deactivate', leaves))).toBe('clock-in-doubt');
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
    expect(
      [await events(office, 'clock.doubt'), await events(office, 'clock.confirm')].map((e) => e.length),
    ).toEqual([1, 1]);
    expect(await tess.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('is named at a start, and put right it is in doubt no longer', async () => {
    const last = office.context.clock();
    await office.context.store.close();
    let time = Date.parse(last) + by;
    const clock = () => new Date((time += 1)).toISOString();
    const again = await bareOffice({ dataDir: office.dir, clock });
    expect(await again.window('w').do('system.status', {})).toMatchObject({ clock: { why } });
    await signIn(again, 'tess');
    expect(await again.window('tess').do('session.me', {})).toMatchObject({ username: 'tess' });
    time = Date.parse(last) + HOUR;
    await signIn(again, 'tess');
    expect(await again.window('tess').do('system.status', {})).toMatchObject({ clock: null });
    expect(await events(again, 'clock.right')).toHaveLength(1);
    await again.context.store.close();
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

test('a data file that is new has nothing to hold its clock against', async () => {
  const other = await makeContext({ dataDir: `${office.dir}/new`, passwordCost: CHEAP });
  expect(await other.store.read((db) => db.all(k.selectFrom('clock_doubt').selectAll()))).toEqual([]);
  await other.store.close();
});

describe('a clock that is set while people work', () => {
  test.each([
    ['ahead', 5 * DAY],
    ['ahead', 40 * DAY],
    ['behind', -DAY],
  ] as const)('%s by %i ms is in doubt at the next command, and no date comes of it', async (why, by) => {
    const before = office.context.clock();
    office.setClock(by);
    // A window that only looks is enough to find it.
    await tess.ask('system.status', {});
    const { clock } = await tess.do('system.status', {});
    expect(clock).toMatchObject({ why });
    // The last look was at the command before.
    expect(Date.parse(before) - Date.parse(clock?.trusted ?? '')).toBeLessThan(60_000);
    await tess.ask('session.unlock', { kind: 'password', secret: PASSWORD });
    expect(code(await tess.no('preparation.record', record))).toBe('clock-in-doubt');
    expect(await events(office, 'clock.doubt')).toHaveLength(1);
    // Put right while the program runs, it is known to be right: the log holds entries of the other time, and that is no doubt.
    office.setClock(-by);
    expect(await tess.do('system.status', {})).toMatchObject({ clock: null });
    await tess.ask('session.unlock', { kind: 'password', secret: PASSWORD });
    const made = await tess.do('preparation.record', record);
    expect(made.preparation?.compoundedAt?.slice(0, 16)).toBe(office.context.clock().slice(0, 16));
    expect(await tess.do('system.status', {})).toMatchObject({ clock: null });
    expect(await events(office, 'clock.right')).toHaveLength(1);
    expect(await tess.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('and after the last entry still, is found all the same', async () => {
    office.later(3 * HOUR);
    await office.window('nobody').do('system.status', {});
    office.setClock(-HOUR);
    await office.window('nobody').do('system.status', {});
    expect(await office.window('nobody').do('system.status', {})).toMatchObject({ clock: { why: 'behind' } });
  });

  test('behind the last entry is found by the next change, also where nothing counts beside the clock', async () => {
    await office.context.store.close();
    let time = Date.parse(office.context.clock());
    const again = await bareOffice({ dataDir: office.dir, clock: () => new Date((time += 1)).toISOString() });
    await signIn(again, 'tess');
    time -= DAY;
    await again.window('tess').do('session.lock', {});
    expect(await again.window('tess').do('system.status', {})).toMatchObject({ clock: { why: 'behind' } });
    await again.context.store.close();
  });

  test('stays in doubt over a new start, a new sign-in and time, until a supervisor confirms it', async () => {
    office.setClock(5 * DAY);
    await office.window('nobody').do('system.status', {});
    await office.context.store.close();
    const begins = office.context.clock();
    let time = Date.parse(begins);
    const again = await bareOffice({ dataDir: office.dir, clock: () => new Date((time += 1)).toISOString() });
    await signIn(again, 'ada');
    time += DAY;
    await signIn(again, 'ada');
    const ada = again.window('ada');
    expect(await ada.do('system.status', {})).toMatchObject({ clock: { why: 'ahead' } });
    await ada.do('clock.confirm', signed);
    await signIn(again, 'tess');
    expect(await ada.do('system.status', {})).toMatchObject({ clock: null });
    await again.context.store.close();
  });

  test('is told as it is now: behind, and ahead when it was set again', async () => {
    await office.context.store.close();
    let time = Date.parse(office.context.clock()) - 2 * HOUR;
    const again = await bareOffice({ dataDir: office.dir, clock: () => new Date((time += 1)).toISOString() });
    const status = () => again.window('nobody').do('system.status', {});
    expect(await status()).toMatchObject({ clock: { why: 'behind' } });
    time += 400 * DAY;
    expect(await status()).toMatchObject({ clock: { why: 'ahead' } });
    await again.context.store.close();
  });

  test('nothing is printed, and nothing that is printed again', async () => {
    await office.close();
    const bag = await withPreparedBag();
    Object.assign(office, bag.office);
    const window = office.window('tess');
    const label = {
      id: bag.facts.id,
      version: bag.facts.version,
      kind: 'label',
      paper: '4x2',
      copies: 1,
      reprintReason: null,
    } as const;
    office.setClock(5 * DAY);
    await window.ask('system.status', {});
    await window.ask('session.unlock', { kind: 'password', secret: PASSWORD });
    expect(code(await window.no('print.issue', label))).toBe('clock-in-doubt');
    const batch = {
      orders: [{ id: label.id, version: label.version }],
      kind: 'label',
      paper: '4x2',
      language: 'pdf',
      reprintReason: null,
    };
    expect(code(await window.no('batch.start', batch as never))).toBe('clock-in-doubt');
    office.setClock(-5 * DAY);
    await window.ask('session.unlock', { kind: 'password', secret: PASSWORD });
    await window.do('print.issue', label);
  });

  test('a machine that slept over a weekend, and one that is put forward a minute, are in no doubt', async () => {
    office.later(3 * DAY);
    await office.window('nobody').do('system.status', {});
    office.setClock(60_000);
    await office.window('nobody').do('system.status', {});
    await office.window('x').ask('session.sign-in', { username: 'tess', ...signed });
    expect(await office.window('nobody').do('system.status', {})).toMatchObject({ clock: null });
  });

  test('the count since the start of this machine goes on as its clock does', async () => {
    const [from, at] = [sinceBoot(), Date.now()];
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sinceBoot()).toBeGreaterThan(from);
    expect(Math.abs(sinceBoot() - from - (Date.now() - at))).toBeLessThan(CLOCK_SLACK_MS);
  });
});
