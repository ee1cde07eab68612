import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input, Output } from '../../bridge/contract.ts';
import type { Reply } from '../../bridge/failure.ts';
import type { PolicySettings } from '../../bridge/people.ts';
import { k } from '../../db/schema.ts';
import { codeAt } from './authenticator.ts';
import { draftOrder, openOffice, PASSWORD, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let tess: Window;
beforeEach(async () => {
  office = await openOffice();
  tess = await office.person('tess', 'technician');
});
afterEach(() => office.close());

/** RFC 6238, appendix B: the ASCII secret 12345678901234567890, SHA-1; of its eight digits the last six. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const VECTORS = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;
const STEP = 30_000;

const code = (reply: Reply<unknown>) => {
  if (reply.ok) return 'done';
  const { failure } = reply;
  return 'issues' in failure ? failure.issues[0]?.code : failure.code;
};
const app = (secret: string, steps = 0) => codeAt(secret, Date.parse(office.context.clock()) + steps * STEP);
const password = PASSWORD;

async function asks(whom: PolicySettings['secondFactor'], other: Partial<PolicySettings> = {}) {
  const { version, settings } = await office.supervisor.do('policy.get', {});
  const next = { ...settings, ...other, secondFactor: whom };
  await office.supervisor.do('policy.save', { expectedVersion: version, settings: next, password });
}
async function enrols(window: Window, change: Partial<Input<'factor.enrol'>> = {}) {
  const { secret } = await window.do('factor.offer', {});
  const { recovery, seat } = await window.do('factor.enrol', {
    secret,
    code: app(secret),
    current: null,
    password,
    ...change,
  });
  // The code that confirmed it is used: the app shows another one from the next step on.
  office.later(2 * STEP);
  return { secret, recovery, seat };
}
const signIn = (username: string, shows?: string, window = 'w') =>
  office
    .window(window)
    .ask('session.sign-in', { username, password, ...(shows !== undefined && { code: shows }) });
const events = (command: string) =>
  office.context.store.read(async (db) =>
    (await db.all(k.selectFrom('event').selectAll().where('command', '=', command).orderBy('seq'))).map(
      (e) => JSON.parse(e.change) as unknown,
    ),
  );
const idOf = async (username: string) =>
  (await office.supervisor.do('user.list', {})).find((u) => u.username === username)?.id ?? '';
const wrongCode = (secret: string) => {
  const near = [-2, -1, 0, 1, 2].map((steps) => app(secret, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((c) => !near.includes(c)) ?? '';
};

test.each(VECTORS)('RFC 6238, appendix B: at %d s the app shows %s', (seconds, shown) => {
  expect(codeAt(SECRET, seconds * 1_000)).toBe(shown);
});

test.each(VECTORS.slice(1, 5))('and at %d s the program takes %s', async (seconds, shown) => {
  let time = seconds * 1_000;
  const then = await openOffice({ clock: () => new Date((time += 1)).toISOString() });
  const enrol = { secret: SECRET, current: null, password };
  const [other] = VECTORS.filter(([, c]) => c !== shown).map(([, c]) => c);
  expect(code(await then.supervisor.ask('factor.enrol', { ...enrol, code: other ?? '' }))).toBe(
    'factor-code-wrong',
  );
  expect(code(await then.supervisor.ask('factor.enrol', { ...enrol, code: shown }))).toBe('done');
  await then.close();
});

describe('a site that asks for a second factor', () => {
  test('asks whom its policy names, at their next sign-in, and nobody before', async () => {
    const { secret } = await enrols(office.supervisor);
    expect(code(await signIn('ada'))).toBe('done');
    await asks('supervisors');
    expect(code(await signIn('tess'))).toBe('done');
    expect(code(await signIn('ada'))).toBe('factor-code-missing');
    expect(code(await signIn('ada', app(secret)))).toBe('done');
    await asks('everybody');
    // Who is signed in goes on.
    expect(code(await tess.ask('order.list', {}))).toBe('done');
    await tess.do('session.lock', {});
    await tess.do('session.unlock', { kind: 'password', secret: PASSWORD });
    expect(code(await tess.ask('order.list', {}))).toBe('done');
    expect(await signIn('tess')).toMatchObject({ value: { mustEnrol: true, hasFactor: false } });
  });

  test('lets who has none do nothing before one is set up, also behind a lock', async () => {
    await asks('everybody');
    const window = office.window('new');
    await window.do('session.sign-in', { username: 'tess', password });
    expect(code(await window.ask('order.list', {}))).toBe('factor-to-set-up');
    expect(code(await window.ask('session.set-pin', { pin: '8305', password }))).toBe('factor-to-set-up');
    await window.do('session.lock', {});
    await window.do('session.unlock', { kind: 'password', secret: PASSWORD });
    expect(code(await window.ask('order.list', {}))).toBe('factor-to-set-up');
    expect(await window.do('session.me', {})).toMatchObject({ mustEnrol: true });
    const { seat } = await enrols(window);
    expect(seat).toMatchObject({ mustEnrol: false, hasFactor: true });
    expect(code(await window.ask('order.list', {}))).toBe('done');
  });

  test('has the password changed first where it is a one-time one', async () => {
    await asks('everybody');
    const given = await office.supervisor.do('user.reset-password', {
      id: await idOf('tess'),
      reason: 'forgotten',
      password,
    });
    const window = office.window('new');
    await window.do('session.sign-in', { username: 'tess', password: given.oneTime });
    expect(code(await window.ask('factor.offer', {}))).toBe('password-one-time');
    expect(await window.do('session.change-password', { old: given.oneTime, new: PASSWORD })).toMatchObject({
      mustEnrol: true,
      mustChangePassword: false,
    });
    expect(code(await window.ask('order.list', {}))).toBe('factor-to-set-up');
    await enrols(window);
    expect(code(await window.ask('order.list', {}))).toBe('done');
  });
});

describe('a code', () => {
  let secret: string;
  let recovery: readonly string[];
  beforeEach(async () => {
    await asks('everybody');
    ({ secret, recovery } = await enrols(tess));
  });

  test('is good for its step and one beside, with or without a space, and once', async () => {
    expect(code(await signIn('tess', app(secret, -2)))).toBe('factor-code-wrong');
    expect(code(await signIn('tess', app(secret, 2)))).toBe('factor-code-wrong');
    const early = app(secret, -1);
    expect(code(await signIn('tess', early))).toBe('done');
    expect(code(await signIn('tess', early))).toBe('factor-code-used');
    const shown = app(secret);
    expect(code(await signIn('tess', `${shown.slice(0, 3)} ${shown.slice(3)}`))).toBe('done');
    expect(code(await signIn('tess', shown))).toBe('factor-code-used');
    // One that the app showed before, and nobody has used, came before a used one.
    expect(code(await signIn('tess', early))).not.toBe('done');
  });

  test('that two windows send at once opens one', async () => {
    const shown = app(secret);
    const replies = await Promise.all(['one', 'two', 'three'].map((w) => signIn('tess', shown, w)));
    expect(replies.map(code).toSorted()).toEqual(['done', 'factor-code-used', 'factor-code-used']);
  });

  test('is worth nothing without the password', async () => {
    const wrong = { username: 'tess', password: 'not the password', code: app(secret) };
    expect(code(await office.window('w').ask('session.sign-in', wrong))).toBe('password-wrong');
    expect(await events('session.factor.refused')).toEqual([]);
  });

  test('that is wrong is counted over all windows, for a quarter of an hour at most, and signing goes on', async () => {
    await asks('everybody', { longestWaitSeconds: 86_400 });
    const order = await draftOrder(tess);
    let tested = 0;
    // A guesser who knows the password, with a new window for each try, for five hours.
    for (let i = 0; i < 60; i += 1) {
      const refused = code(await signIn('tess', wrongCode(secret), `window ${i}`));
      if (refused === 'factor-code-wrong') tested += 1;
      else expect(refused).toBe('factor-locked');
      office.later(5 * 60_000);
      await tess.do('order.get', { id: order.id });
    }
    // Three are free, then the waits double from 5 s to 15 min: from then on one in 15 min.
    expect(tested).toBeGreaterThan(15);
    expect(tested).toBeLessThan(32);
    expect(await events('session.factor.refused')).toHaveLength(tested);
    expect(await events('session.sign-in.refused')).toEqual([]);
    for (let i = 0; i < 3; i += 1) await signIn('tess', wrongCode(secret));
    expect(code(await signIn('tess', app(secret)))).toBe('factor-locked');
    // Whoever has the paper is not kept out, whatever is guessed, and signs on meanwhile.
    expect(code(await tess.ask('session.set-pin', { pin: '8305', password }))).toBe('done');
    const [first = ''] = recovery;
    expect(code(await signIn('tess', first))).toBe('done');
    expect(code(await signIn('tess', app(secret)))).toBe('done');
  });

  test('that was wrong is known to the log, where the count is gone', async () => {
    for (let i = 0; i < 4; i += 1) await signIn('tess', wrongCode(secret));
    await office.context.store.write((db) => db.run(k.deleteFrom('sign_in_failure')));
    expect(code(await signIn('tess', app(secret)))).toBe('factor-locked');
    office.later(24 * 3_600_000 + 1_000);
    for (let i = 0; i < 3; i += 1)
      expect(code(await signIn('tess', wrongCode(secret)))).toBe('factor-code-wrong');
  });

  test('of a time that is in doubt is not taken: a recovery code is, and the supervisor confirms the time', async () => {
    await office.supervisor.do('session.sign-in', { username: 'ada', password });
    const ada = await enrols(office.supervisor);
    office.setClock(-3_600_000);
    expect(code(await signIn('ada', app(ada.secret)))).toBe('factor-clock-in-doubt');
    expect(code(await tess.ask('factor.enrol', { secret, code: app(secret), current: null, password }))).toBe(
      'factor-clock-in-doubt',
    );
    const window = office.window('in doubt');
    await window.do('session.sign-in', { username: 'ada', password, code: ada.recovery[0] ?? '' });
    await window.do('clock.confirm', { password });
    office.later(4_000_000);
    expect(code(await signIn('ada', app(ada.secret)))).toBe('done');
  });
});

describe('recovery codes', () => {
  test('are ten, of 76 bits each, good once, however they are typed, and stand nowhere in the clear', async () => {
    await asks('everybody');
    const { secret, recovery } = await enrols(tess);
    expect(new Set(recovery).size).toBe(10);
    for (const one of recovery)
      expect(one).toMatch(/^([2-9BCDFGHJKMNPQRSTVWXYZ]{4}-){3}[2-9BCDFGHJKMNPQRSTVWXYZ]{4}$/);
    const [first = '', second = ''] = recovery;
    expect(code(await signIn('tess', first))).toBe('done');
    expect(code(await signIn('tess', first))).toBe('factor-code-wrong');
    expect(code(await signIn('tess', second.replaceAll('-', ' ').toLowerCase()))).toBe('done');
    expect((await events('session.sign-in')).slice(-2)).toMatchObject([
      { secondFactor: 'recovery-code', recoveryCodesLeft: 9 },
      { secondFactor: 'recovery-code', recoveryCodesLeft: 8 },
    ]);
    const all = await office.context.store.read(async (db) => [
      ...(await db.all(k.selectFrom('user').selectAll())),
      ...(await db.all(k.selectFrom('event').selectAll())),
    ]);
    for (const text of [secret, ...recovery]) expect(JSON.stringify(all)).not.toContain(text);
    expect(await office.supervisor.do('log.verify', {})).toMatchObject({ broken: null });
  });
});

describe('a factor', () => {
  test('is another only for who shows a code of the one before', async () => {
    const first = await enrols(tess);
    const { secret } = await tess.do('factor.offer', {});
    const next = { secret, code: app(secret), password };
    expect(code(await tess.ask('factor.enrol', { ...next, current: null }))).toBe('factor-code-missing');
    expect(code(await tess.ask('factor.enrol', { ...next, current: app(secret) }))).toBe('factor-code-wrong');
    await tess.do('factor.enrol', { ...next, current: app(first.secret) });
    await asks('everybody');
    office.later(2 * STEP);
    expect(code(await signIn('tess', app(first.secret)))).toBe('factor-code-wrong');
    expect(code(await signIn('tess', app(secret)))).toBe('done');
  });

  test('stays the same under another password, and goes with one that a supervisor gives', async () => {
    await asks('everybody');
    const { secret } = await enrols(tess);
    await tess.do('session.change-password', { old: PASSWORD, new: 'seven wet boots' });
    const then = { username: 'tess', password: 'seven wet boots' };
    const window = office.window('then');
    expect(code(await window.ask('session.sign-in', then))).toBe('factor-code-missing');
    expect(code(await window.ask('session.sign-in', { ...then, code: app(secret) }))).toBe('done');
    await tess.do('session.change-password', { old: 'seven wet boots', new: PASSWORD });
    const { oneTime } = await office.supervisor.do('user.reset-password', {
      id: await idOf('tess'),
      reason: 'forgotten',
      password,
    });
    expect((await events('user.reset-password')).at(-1)).toMatchObject({ secondFactor: 'removed' });
    expect(await window.do('session.sign-in', { username: 'tess', password: oneTime })).toMatchObject({
      mustEnrol: true,
      hasFactor: false,
    });
  });

  test('is removed by a supervisor who signs, never one’s own, and the log says so', async () => {
    await asks('everybody');
    await enrols(tess);
    await enrols(office.supervisor);
    const reset = { reason: 'telephone lost', password };
    const ofTess = { id: await idOf('tess'), ...reset };
    expect(code(await tess.ask('user.reset-factor', ofTess))).toBe('not-allowed');
    const own = { id: await idOf('ada'), ...reset };
    expect(code(await office.supervisor.ask('user.reset-factor', own))).toBe('user-is-yourself');
    for (let i = 0; i < 4; i += 1) await signIn('tess', '000000');
    const person: Output<'user.reset-factor'> = await office.supervisor.do('user.reset-factor', ofTess);
    expect(person).toMatchObject({ username: 'tess', hasFactor: false });
    expect(await events('user.reset-factor')).toMatchObject([{ secondFactor: 'removed' }]);
    expect(code(await office.supervisor.ask('user.reset-factor', ofTess))).toBe('factor-none');
    // Who is at work goes on; the next sign-in sets another one up.
    expect(code(await tess.ask('order.list', {}))).toBe('done');
    expect(await signIn('tess')).toMatchObject({ value: { mustEnrol: true } });
  });

  test('that somebody put into the file is not taken', async () => {
    await asks('everybody');
    const theirs = await enrols(office.supervisor);
    const change = (factor: string | null) =>
      office.context.store.write(async (db) => {
        await db.run(k.updateTable('user').set({ factor }).where('username', '=', 'ada'));
        // As somebody does who writes past the program: no event vouches for it.
        db.written.take();
      });
    await change(null);
    expect(code(await signIn('ada', app(theirs.secret)))).toBe('record-altered');
  });

  test('that is of another password is not opened', async () => {
    await asks('everybody');
    const ada = await enrols(office.supervisor);
    const mine = await enrols(tess);
    const rows = await office.context.store.read((db) =>
      db.all(k.selectFrom('user').select(['username', 'factor'])),
    );
    const of = (username: string) => rows.find((r) => r.username === username)?.factor ?? null;
    expect(of('ada')).not.toBe(of('tess'));
    await office.context.store.write(async (db) => {
      await db.run(
        k
          .updateTable('user')
          .set({ factor: of('tess') })
          .where('username', '=', 'ada'),
      );
      const { appendEvent } = await import('../../db/event-log.ts');
      await appendEvent(db, {
        at: office.context.clock(),
        user: '-',
        station: '-',
        command: 'user.update',
        subject: 'user',
        subjectId: '-',
        change: {},
      });
    });
    expect([code(await signIn('ada', app(mine.secret))), code(await signIn('ada', app(ada.secret)))]).toEqual(
      ['factor-not-opened', 'factor-not-opened'],
    );
  });
});
