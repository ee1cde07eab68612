import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Reply } from '../../bridge/failure.ts';
import { makeContext } from '../../electron/services/context.ts';
import { makeDispatch } from '../../electron/dispatch.ts';
import { hashesDuring } from './hashes-during.ts';
import { type Answer, call, cookieOf, enter, host } from './loopback-host.ts';

const reply = (answer: Answer) => JSON.parse(answer.body) as Reply<unknown>;
const password = 'a long enough password';
const supervisor = {
  username: 'sam',
  password,
  name: 'Sam Lee',
  credentials: 'PharmD',
  licence: null,
  pharmacist: true,
};

/** The real dispatcher on a fresh data file, behind the host, with one window that somebody may sign in at. */
async function pharmacy() {
  const dataDir = mkdtempSync(join(tmpdir(), 'meniscus-people-'));
  // Cheap hashes: what is tested here is who gets in, not how dear a guess is.
  const context = await makeContext({ dataDir, passwordCost: { N: 1_024, r: 8, p: 1 } });
  onTestFinished(async () => {
    await context.store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const loopback = await host({ dispatch: makeDispatch(context) });
  const { port } = loopback;
  let cookie = cookieOf(await enter(port, loopback.token));
  const send = async (name: string, input: unknown = {}) => {
    const answer = await call(port, cookie, name, input);
    if (answer.headers['set-cookie'] !== undefined) cookie = cookieOf(answer);
    return reply(answer);
  };
  return { send, port, cookie: () => cookie };
}

test('first run, sign-out and sign-in over HTTP; a session ends with its sign-out', async () => {
  const { send, port, cookie } = await pharmacy();
  expect(await send('session.me')).toEqual({ ok: true, value: null });
  expect(await send('system.first-run', supervisor)).toMatchObject({
    ok: true,
    value: { role: 'supervisor' },
  });
  expect(await send('session.me')).toMatchObject({ ok: true, value: { username: 'sam' } });
  const inside = cookie();
  expect(await send('session.sign-out')).toMatchObject({ ok: true });
  expect(reply(await call(port, inside, 'user.list'))).toEqual({
    ok: false,
    failure: { code: 'not-signed-in' },
  });
  expect(await send('session.sign-in', { username: 'sam', password: 'not this one at all' })).toMatchObject({
    ok: false,
  });
  expect(await send('session.me')).toEqual({ ok: true, value: null });
  expect(await send('session.sign-in', { username: 'sam', password })).toMatchObject({ ok: true });
  expect(await send('user.list')).toMatchObject({ ok: true });
});

test('the cookie from before a sign-in opens nothing of the one who signed in', async () => {
  const { send, port, cookie } = await pharmacy();
  const known = cookie();
  await send('system.first-run', supervisor);
  const answer = await call(port, known, 'session.me');
  expect([200, 401]).toContain(answer.status);
  expect(answer.body).not.toContain('sam');
  await send('session.me');
  expect((await call(port, known, 'session.me')).status).toBe(401);
});

test('signing in over somebody ends the session of that one', async () => {
  const { send, cookie, port } = await pharmacy();
  await send('system.first-run', supervisor);
  const first = cookie();
  await send('session.sign-in', { username: 'sam', password });
  expect(reply(await call(port, first, 'session.me'))).toEqual({ ok: true, value: null });
});

test('no role comes from what is sent', async () => {
  const { send } = await pharmacy();
  expect(await send('system.first-run', { ...supervisor, role: 'supervisor' })).toMatchObject({
    ok: false,
    failure: { code: 'invalid-input' },
  });
  await send('system.first-run', supervisor);
  const added = await send('user.add', {
    licence: null,
    username: 'tec',
    name: 'Tec Nician',
    credentials: 'CPhT',
    role: 'technician',
    pharmacist: false,
    password,
  });
  const { oneTime } = (added as { value: { oneTime: string } }).value;
  expect(
    await send('session.sign-in', { username: 'tec', password: oneTime, role: 'supervisor' }),
  ).toMatchObject({
    failure: { code: 'invalid-input' },
  });
  expect(await send('session.sign-in', { username: 'tec', password: oneTime })).toMatchObject({
    ok: true,
    value: { role: 'technician' },
  });
  await send('session.change-password', { old: oneTime, new: 'another long password' });
  for (const input of [{}, { role: 'supervisor' }, { user: { role: 'supervisor' } }])
    expect(await send('user.list', input)).toEqual({
      ok: false,
      failure: { code: 'not-allowed', needs: 'administer' },
    });
});

test('timing: an unknown user is refused no sooner than a known one', async () => {
  // Were the hash left out for a name that does not exist, the answer would be there at once.
  const { send } = await pharmacy();
  await send('system.first-run', supervisor);
  await send('session.sign-out');
  for (const username of ['sam', 'nobody']) {
    const hashes = await hashesDuring(async () =>
      expect(await send('session.sign-in', { username, password: 'not the password' })).toMatchObject({
        failure: { issues: [{ code: 'password-wrong' }] },
      }),
    );
    expect([username, hashes]).toEqual([username, 1]);
  }
});
