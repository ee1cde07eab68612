import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pin } from '../../bridge/people.ts';
import { bareOffice, begun, PASSWORD, type Office, type Window } from './office.ts';
import { openRaw } from '../raw.ts';

const withTess = begun(async (of) => void (await of.person('tess', 'technician')));
let office: Office & { supervisor: Window };
let tess: Window;
beforeEach(async () => {
  ({ office } = await withTess());
  tess = office.window('tess');
});
afterEach(() => office.close());

const MINUTE = 60_000;
/** What holds until somebody sets otherwise; each figure is a house rule, so it stands here once more, by hand. */
const house = {
  idleMinutes: 10,
  freeTries: 3,
  firstWaitSeconds: 5,
  longestWaitSeconds: 900,
  pinTries: 3,
  secondFactor: 'nobody' as const,
};
const PIN = '8305';
const code = (failure: object) =>
  'issues' in failure ? (failure.issues as { code: string }[])[0]?.code : (failure as { code: string }).code;
const unlock = (kind: 'pin' | 'password', secret: string) => ({ kind, secret });
const events = async (command: string) =>
  (await office.supervisor.do('log.list', { filter: { command }, before: null, limit: 50 })).events;
const idOf = async (username: string) =>
  (await office.supervisor.do('user.list', {})).find((u) => u.username === username)?.id ?? '';

describe('a window that is left alone', () => {
  test('locks after ten minutes (house rule) and loses nothing: the same person comes back to it', async () => {
    office.later(10 * MINUTE - 20_000);
    await tess.do('order.list', {});
    office.later(10 * MINUTE - 20_000);
    expect(await tess.do('session.me', {})).toMatchObject({ username: 'tess', locked: false });
    office.later(MINUTE);
    expect(await tess.no('order.list', {})).toEqual({ code: 'session-locked' });
    expect(await tess.do('session.me', {})).toMatchObject({
      username: 'tess',
      locked: true,
      idleMinutes: 10,
    });
    expect(await tess.do('session.unlock', unlock('password', PASSWORD))).toMatchObject({ locked: false });
    await tess.do('order.list', {});
  });

  test('asking who sits there is no activity, however often', async () => {
    for (let i = 0; i < 11; i += 1) {
      office.later(MINUTE);
      await tess.do('session.me', {});
      await tess.do('system.status', {});
    }
    expect(await tess.no('order.list', {})).toEqual({ code: 'session-locked' });
  });

  test('is in the log, once, with who was there', async () => {
    office.later(30 * MINUTE);
    await tess.no('order.list', {});
    await tess.no('patient.list', {});
    await office.supervisor.do('session.unlock', unlock('password', PASSWORD));
    expect((await events('session.lock')).filter((e) => e.user === 'tess')).toMatchObject([
      { user: 'tess', reason: 'idle', station: 'station-tess' },
    ]);
  });

  test('is signed out after half a day: then a PIN is not enough', async () => {
    await tess.do('session.set-pin', { pin: PIN, password: PASSWORD });
    await tess.do('session.lock', {});
    office.later(12 * 60 * MINUTE);
    expect(await tess.no('session.unlock', unlock('pin', PIN))).toEqual({ code: 'not-signed-in' });
  });

  test('a clock that jumps back locks nobody, and forward only locks', async () => {
    for (let i = 0; i < 8; i += 1) {
      office.later(8 * MINUTE);
      await tess.do('order.list', {});
    }
    office.later(-60 * MINUTE);
    await tess.do('order.list', {});
    office.later(9 * MINUTE);
    await tess.do('order.list', {});
    office.later(24 * 60 * MINUTE);
    expect(await tess.no('order.list', {})).toEqual({ code: 'session-locked' });
    await tess.do('session.unlock', unlock('password', PASSWORD));
  });

  test('another person may take the station over; the locked session is then gone', async () => {
    await office.person('pam', 'pharmacist');
    await tess.do('session.lock', {});
    expect(await tess.do('session.sign-in', { username: 'pam', password: PASSWORD })).toMatchObject({
      username: 'pam',
      locked: false,
    });
  });

  test('the time is the site’s to set, by a supervisor who signs, with versions', async () => {
    const change = { expectedVersion: 0, settings: { ...house, idleMinutes: 2 }, password: PASSWORD };
    expect(await tess.no('policy.save', change)).toMatchObject({ code: 'not-allowed' });
    expect(code(await office.supervisor.no('policy.save', { ...change, password: 'wrong' }))).toBe(
      'password-wrong',
    );
    expect(await office.supervisor.do('policy.save', change)).toEqual({
      version: 1,
      settings: { ...house, idleMinutes: 2 },
    });
    expect(await office.supervisor.no('policy.save', change)).toMatchObject({ code: 'conflict' });
    await tess.do('order.list', {});
    office.later(2 * MINUTE);
    expect(await tess.no('order.list', {})).toEqual({ code: 'session-locked' });
  });
});

