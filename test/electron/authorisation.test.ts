import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANNEL } from '../../bridge/channel.ts';
import { contract, type Command } from '../../bridge/contract.ts';
import type { Reply } from '../../bridge/failure.ts';
import { handlers } from '../../electron/handlers/all.ts';
import { connectWindows } from '../../electron/hosts/desktop/ipc.ts';
import { serve, type Loopback } from '../../electron/hosts/loopback/loopback.ts';
import { isOurs } from '../../electron/hosts/desktop/window.ts';
import { people, TABLE, type Who } from './access-table.ts';
import { electronDouble } from './electron-double.ts';
import { buildIn, call, cookieOf, enter } from './loopback-host.ts';
import { openOffice, PASSWORD, type Office } from './office.ts';

const EVERYONE = ['nobody', ...Object.keys(people)] as ('nobody' | Who)[];
const usernameOf = (who: Who) => who.toLowerCase().padEnd(2, 'x');
const commands = Object.keys(contract) as Command[];

/** An input that no schema takes: what comes back is then about access alone, and nothing is changed by asking. */
const NO_INPUT = { 'no such key': true };
type Ask = (name: Command) => Promise<Reply<unknown>>;
const codeOf = (reply: Reply<unknown>) => (reply.ok ? 'ok' : reply.failure.code);

let office: Office;
const loopbacks: Loopback[] = [];
/** For each way in and each person, a window where that person is signed in. */
const windows = new Map<string, Ask>();

beforeAll(async () => {
  office = await openOffice();
  for (const [who, [role, pharmacist]] of Object.entries(people))
    await office.person(usernameOf(who as Who), role, pharmacist);
  const ipc = electronIpc();
  const root = buildIn(office.dir);
  for (const who of EVERYONE) {
    const credentials = who === 'nobody' ? null : { username: usernameOf(who), password: PASSWORD };
    const key = who === 'nobody' ? 'a window where nobody is signed in' : usernameOf(who);
    windows.set(`dispatcher ${who}`, (name) => office.dispatch({ key, station: 's' }, name, NO_INPUT));
    windows.set(`loopback ${who}`, await loopbackWindow(root, credentials));
    windows.set(`electron ${who}`, await ipcWindow(ipc, EVERYONE.indexOf(who) + 1, credentials));
  }
});
afterAll(async () => {
  await Promise.all(loopbacks.map((l) => l.close()));
  await office.close();
});

type Credentials = { username: string; password: string } | null;

async function loopbackWindow(root: string, credentials: Credentials): Promise<Ask> {
  const loopback = await serve({ dispatch: office.dispatch, root, port: 0, log: () => undefined });
  loopbacks.push(loopback);
  const { port } = loopback;
  let cookie = cookieOf(await enter(port, loopback.token));
  if (credentials) cookie = cookieOf(await call(port, cookie, 'session.sign-in', credentials));
  return async (name) => {
    const answer = await call(port, cookie, name, NO_INPUT);
    return JSON.parse(answer.body) as Reply<unknown>;
  };
}

type Handle = (event: object, name: string, input: unknown) => Promise<Reply<unknown>>;

const never = (): never => {
  throw new Error('no command');
};

function electronIpc(): Handle {
  const double = electronDouble();
  const here = { dispatch: office.dispatch, alive: async () => undefined, ask: async () => never() };
  connectWindows(double.electron.ipcMain, here, isOurs);
  return double.handlers.get(CHANNEL) as Handle;
}

async function ipcWindow(handle: Handle, id: number, credentials: Credentials): Promise<Ask> {
  const event = {
    sender: Object.assign(new EventEmitter(), { id }),
    senderFrame: { url: 'meniscus://app/', parent: null },
  };
  if (credentials) expect(await handle(event, 'session.sign-in', credentials)).toMatchObject({ ok: true });
  return (name) => handle(event, name, NO_INPUT);
}

describe.each(['dispatcher', 'loopback', 'electron'])('through the %s', (way) => {
  describe.each(commands)('%s', (name) => {
    test.each(EVERYONE)('as %s', async (who) => {
      const allowed = TABLE[name].split(' ').includes(who);
      const refusal = who === 'nobody' ? 'not-signed-in' : 'not-allowed';
      const reply = await windows.get(`${way} ${who}`)?.(name);
      expect(reply && codeOf(reply)).toBe(allowed ? 'invalid-input' : refusal);
    });
  });
});

test('each command of the contract has its handler and its row here, and nothing else has', () => {
  expect(Object.keys(handlers).toSorted()).toEqual(commands.toSorted());
  expect(Object.keys(TABLE).toSorted()).toEqual(commands.toSorted());
});

test('asking wrote nothing', async () => {
  const log = await office.window('sx').do('log.list', { filter: {}, before: null, limit: 500 });
  const setUp = [
    'library.seed',
    'system.first-run',
    'site.save',
    'user.add',
    'session.sign-in',
    'session.change-password',
  ];
  expect(log.events.map((e) => e.command).filter((c) => !setUp.includes(c))).toEqual([]);
});
