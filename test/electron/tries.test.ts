import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRaw } from '../raw.ts';
import { policyIn } from '../../electron/services/policy.ts';
import { begun, PASSWORD, type Office, type Window } from './office.ts';

const withTess = begun(async (of) => void (await of.person('tess', 'technician')));
let office: Office & { supervisor: Window };
let tess: Window;
beforeEach(async () => {
  ({ office } = await withTess());
  tess = office.window('tess');
});
afterEach(() => office.close());

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

const decide = (settings: object) =>
  office.supervisor.do('policy.save', {
    expectedVersion: 0,
    settings: { ...house, ...settings },
    password: PASSWORD,
  });
const wrongPassword = () => office.window('w').no('session.sign-in', { username: 'tess', password: 'no' });
const waitOf = (failure: object) => {
  const { accepted = '' } = (failure as { issues: { accepted: string }[] }).issues[0] ?? {};
  return accepted.match(/after (\S+)$/)?.[1];
};

describe('the wait after wrong passwords', () => {
  test('is the site’s to set: how many are free, how long the first wait is, and where it stops growing', async () => {
    await decide({ freeTries: 1, firstWaitSeconds: 30, longestWaitSeconds: 60 });
    const seconds: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      expect(code(await wrongPassword())).toBe('password-wrong');
      const refused = await wrongPassword();
      expect(code(refused)).toBe('sign-in-locked');
      seconds.push((Date.parse(waitOf(refused) ?? '') - Date.parse(office.context.clock())) / 1_000);
      office.later(61_000);
    }
    // 30 s, doubled once, then as long as is allowed.
    expect(seconds.map(Math.round)).toEqual([30, 60, 60]);
  });

  test('can not be switched off', async () => {
    for (const settings of [{ freeTries: 0 }, { freeTries: 100 }, { firstWaitSeconds: 0 }, { pinTries: 4 }])
      await expect(decide(settings)).rejects.toThrow('invalid-input');
  });

  test('one wrong PIN is enough where the site says so', async () => {
    await decide({ pinTries: 1 });
    await tess.do('session.set-pin', { pin: PIN, password: PASSWORD });
    await tess.do('session.lock', {});
    expect(code(await tess.no('session.unlock', unlock('pin', '9999')))).toBe('pin-wrong');
    expect(code(await tess.no('session.unlock', unlock('pin', PIN)))).toBe('pin-blocked');
  });

  test('holds for a policy of before these settings as well', async () => {
    const raw = openRaw(join(office.dir, 'meniscus.db'));
    raw
      .prepare(
        "INSERT INTO policy SELECT 1, '{\"idleMinutes\":7}', id, '2026' FROM user WHERE username = 'ada'",
      )
      .run();
    raw.close();
    // Not by a command: the log knows no such row, and a command that asks for it says so.
    expect(await office.context.store.read(policyIn)).toEqual({
      version: 1,
      settings: { ...house, idleMinutes: 7 },
    });
    expect(await tess.no('policy.get', {})).toMatchObject({ issues: [{ code: 'record-altered' }] });
  });
});

describe('passwords of one account that are tried at once', () => {
  const right = { username: 'tess', password: PASSWORD };

  test('open as many windows as they are right', async () => {
    const windows = Array.from({ length: 8 }, (_, i) => office.window(`w${i}`));
    const replies = await Promise.all(windows.map((w) => w.ask('session.sign-in', right)));
    expect(replies.map((r) => r.ok)).toEqual(windows.map(() => true));
    const pins = await Promise.all(
      Array.from({ length: 6 }, () => tess.ask('session.set-pin', { pin: PIN, password: PASSWORD })),
    );
    expect(pins.every((r) => r.ok)).toBe(true);
  });

  test('give a guesser no more tries than one after another', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => wrongPassword()));
    expect(replies.map(code).filter((c) => c === 'password-wrong')).toHaveLength(3);
    expect(replies.map(code).filter((c) => c === 'sign-in-locked')).toHaveLength(9);
  });
});

test('a day after the last wrong password their count lapses', async () => {
  for (let i = 0; i < 9; i += 1) {
    await wrongPassword();
    office.later(15 * 60_000);
  }
  office.later(24 * 3_600_000);
  // As free as at first: three, and then the first wait of five seconds.
  for (let i = 0; i < 3; i += 1) expect(code(await wrongPassword())).toBe('password-wrong');
  const refused = await wrongPassword();
  expect(code(refused)).toBe('sign-in-locked');
  expect(Date.parse(waitOf(refused) ?? '') - Date.parse(office.context.clock())).toBeLessThan(5_000);
});