describe('a PIN', () => {
  test.each(['123', '123456789', '12a4', '', ' 8305', '1111', '1234', '87654321', '٤٣٢١'])(
    '%j is refused as one',
    (text) => expect(pin.safeParse(text).success).toBe(false),
  );

  test('is set with the password, stored as a scrypt hash, and unlocks', async () => {
    expect(code(await tess.no('session.set-pin', { pin: PIN, password: 'no' }))).toBe('password-wrong');
    expect(await tess.do('session.set-pin', { pin: PIN, password: PASSWORD })).toMatchObject({
      hasPin: true,
    });
    const raw = openRaw(join(office.dir, 'meniscus.db'), { readonly: true });
    const row = raw.prepare("SELECT pin FROM user WHERE username = 'tess'").get() as { pin: string };
    raw.close();
    expect(row.pin).toMatch(/^scrypt\$16\$1\$1\$/);
    await tess.do('session.lock', {});
    expect(await tess.do('session.unlock', unlock('pin', PIN))).toMatchObject({ locked: false });
  });

  test('three wrong ones, even at once, leave only the password', async () => {
    await tess.do('session.set-pin', { pin: PIN, password: PASSWORD });
    await tess.do('session.lock', {});
    const tries = await Promise.all(
      Array.from({ length: 9 }, () => tess.no('session.unlock', unlock('pin', '9999'))),
    );
    expect(tries.map(code).filter((c) => c === 'pin-wrong')).toHaveLength(3);
    expect(code(await tess.no('session.unlock', unlock('pin', PIN)))).toBe('pin-blocked');
    expect(await events('session.unlock.refused')).toHaveLength(3);
    await tess.do('session.unlock', unlock('password', PASSWORD));
    await tess.do('session.lock', {});
    await tess.do('session.unlock', unlock('pin', PIN));
  });

  test('opens nothing where its owner is not signed in, and signs nothing', async () => {
    await tess.do('session.set-pin', { pin: PIN, password: PASSWORD });
    const other = office.window('elsewhere');
    expect(await other.no('session.unlock', unlock('pin', PIN))).toEqual({ code: 'not-signed-in' });
    expect(code(await other.no('session.sign-in', { username: 'tess', password: PIN }))).toBe(
      'password-wrong',
    );
    expect(code(await tess.no('session.unlock', unlock('pin', PIN)))).toBe('session-not-locked');
    expect(code(await tess.no('session.set-pin', { pin: null, password: PIN }))).toBe('password-wrong');
  });

  test('a person without one is told so', async () => {
    await tess.do('session.lock', {});
    expect(code(await tess.no('session.unlock', unlock('pin', PIN)))).toBe('pin-not-set');
  });

  test('wrong passwords at the lock are slowed down like any other', async () => {
    await tess.do('session.lock', {});
    for (let i = 0; i < 3; i += 1) await tess.no('session.unlock', unlock('password', 'wrong'));
    expect(code(await tess.no('session.unlock', unlock('password', PASSWORD)))).toBe('sign-in-locked');
  });
});

