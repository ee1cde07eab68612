import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CHANNEL, PLACE_CHANNEL } from '../../bridge/channel.ts';
import { contentSecurityPolicy } from '../../electron/hosts/csp.ts';
import type { OpenHost } from '../../electron/hosts/host.ts';
import { windowOptions } from '../../electron/hosts/desktop/window.ts';
import { run } from '../../electron/hosts/desktop/main.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import { ContentsDouble, electronDouble } from './electron-double.ts';
import { echo } from './loopback-host.ts';

function built(hasData: boolean) {
  const root = mkdtempSync(join(tmpdir(), 'meniscus-main-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'renderer/assets'), { recursive: true });
  mkdirSync(join(root, 'main'));
  writeFileSync(join(root, 'renderer/index.html'), '<html><head></head></html>');
  writeFileSync(join(root, 'renderer/assets/app-Ab3_x-9Z.js'), '1;');
  writeFileSync(join(root, 'secret.json'), '{}');
  const data = join(root, 'data');
  if (hasData) {
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(join(data, 'meniscus.db'), '');
  }
  return { folder: join(root, 'main'), data };
}

async function started(facts: { isFirst?: boolean; hasData?: boolean } = {}, openHost?: OpenHost) {
  const { folder, data } = built(facts.hasData ?? true);
  const double = electronDouble(facts);
  const closed: string[] = [];
  const opened: string[] = [];
  const host: OpenHost =
    openHost ?? (async (at) => (opened.push(at), { dispatch: echo, close: () => void closed.push(at) }));
  const running = run(double.electron, {
    argv: ['main.js', '--no-zygote', '--data', data],
    folder,
    openHost: host,
  });
  double.becomeReady();
  await running;
  return { ...double, data, opened, closed };
}

test('the steps come in this order, and those before "ready" do not wait for it', async () => {
  const { steps, data, opened } = await started();
  expect(steps).toEqual([
    `path userData ${join(data, 'window')}`,
    'lock',
    'sandbox',
    'scheme',
    'ready',
    'serve',
    'window',
  ]);
  expect(opened).toEqual([data]);
});

test.skipIf(process.platform === 'win32')("the data folder is its owner's only", async () => {
  const { data } = await started({ hasData: false });
  expect(statSync(data).mode & 0o077).toBe(0);
});

test('in a folder without data nothing is opened, and the window asks where this computer works', async () => {
  const { opened, windows, handlers } = await started({ hasData: false });
  expect([opened, windows.length]).toEqual([[], 1]);
  const event = { sender: { id: 1, once: () => {} }, senderFrame: { url: 'meniscus://app/', parent: null } };
  expect(await handlers.get(PLACE_CHANNEL)?.(event, { ask: 'look' })).toMatchObject({
    ok: true,
    value: { at: 'nowhere', hasData: false },
  });
  expect(await handlers.get(PLACE_CHANNEL)?.(event, { ask: 'here' })).toMatchObject({
    value: { at: 'here' },
  });
  expect(opened).toHaveLength(1);
});

test('a second start opens nothing, and the first comes to the front', async () => {
  const second = await started({ isFirst: false });
  expect(second.steps.slice(1)).toEqual(['lock', 'exit 0']);
  expect(second.opened).toEqual([]);
  const first = await started();
  first.app.emit('second-instance');
  expect(first.steps.slice(-2)).toEqual(['restore', 'focus']);
});

test('the window shows our page only, isolated and in the sandbox', async () => {
  const { windows } = await started();
  expect(windows).toHaveLength(1);
  const { options, loaded, isShown } = windows[0]!;
  expect([loaded, isShown]).toEqual(['meniscus://app/', true]);
  expect(options.webPreferences).toEqual({
    preload: expect.any(String),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: true,
  });
  expect(windowOptions('', true).webPreferences?.devTools).toBe(false);
  expect(options.webPreferences?.preload).toMatch(/preload[\\/]preload\.cjs$/);
});

test('the bar of the window names the program, whatever a page calls itself', async () => {
  const { windows } = await started();
  let isStopped = false;
  windows[0]!.emit('page-title-updated', { preventDefault: () => (isStopped = true) }, 'Doe, Jane');
  expect(isStopped).toBe(true);
  expect(windows[0]!.options.title).toBe('Meniscus');
});

test('a page stays where it is: no navigation, no window, no embedding', async () => {
  const { app } = await started();
  const contents = new ContentsDouble();
  app.emit('web-contents-created', {}, contents);
  for (const url of [
    'https://evil.example/',
    'file:///etc/passwd',
    'meniscus://app.evil.example/',
    'meniscus://other/',
    'data:text/html,x',
  ])
    expect([contents.stops('will-navigate', url), contents.stops('will-frame-navigate', url)]).toEqual([
      true,
      true,
    ]);
  expect(contents.stops('will-navigate', 'meniscus://app/')).toBe(false);
  expect([contents.stops('will-redirect', 'meniscus://app/'), contents.stops('will-attach-webview')]).toEqual(
    [true, true],
  );
  expect(contents.opener?.({ url: 'meniscus://app/' })).toEqual({ action: 'deny' });
});

test('no permission, no device, no request that leaves the machine', async () => {
  const { session } = await started();
  const granted: boolean[] = [];
  for (const name of ['media', 'geolocation', 'notifications', 'clipboard-read', 'usb', 'openExternal'])
    session.permission?.(null, name, (is) => granted.push(is));
  expect(granted).toEqual(Array.from({ length: 6 }, () => false));
  expect([session.check?.(), session.device?.()]).toEqual([false, false]);
  const isCancelled = (url: string) => {
    let cancel: boolean | undefined;
    session.request?.({ url }, (answer) => (cancel = answer.cancel));
    return cancel;
  };
  for (const url of [
    'https://evil.example/x',
    'http://127.0.0.1:80/',
    'ws://evil.example/',
    'file:///etc/passwd',
    'meniscus://other/',
  ])
    expect([url, isCancelled(url)]).toEqual([url, true]);
  for (const url of ['meniscus://app/assets/a.js', 'blob:meniscus://app/1', 'data:image/png,x'])
    expect([url, isCancelled(url)]).toEqual([url, false]);
});

test('our scheme bypasses nothing and serves the built files with the policy of the loopback host', async () => {
  const { schemes, served } = await started();
  expect(schemes).toEqual([
    {
      scheme: 'meniscus',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  const get = (url: string, method = 'GET') => served.get('meniscus')!({ url, method });
  const index = await get('meniscus://app/');
  expect([index.status, index.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(index.headers.get('content-security-policy')?.replace(/ 'nonce-[\w-]+'/, '')).toBe(
    contentSecurityPolicy(),
  );
  expect((await get('meniscus://app/assets/app-Ab3_x-9Z.js')).headers.get('content-security-policy')).toBe(
    contentSecurityPolicy(),
  );
  for (const url of [
    'meniscus://app/../secret.json',
    'meniscus://app/..%2fsecret.json',
    'meniscus://other/',
    'meniscus://app/assets/',
  ])
    expect((await get(url)).status).toBe(404);
  expect((await get('meniscus://app/', 'POST')).status).toBe(404);
});

test('commands of the window reach the dispatcher', async () => {
  const { handlers } = await started();
  const event = { sender: { id: 1, once: () => {} }, senderFrame: { url: 'meniscus://app/', parent: null } };
  expect(await handlers.get(CHANNEL)?.(event, 'session.me', {})).toMatchObject({
    ok: true,
    value: { name: 'session.me' },
  });
});

test('closing the window ends the program and closes the store', async () => {
  const { app, steps, closed, data } = await started();
  app.emit('window-all-closed');
  await vi.waitFor(() => expect(steps.at(-1)).toBe('exit 0'));
  expect([steps.slice(-3), closed]).toEqual([['quit', 'held', 'exit 0'], [data]]);
});

test('the end waits for the commands that are under way, however often it is asked for', async () => {
  let resolve: (() => void) | undefined;
  const promise = new Promise<void>((closed) => (resolve = closed));
  let closes = 0;
  const { app, steps } = await started({}, async () => ({
    dispatch: echo,
    close: () => ((closes += 1), promise),
  }));
  app.quit();
  app.quit();
  await new Promise((tick) => setImmediate(tick));
  expect(steps.slice(-4)).toEqual(['quit', 'held', 'quit', 'held']);
  resolve?.();
  await vi.waitFor(() => expect(steps.at(-1)).toBe('exit 0'));
  expect(closes).toBe(1);
});

test('a data file that is in use is refused by name, in a box and as an exit code', async () => {
  const { steps, errors, windows } = await started({}, () =>
    Promise.reject(
      new Refused(
        issue('data-file-locked', null, 'a data file that no other running copy of the application has open'),
      ),
    ),
  );
  expect([steps.at(-1), windows]).toEqual(['exit 2', []]);
  expect(errors).toEqual([expect.stringContaining('data-file-locked')]);
});
