import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Reply } from '../../bridge/failure.ts';
import type { Host } from '../../electron/hosts/host.ts';
import { serviceHost, type ServiceProcess } from '../../electron/hosts/desktop/service-host.ts';

const session = { key: 'k'.repeat(32), station: 'here' };

/** The host as the desktop makes it, with Node's processes in place of Electron's. */
function made(kind: 'small' | 'real') {
  const processes: ChildProcess[] = [];
  const told: unknown[] = [];
  const open = serviceHost(() => {
    const child = fork(join(import.meta.dirname, 'service-child.ts'), [kind], {
      serialization: 'advanced',
      stdio: 'ignore',
    });
    child.on('message', (message) => told.push(message));
    processes.push(child);
    return {
      on: (_event, heard) => child.on('message', heard as (message: unknown) => void),
      once: (_event, heard) => child.once('exit', heard),
      postMessage: (message) => void (child.connected && child.send(message)),
      kill: () => child.kill(),
    } satisfies ServiceProcess;
  });
  onTestFinished(() => processes.forEach((child) => child.kill('SIGKILL')));
  return { open, processes, told };
}

const codeOf = (reply: Reply<unknown>) =>
  reply.ok ? 'ok' : reply.failure.code === 'refused' ? reply.failure.issues[0]?.code : reply.failure.code;
const ask = (host: Host, name: string, input: unknown = {}) => host.dispatch(session, name, input);

test('each command gets its own answer, whatever the order in which they come', async () => {
  const host = await made('small').open('anywhere');
  const answers = await Promise.all([ask(host, 'slow', { a: 1 }), ask(host, 'quick', { b: '0.1 mg' })]);
  expect(answers).toEqual([
    { ok: true, value: { name: 'slow', input: { a: 1 }, done: 2 } },
    { ok: true, value: { name: 'quick', input: { b: '0.1 mg' }, done: 1 } },
  ]);
  await host.close();
});

test('a data file that may not be opened is refused by its own name', async () => {
  await expect(made('small').open('locked')).rejects.toMatchObject({
    name: 'Refused',
    issues: [{ path: '', code: 'data-file-locked', given: null, accepted: 'another folder' }],
  });
});

test('where it dies, all that it had is refused by name, and the next command is answered by another', async () => {
  const { open, processes } = made('small');
  const host = await open('anywhere');
  expect(codeOf(await ask(host, 'first'))).toBe('ok');
  const cut = [ask(host, 'slow'), ask(host, 'die')];
  expect((await Promise.all(cut)).map(codeOf)).toEqual(['service-ended', 'service-ended']);
  expect(await ask(host, 'quick')).toMatchObject({ value: { done: 1 } });
  expect(processes).toHaveLength(2);
  await host.close();
});

test('its end waits for what is under way, and nothing is begun after it', async () => {
  const { open, told } = made('small');
  const host = await open('anywhere');
  const begun = ask(host, 'slow');
  await Promise.resolve();
  const closed = host.close();
  expect(codeOf(await ask(host, 'late'))).toBe('service-ended');
  expect(codeOf(await begun)).toBe('ok');
  await closed;
  expect(told).toContainEqual({ closedAfter: 1 });
});

test('the real store in it: killed, it is started again over the same file, and everybody signs in anew', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-service-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { open, processes } = made('real');
  const host = await open(dir);
  const first = {
    username: 'ada',
    password: 'correct horse 7',
    name: 'Ada Chief',
    credentials: 'PharmD',
    licence: 'RPH1',
    pharmacist: false,
  };
  expect(codeOf(await ask(host, 'system.first-run', first))).toBe('ok');
  expect(await ask(host, 'session.me')).toMatchObject({ ok: true, value: { username: 'ada' } });
  processes[0]?.kill('SIGKILL');
  await expect.poll(() => processes.length).toBe(2);
  expect(await ask(host, 'system.status')).toMatchObject({ ok: true, value: { firstRun: false } });
  expect(await ask(host, 'session.me')).toEqual({ ok: true, value: null });
  await host.close();
});