describe('a password', () => {
  const fresh = 'a longer new secret';
  test('is changed with the old one, and ends the other windows of the person', async () => {
    const second = office.window('second');
    await second.do('session.sign-in', { username: 'tess', password: PASSWORD });
    expect(code(await tess.no('session.change-password', { old: 'wrong', new: fresh }))).toBe(
      'password-wrong',
    );
    expect(code(await tess.no('session.change-password', { old: PASSWORD, new: PASSWORD }))).toBe(
      'password-unchanged',
    );
    expect(code(await tess.no('session.change-password', { old: PASSWORD, new: 'I am Tess herself' }))).toBe(
      'password-has-user-name',
    );
    await tess.do('session.change-password', { old: PASSWORD, new: fresh });
    await tess.do('order.list', {});
    expect(await second.no('order.list', {})).toEqual({ code: 'not-signed-in' });
    expect(code(await second.no('session.sign-in', { username: 'tess', password: PASSWORD }))).toBe(
      'password-wrong',
    );
    await second.do('session.sign-in', { username: 'tess', password: fresh });
  });

  test('that a supervisor resets is good once: nothing is done before it is changed', async () => {
    const id = await idOf('tess');
    const { oneTime } = await office.supervisor.do('user.reset-password', {
      id,
      reason: 'forgotten',
      password: PASSWORD,
    });
    expect(oneTime).toMatch(/^[2-9B-DF-HJKMNP-TV-Z]{4}(-[2-9B-DF-HJKMNP-TV-Z]{4}){3}$/);
    expect(await tess.no('order.list', {})).toEqual({ code: 'not-signed-in' });
    expect(await tess.do('session.sign-in', { username: 'tess', password: oneTime })).toMatchObject({
      mustChangePassword: true,
      hasPin: false,
    });
    expect(code(await tess.no('order.list', {}))).toBe('password-one-time');
    expect(code(await tess.no('session.set-pin', { pin: PIN, password: oneTime }))).toBe('password-one-time');
    await tess.do('session.change-password', { old: oneTime, new: fresh });
    await tess.do('order.list', {});
    expect(JSON.stringify(await events('user.reset-password'))).not.toContain(oneTime);
  });

  test('that was good once is not good for ever', async () => {
    const id = await idOf('tess');
    const { oneTime, until } = await office.supervisor.do('user.reset-password', {
      id,
      reason: 'forgotten',
      password: PASSWORD,
    });
    office.later(3 * 24 * 60 * MINUTE + 10);
    expect(until < office.context.clock()).toBe(true);
    expect(code(await tess.no('session.sign-in', { username: 'tess', password: oneTime }))).toBe(
      'password-expired',
    );
  });

  test('of one’s own is changed, not reset', async () => {
    const id = await idOf('ada');
    const input = { id, reason: 'x', password: PASSWORD };
    expect(code(await office.supervisor.no('user.reset-password', input))).toBe('password-own');
  });
});

