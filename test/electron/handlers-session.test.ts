import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashesDuring } from './hashes-during.ts';
import { bareOffice, openOffice, PASSWORD, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const wrong = { username: 'ada', password: 'not the password' };
const right = { username: 'ada', password: PASSWORD };
const hashes = (username: string) =>
  hashesDuring(() => office.window('w').no('session.sign-in', { ...wrong, username }));

describe('the first run', () => {
  test('makes one supervisor, signs them in, and never comes back', async () => {
    expect(await office.supervisor.do('session.me', {})).toMatchObject({
      username: 'ada',
      role: 'supervisor',
      active: true,
    });
    expect(await office.window('other').do('system.status', {})).toMatchObject({ firstRun: false });
    const again = { ...right, name: 'Mallory', credentials: 'X', licence: null, pharmacist: true };
    expect(
      await office.window('other').no('system.first-run', { ...again, username: 'mallory' }),
    ).toMatchObject({ issues: [{ code: 'first-run-over' }] });
  });

  test('two first runs at the same time make one user', async () => {
    const fresh = await bareOffice();
    const make = (username: string) =>
      fresh.window(username).ask('system.first-run', {
        username,
        password: PASSWORD,
        name: username,
        credentials: 'X',
        licence: null,
        pharmacist: false,
      });
    const replies = await Promise.all([make('ann'), make('bob')]);
    expect(replies.filter((r) => r.ok)).toHaveLength(1);
    await fresh.close();
  });
});

describe('signing in', () => {
  test('is by window: another key is nobody, and signing out ends it', async () => {
    const window = office.window('w1');
    expect(await window.do('session.me', {})).toBeNull();
    await window.do('session.sign-in', right);
    expect(await window.do('session.me', {})).toMatchObject({ username: 'ada' });
    expect(await office.window('w2').do('session.me', {})).toBeNull();
    await window.do('session.sign-out', {});
    expect(await window.no('order.list', {})).toEqual({ code: 'not-signed-in' });
  });

  test('tells nothing of whether the user exists', async () => {
    const window = office.window('w');
    const [known, unknown] = [
      await window.no('session.sign-in', wrong),
      await window.no('session.sign-in', { ...wrong, username: 'nobody-here' }),
    ];
    expect(unknown).toEqual(known);
  });

  test('hashes as often for an unknown user as for a known one', async () => {
    expect([await hashes('ada'), await hashes('nobody-here')]).toEqual([1, 1]);
  });

  test('locks for longer and longer, also for the right password, and opens again', async () => {
    const window = office.window('w');
    for (let i = 0; i < 3; i += 1)
      expect(await window.no('session.sign-in', wrong)).toMatchObject({
        issues: [{ code: 'password-wrong' }],
      });
    expect(await window.no('session.sign-in', right)).toMatchObject({ issues: [{ code: 'sign-in-locked' }] });
    office.later(5_000);
    expect(await window.no('session.sign-in', wrong)).toMatchObject({ issues: [{ code: 'password-wrong' }] });
    office.later(6_000);
    expect(await window.no('session.sign-in', right)).toMatchObject({ issues: [{ code: 'sign-in-locked' }] });
    office.later(5_000);
    await window.do('session.sign-in', right);
    expect(await window.no('session.sign-in', wrong)).toMatchObject({ issues: [{ code: 'password-wrong' }] });
    await window.do('session.sign-in', right);
  });

  test('many tries at the same time do not share one count', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => office.window('w').no('session.sign-in', wrong)),
    );
    expect(
      replies.filter((f) => f.code === 'refused' && f.issues[0]?.code === 'password-wrong'),
    ).toHaveLength(3);
  });

  test('the lock and the record survive a restart; sessions do not', async () => {
    for (let i = 0; i < 3; i += 1) await office.window('w').no('session.sign-in', wrong);
    await office.context.store.close();
    const restarted = await bareOffice({ dataDir: office.dir });
    expect(await restarted.window('w').no('session.sign-in', right)).toMatchObject({
      issues: [{ code: 'sign-in-locked' }],
    });
    expect(await restarted.window('supervisor').do('session.me', {})).toBeNull();
    restarted.later(60_000);
    await restarted.window('w').do('session.sign-in', right);
    expect(await restarted.window('w').do('log.verify', {})).toMatchObject({ broken: null });
    await restarted.context.store.close();
  });

  test('a failed try is in the log, with the user if there is one and never with what was typed', async () => {
    await office
      .window('w')
      .no('session.sign-in', { username: 'hunter2secret', password: 'not the password' });
    await office.window('w').no('session.sign-in', wrong);
    const { events } = await office.supervisor.do('log.list', {
      filter: { command: 'session.sign-in.refused' },
      before: null,
      limit: 10,
    });
    const me = await office.supervisor.do('session.me', {});
    expect(events.map((e) => e.subjectId)).toEqual([me?.id, '-']);
    expect(JSON.stringify(events)).not.toMatch(/hunter2secret|not the password/);
  });
});

test('a user name is given once', async () => {
  await office.person('tess', 'technician');
  const again = {
    username: 'tess',
    password: PASSWORD,
    name: 'Another',
    credentials: 'X',
    licence: null,
    role: 'nurse' as const,
    pharmacist: false,
  };
  expect(await office.supervisor.no('user.add', again)).toMatchObject({
    issues: [{ code: 'username-taken' }],
  });
  expect(JSON.stringify(await office.supervisor.do('user.list', {}))).not.toContain('scrypt');
});
