import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dictionary } from '@zxcvbn-ts/language-common';
import { contract, type Command } from '../../bridge/contract.ts';
import { periodOf, refuseGuessable } from '../../electron/services/password-strength.ts';
import { bareOffice, draftOrder, openOffice, PASSWORD, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let pam: Window;
beforeEach(async () => {
  office = await openOffice();
  pam = await office.person('pam', 'pharmacist');
});
afterEach(() => office.close());

const code = (failure: object) => (failure as { issues?: { code: string }[] }).issues?.[0]?.code;
const WRONG = 'not the password';
const add = (username: string) =>
  office.supervisor.do('user.add', {
    username,
    name: 'Nell New',
    credentials: 'RPh',
    licence: null,
    role: 'pharmacist',
    pharmacist: true,
    password: PASSWORD,
  });
const guess = (window: Window) => window.ask('session.sign-in', { username: 'pam', password: WRONG });
const pin = (window: Window, password: string) => window.ask('session.set-pin', { pin: '8305', password });

describe('a password that a guesser tries first is refused by name', () => {
  test.each([
    ['aaaaaaaaaaaa', 'password-repeats'],
    ['abcabcabcabc', 'password-repeats'],
    ['7!7!7!7!7!7', 'password-repeats'],
    ['Tulip5tulip5', 'password-repeats'],
    ['0123456789', 'password-is-a-run'],
    ['3456789012', 'password-is-a-run'],
    ['zyxwvutsrqp', 'password-is-a-run'],
    // All of these stand in lists of the commonest passwords of real breaches.
    ['qwertyuiop', 'password-common'],
    ['1q2w3e4r5t', 'password-common'],
    ['manchester', 'password-common'],
    ['Basketball', 'password-common'],
    ['Password123!', 'password-common'],
    ['  dragon 2026 ', 'password-common'],
    ['I am pam herself', 'password-has-user-name'],
    ['aaaaaaaaaab', 'password-repeats'],
    ['aaaaabbbbb', 'password-repeats'],
    ['zzzzzzzzzz1', 'password-repeats'],
    ['abcabcabc2026!', 'password-repeats'],
    ['--abababab--', 'password-repeats'],
    ['abcdefghij77', 'password-is-a-run'],
    ['password.password', 'password-repeats'],
    ['passwordpasswordx', 'password-common'],
    ['p@ssword123', 'password-common'],
    ['$un$h1ne!!', 'password-common'],
    ['B4sketb4ll', 'password-common'],
    ['d-r-a-g-o-n-1', 'password-common'],
    ['2026 M0nk3y M0nk3y', 'password-repeats'],
    ['footballfootballxyz', 'password-common'],
  ])('%s: %s', async (chosen, refusal) => {
    expect(code(await pam.no('session.change-password', { old: PASSWORD, new: chosen }))).toBe(refusal);
  });

  test('the first supervisor’s as well', async () => {
    const fresh = await bareOffice();
    const first = { username: 'ada', name: 'Ada', credentials: 'RPh', licence: null, pharmacist: true };
    const make = (password: string) => fresh.window('w').no('system.first-run', { ...first, password });
    expect(code(await make('qwertyuiop'))).toBe('password-common');
    expect(code(await make('1111111111'))).toBe('password-repeats');
    await fresh.close();
  });

  test('and a long one of several words is taken', async () => {
    expect(
      await pam.do('session.change-password', { old: PASSWORD, new: 'seven wet boots at noon' }),
    ).toMatchObject({ mustChangePassword: false });
  });

  // Each holds words that stand in the list; none is one of them.
  test.each([
    'seven wet boots',
    'granite-otter-41-lantern',
    'correct horse battery staple pin',
    'the nurse drinks cold tea',
    'blue kettle on a Tuesday',
    'monkey dragon football queen',
    'my cat hates the hoover',
    '93 paper boats in a bathtub',
    'X7#qLm92vTzR',
    'kd83-Wq0p-zv71',
    'grüne Äpfel im Keller',
    'семь мокрых сапог',
    '8205719364',
    'password safe under the stairs',
  ])('and %s is taken', async (good) => {
    await expect(refuseGuessable(good, 'pam', 'new')).resolves.toBeUndefined();
  });

  test('the list is of more than 10,000', () => {
    expect(new Set(dictionary['passwords-common']).size).toBeGreaterThan(10_000);
  });

  test('the part that a text repeats', () => {
    expect(['aaaa', 'abab', 'ababa', 'abca', 'abcd'].map(periodOf)).toEqual([1, 2, 2, 3, 4]);
  });
});

describe('a first password', () => {
  test('is made by the program, opens one window, and does nothing there but be changed', async () => {
    const { oneTime, person } = await add('nell');
    expect(person).toMatchObject({ username: 'nell', oneTimePassword: true });
    const nell = office.window('nell');
    expect(await nell.do('session.sign-in', { username: 'nell', password: oneTime })).toMatchObject({
      mustChangePassword: true,
    });
    expect(code(await nell.no('order.list', {}))).toBe('password-one-time');
    expect(
      code(await office.window('thief').no('session.sign-in', { username: 'nell', password: oneTime })),
    ).toBe('password-expired');
    expect(code(await nell.no('session.change-password', { old: oneTime, new: oneTime }))).toBe(
      'password-unchanged',
    );
    await nell.do('session.change-password', { old: oneTime, new: 'seven wet boots' });
    await nell.do('order.list', {});
    await office.window('elsewhere').do('session.sign-in', { username: 'nell', password: 'seven wet boots' });
  });

  test('opens one window of two that try at once', async () => {
    const { oneTime } = await add('nell');
    const replies = await Promise.all(
      ['one', 'two'].map((key) =>
        office.window(key).ask('session.sign-in', { username: 'nell', password: oneTime }),
      ),
    );
    expect(replies.filter((r) => r.ok)).toHaveLength(1);
  });

  test('stands in no event', async () => {
    const { oneTime } = await add('nell');
    const log = await office.supervisor.do('log.list', { filter: {}, before: null, limit: 500 });
    expect(JSON.stringify(log)).not.toContain(oneTime);
  });
});

describe('tries', () => {
  test('from anywhere share one count, and do not lock the signature of somebody who is signed in', async () => {
    const order = await draftOrder(pam);
    const subject = { id: order.id, version: order.version };
    await pam.do('order.submit', subject);
    let tested = 0;
    // A guesser with a new window for each try, for five hours.
    for (let i = 0; i < 60; i += 1) {
      const reply = await guess(office.window(`window-${i}`));
      if (!reply.ok && code(reply.failure) === 'password-wrong') tested += 1;
      office.later(5 * 60_000);
      await pam.do('order.get', { id: order.id });
    }
    // 5 hours: three free, then waits that double from 5 s up to 15 min: from then on one in 15 min.
    expect(tested).toBeGreaterThan(15);
    expect(tested).toBeLessThan(32);
    for (let i = 0; i < 10; i += 1) await guess(office.window('last'));
    expect(
      code(await office.window('x').no('session.sign-in', { username: 'pam', password: PASSWORD })),
    ).toBe('sign-in-locked');
    expect(await pam.do('order.hold', { ...subject, reason: 'asked', password: PASSWORD })).toMatchObject({
      state: 'on-hold',
    });
    await pam.do('session.lock', {});
    await pam.do('session.unlock', { kind: 'password', secret: PASSWORD });
  });

  test('at one’s own window wait as well, there alone', async () => {
    await office.window('second').do('session.sign-in', { username: 'pam', password: PASSWORD });
    for (let i = 0; i < 3; i += 1)
      expect(await pin(pam, WRONG)).toMatchObject({ failure: { issues: [{ code: 'password-wrong' }] } });
    expect(await pin(pam, PASSWORD)).toMatchObject({ failure: { issues: [{ code: 'sign-in-locked' }] } });
    expect(await pin(office.window('second'), PASSWORD)).toMatchObject({ ok: true });
    office.later(6_000);
    expect(await pin(pam, PASSWORD)).toMatchObject({ ok: true });
  });

  test('are all forgotten when a supervisor hands over a new password', async () => {
    for (let i = 0; i < 5; i += 1) await guess(office.window(`w${i}`));
    const id = (await office.supervisor.do('user.list', {})).find((u) => u.username === 'pam')?.id ?? '';
    const { oneTime } = await office.supervisor.do('user.reset-password', {
      id,
      reason: 'locked out',
      password: PASSWORD,
    });
    expect(
      await office.window('w').do('session.sign-in', { username: 'pam', password: oneTime }),
    ).toMatchObject({ username: 'pam' });
  });
});

/** What a person puts their name under. By hand, from what the house decided, not from the contract. */
const SIGNED: readonly Command[] = [
  'user.add',
  'user.update',
  'user.set-badge',
  'user.set-active',
  'user.deactivate',
  'user.reset-password',
  'session.set-pin',
  'policy.save',
  'site.save',
  'printer.save',
  'export.start',
  'backup.configure',
  'backup.restore',
  'library.approve',
  'library.decline',
  'patient.merge-approve',
  'patient.merge-decline',
  'order.resolve',
  'order.verify',
  'order.final-check',
  'order.release',
  'order.void',
  'order.hold',
  'order.resume',
  'order.discontinue',
  'waste.record',
  'double-check.enter',
  'log.correct',
];

describe('a signature is asked for', () => {
  test.each(SIGNED)('%s is refused without a password', (name) => {
    const { shape } = contract[name].input as unknown as { shape: Record<string, unknown> };
    expect(Object.keys(shape)).toContain('password');
  });

  test('and a wrong one changes nothing but the log', async () => {
    const order = await draftOrder(pam);
    await pam.do('order.submit', { id: order.id, version: order.version });
    const subject = { id: order.id, version: order.version, reason: 'asked', password: WRONG };
    const { ruleSet, site } = await office.supervisor.do('site.get', {});
    const id = (await office.supervisor.do('user.list', {})).find((u) => u.username === 'pam')?.id ?? '';
    const s = office.supervisor;
    const way = { kind: 'tcp', host: '127.0.0.1', port: 9100 } as const;
    const record = { name: 'Hood', way, language: 'pdf', papers: ['letter'], active: true } as const;
    const nell = { username: 'nell', name: 'Nell', credentials: 'RPh', licence: null } as const;
    const asked: (() => Promise<object>)[] = [
      () => pam.no('order.hold', subject),
      () => pam.no('order.discontinue', subject),
      () =>
        s.no('site.save', { expectedRuleSet: ruleSet, site: { ...site, timeZone: 'UTC' }, password: WRONG }),
      () =>
        s.no('printer.save', {
          id: null,
          expectedVersion: null,
          record: { ...record, papers: ['letter'] },
          password: WRONG,
        }),
      () =>
        s.no('export.start', {
          kind: 'audit',
          format: 'csv',
          filter: {},
          identifiers: 'full',
          password: WRONG,
        }),
      () => s.no('user.add', { ...nell, role: 'pharmacist', pharmacist: true, password: WRONG }),
      () => s.no('user.set-badge', { id, badge: 'B-00417', password: WRONG }),
    ];
    for (const ask of asked) {
      office.later(60_000);
      expect(code(await ask())).toBe('password-wrong');
    }
    expect(await pam.do('order.get', { id: order.id })).toMatchObject({ state: 'submitted' });
    expect(await s.do('printer.list', {})).toEqual([]);
    expect(await s.do('site.get', {})).toMatchObject({ ruleSet });
    const users = await s.do('user.list', {});
    expect(users.map((u) => u.username).toSorted()).toEqual(['ada', 'pam']);
    expect(users.every((u) => u.badge === null)).toBe(true);
  });
});