describe('people come and go', () => {
  test('who is deactivated is out at once, at every window, and does not come back', async () => {
    const id = await idOf('tess');
    const input = { id, reason: 'left the pharmacy', password: PASSWORD };
    expect(await office.supervisor.do('user.deactivate', input)).toMatchObject({ active: false });
    expect(await tess.no('order.list', {})).toEqual({ code: 'not-signed-in' });
    expect(code(await tess.no('session.sign-in', { username: 'tess', password: PASSWORD }))).toBe(
      'password-wrong',
    );
    const period = { id, from: '2026-11-01T00:00Z', to: null, reason: 'came back', password: PASSWORD };
    expect(await office.supervisor.do('user.set-active', period)).toMatchObject({ active: true });
    await tess.do('session.sign-in', { username: 'tess', password: PASSWORD });
  });

  test('a period ends by itself', async () => {
    const id = await idOf('tess');
    const period = {
      id,
      from: '2026-11-01T00:00Z',
      to: '2026-11-23T15:05Z',
      reason: 'locum',
      password: PASSWORD,
    };
    expect(await office.supervisor.do('user.set-active', period)).toMatchObject({ active: true });
    office.later(6 * MINUTE);
    expect(await tess.no('order.list', {})).toEqual({ code: 'not-signed-in' });
  });

  test('name, credentials, licence and role change with a signature, and count at once', async () => {
    const id = await idOf('tess');
    const next = {
      id,
      name: 'Tess Married-Name',
      credentials: 'RPh',
      licence: 'NY-77',
      role: 'pharmacist' as const,
      pharmacist: true,
      reason: 'passed the board',
    };
    expect(code(await office.supervisor.no('user.update', { ...next, password: 'wrong' }))).toBe(
      'password-wrong',
    );
    expect(await tess.no('order.void', {} as never)).toMatchObject({ code: 'not-allowed' });
    const changed = await office.supervisor.do('user.update', { ...next, password: PASSWORD });
    expect(changed).toMatchObject({ username: 'tess', name: 'Tess Married-Name', role: 'pharmacist' });
    expect(await tess.no('order.void', {} as never)).toMatchObject({ code: 'invalid-input' });
    const [event] = await events('user.update');
    expect(event).toMatchObject({ user: 'ada', subjectId: id, reason: 'passed the board' });
    expect(JSON.parse(event?.change ?? '')).toMatchObject({
      fields: { role: { from: 'technician', to: 'pharmacist' }, licence: { from: null, to: 'NY-77' } },
    });
    expect(code(await office.supervisor.no('user.update', { ...next, password: PASSWORD }))).toBe(
      'user-unchanged',
    );
  });

  test('nobody changes their own role', async () => {
    const own = {
      id: await idOf('ada'),
      name: 'Ada Chief',
      credentials: 'PharmD',
      licence: 'RPH1',
      role: 'supervisor' as const,
      pharmacist: true,
      reason: 'I would like to verify',
      password: PASSWORD,
    };
    expect(code(await office.supervisor.no('user.update', own))).toBe('user-is-yourself');
  });

  test('nobody shuts themselves out, and the last supervisor stays', async () => {
    const input = { reason: 'x', password: PASSWORD };
    expect(code(await office.supervisor.no('user.deactivate', { ...input, id: await idOf('ada') }))).toBe(
      'user-is-yourself',
    );
    const second = await office.person('sue', 'supervisor');
    await office.supervisor.do('user.deactivate', { ...input, id: await idOf('sue') });
    expect(await second.no('user.list', {})).toEqual({ code: 'not-signed-in' });
  });

  test('a badge stands for the user name, never for the secret, and shares its count of failures', async () => {
    const id = await idOf('tess');
    await office.supervisor.do('user.set-badge', { id, badge: 'B-00417', password: PASSWORD });
    const window = office.window('w');
    expect(code(await window.no('session.sign-in', { username: 'B-00417', password: 'B-00417' }))).toBe(
      'password-wrong',
    );
    expect(await window.do('session.sign-in', { username: 'B-00417', password: PASSWORD })).toMatchObject({
      username: 'tess',
    });
    await office.person('pam', 'pharmacist');
    expect(
      code(
        await office.supervisor.no('user.set-badge', {
          id: await idOf('pam'),
          badge: 'B-00417',
          password: PASSWORD,
        }),
      ),
    ).toBe('badge-taken');
    for (let i = 0; i < 3; i += 1)
      await window.no('session.sign-in', { username: i % 2 === 0 ? 'tess' : 'B-00417', password: 'no' });
    expect(code(await window.no('session.sign-in', { username: 'tess', password: PASSWORD }))).toBe(
      'sign-in-locked',
    );
  });
});

test('a lock does not outlive the program: everybody signs in again after a start', async () => {
  await tess.do('session.set-pin', { pin: PIN, password: PASSWORD });
  await tess.do('session.lock', {});
  await office.context.store.close();
  const restarted = await bareOffice({ dataDir: office.dir });
  expect(await restarted.window('tess').no('session.unlock', unlock('pin', PIN))).toEqual({
    code: 'not-signed-in',
  });
  await restarted.context.store.close();
});
