import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { ALIVE_CHANNEL, CHANNEL, PLACE_CHANNEL, PRINT_CHANNEL } from '../../bridge/channel.ts';
import type { Reply } from '../../bridge/failure.ts';
import type { HostSession } from '../../electron/dispatch.ts';
import { connectWindows } from '../../electron/hosts/desktop/ipc.ts';
import { isOurs } from '../../electron/hosts/desktop/window.ts';
import { electronDouble } from './electron-double.ts';
import { echo } from './loopback-host.ts';

const NOWHERE = { at: 'nowhere', hasData: false, site: null, found: null, trouble: null } as const;

function connected() {
  const double = electronDouble();
  const reached: unknown[] = [];
  connectWindows(
    double.electron.ipcMain,
    {
      dispatch: (...all) => (reached.push(all[1]), echo(...all)),
      alive: async () => void reached.push('alive'),
      ask: async (asked) => (reached.push(asked), { ok: true, value: NOWHERE }),
    },
    isOurs,
  );
  const call = (event: object, ...args: unknown[]) =>
    double.handlers.get(CHANNEL)?.(event, ...args) as Promise<Reply<unknown>>;
  return { double, reached, call };
}

const contents = (id: number) => Object.assign(new EventEmitter(), { id });
const frame = (url: string, parent: object | null = null) => ({ url, parent });
const ours = frame('meniscus://app/#/order/7');

test('there is one channel of commands, one of the print dialog, and two of where this computer works', () => {
  expect([...connected().double.handlers.keys()].toSorted()).toEqual(
    [CHANNEL, PRINT_CHANNEL, ALIVE_CHANNEL, PLACE_CHANNEL].toSorted(),
  );
});

test('our window is told where this computer works, and may have it work elsewhere; another frame may not', async () => {
  const { double, reached } = connected();
  const ask = (senderFrame: object | null) =>
    double.handlers.get(PLACE_CHANNEL)?.({ sender: contents(1), senderFrame }, { ask: 'here' });
  const ring = async (senderFrame: object | null) =>
    double.handlers.get(ALIVE_CHANNEL)?.({ sender: contents(1), senderFrame });
  expect(await ask(ours)).toEqual({ ok: true, value: NOWHERE });
  await ring(ours);
  expect(reached).toEqual([{ ask: 'here' }, 'alive']);
  for (const foreign of [frame('https://evil.example/'), frame('meniscus://app/', ours), null]) {
    expect(await ask(foreign)).toMatchObject({ failure: { issues: [{ code: 'foreign-frame' }] } });
    await expect(ring(foreign)).rejects.toThrow('foreign');
  }
  expect(reached).toHaveLength(2);
});

test('our window prints what it shows, in the exact size and not scaled; another frame does not', async () => {
  const { double } = connected();
  const asked: unknown[] = [];
  const sender = {
    ...contents(1),
    print: (options: unknown, done: (ok: boolean, why: string) => void) => {
      asked.push(options);
      done(asked.length === 1, 'Print job canceled');
    },
  };
  const print = (senderFrame: object | null, page: unknown) =>
    double.handlers.get(PRINT_CHANNEL)?.({ sender, senderFrame }, page) as Promise<Reply<null>>;
  const page = { width: 288, height: 144, copies: 2 };
  expect(await print(ours, page)).toEqual({ ok: true, value: null });
  // 4 × 2 in, in microns: 4 × 25,400 and 2 × 25,400 (Electron, webContents.print).
  expect(asked).toEqual([
    {
      silent: false,
      printBackground: true,
      margins: { marginType: 'none' },
      pageSize: { width: 101_600, height: 50_800 },
      scaleFactor: 100,
      copies: 2,
    },
  ]);
  expect(await print(ours, page)).toMatchObject({ failure: { issues: [{ code: 'system-print' }] } });
  expect(await print(frame('https://evil.example/'), page)).toMatchObject({
    failure: { issues: [{ code: 'foreign-frame' }] },
  });
  for (const wrong of [null, {}, { ...page, width: 5 }, { ...page, copies: 900 }, { ...page, silent: true }])
    expect(await print(ours, wrong)).toMatchObject({ failure: { issues: [{ code: 'page-size' }] } });
  expect(asked).toHaveLength(2);
});

test('a call of our window reaches the dispatcher with a session', async () => {
  const { call } = connected();
  const reply = await call({ sender: contents(1), senderFrame: ours }, 'order.get', { id: '7' });
  expect(reply).toMatchObject({ ok: true, value: { name: 'order.get', input: { id: '7' } } });
});

test.each<[string, object | null]>([
  ['a page of the web', frame('https://evil.example/')],
  ['a file', frame('file:///tmp/index.html')],
  ['a page that names our address', frame('https://evil.example/?meniscus://app/')],
  ['a longer host', frame('meniscus://app.evil.example/')],
  ['another host of our scheme', frame('meniscus://other/')],
  ['an empty page', frame('about:blank')],
  ['a data page', frame('data:text/html,x')],
  ['our page in a frame of another', frame('meniscus://app/', ours)],
  ['a frame that is gone', null],
])('%s is refused with a failure, and the dispatcher is not asked', async (_, senderFrame) => {
  const { call, reached } = connected();
  expect(await call({ sender: contents(1), senderFrame }, 'order.get', {})).toMatchObject({
    ok: false,
    failure: { code: 'refused', issues: [{ code: 'foreign-frame' }] },
  });
  expect(reached).toEqual([]);
});

test('a window keeps its session; another window, and one with the same id later, has another', async () => {
  const { call } = connected();
  const keyOf = async (sender: object) => {
    const reply = await call({ sender, senderFrame: ours }, 'session.me', {});
    return reply.ok ? (reply.value as HostSession).key : '';
  };
  const [first, second] = [contents(1), contents(2)];
  const key = await keyOf(first);
  expect(await keyOf(first)).toBe(key);
  expect(await keyOf(second)).not.toBe(key);
  first.emit('destroyed');
  expect(await keyOf(contents(1))).not.toBe(key);
});

test('the preload gives the page four functions and nothing else', async () => {
  const exposed = new Map<string, Record<string, (...args: unknown[]) => unknown>>();
  const invoked: unknown[][] = [];
  vi.doMock('electron', () => ({
    contextBridge: {
      exposeInMainWorld: (name: string, api: Record<string, (...args: unknown[]) => unknown>) =>
        exposed.set(name, api),
    },
    ipcRenderer: { invoke: (...all: unknown[]) => (invoked.push(all), 'reply') },
  }));
  await import('../../electron/hosts/desktop/preload.ts');
  expect([...exposed.keys()]).toEqual(['meniscus']);
  const bridge = exposed.get('meniscus')!;
  expect(Object.keys(bridge)).toEqual(['call', 'print', 'alive', 'place']);
  expect(bridge.call!('session.me', {}, 'key', 'more')).toBe('reply');
  const page = { width: 288, height: 144, copies: 1 };
  expect(bridge.print!(page, 'more')).toBe('reply');
  expect(bridge.alive!('more')).toBe('reply');
  expect(bridge.place!({ ask: 'look' }, 'more')).toBe('reply');
  expect(invoked).toEqual([
    [CHANNEL, 'session.me', {}, 'key'],
    [PRINT_CHANNEL, page],
    [ALIVE_CHANNEL],
    [PLACE_CHANNEL, { ask: 'look' }],
  ]);
});
