import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { ALIVE_CHANNEL, CHANNEL, PLACE_CHANNEL, PRINT_CHANNEL } from '../../bridge/channel.ts';
import { openHost } from '../../electron/hosts/open-host.ts';
import { run } from '../../electron/hosts/desktop/main.ts';
import { certificate } from '../electron/certificate.ts';
import { electronDouble } from '../electron/electron-double.ts';
import { openOffice, PASSWORD } from '../electron/office.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';

const out = join(import.meta.dirname, '../../out');
const cli = join(out, 'main/cli.js');
const execute = promisify(execFile);
const ada = { name: 'Ada Chief', credentials: 'PharmD', username: 'ada', password: PASSWORD };

let data: string;
let own: string;
let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;
let page: Page;
let failed = false;
beforeEach((context) => {
  if (failed) context.skip();
  onTestFailed(() => {
    failed = true;
  });
});

/** `meniscus serve` of the built program, with a certificate of its own. */
async function serve(port = 0) {
  const files = certificate();
  const [cert, key] = [join(data, 'site.pem'), join(data, 'site.key')];
  writeFileSync(cert, files.cert);
  writeFileSync(key, files.key, { mode: 0o600 });
  const child = spawn(
    process.execPath,
    [cli, 'serve', '--listen', `127.0.0.1:${port}`, '--cert', cert, '--key', key, '--data', data],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  while (!/SHA-256\): \S+\s/.test(text)) await once(child.stdout, 'data');
  return {
    url: /https:\/\/localhost:\d+/.exec(text)?.[0] ?? '',
    /** what a person reads at the machine of the site */
    printed: /SHA-256\): (\S+)/.exec(text)?.[1] ?? '',
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
const codeOf = async (): Promise<string> => {
  const args = [cli, 'station-code', '--user', ada.username, '--data', data];
  const { stdout } = await execute(process.execPath, args, {
    env: { ...process.env, MENISCUS_PASSWORD: PASSWORD },
  });
  return stdout.split('\n')[0] ?? '';
};

/**
 * The desktop program on the double of Electron's API, and its window in Chromium: the page is what the program serves under its
 * scheme, and the bridge calls what it registered.
 */
async function desktop(): Promise<Page> {
  const double = electronDouble({ keychain: { password: 'login', isOpen: true } });
  const running = run(double.electron, {
    argv: ['main.js', '--data', own],
    folder: join(out, 'main'),
    openHost,
  });
  double.becomeReady();
  await running;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const window = await context.newPage();
  await window.route('http://localhost/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = await double.served.get('meniscus')!({ url: `meniscus://app${pathname}`, method: 'GET' });
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  const event = { sender: { id: 1, once: () => {} }, senderFrame: { url: 'meniscus://app/', parent: null } };
  await window.exposeFunction('invoke', (channel: string, ...args: unknown[]) =>
    double.handlers.get(channel)?.(event, ...args),
  );
  await window.addInitScript(
    ([call, print, alive, place]) => {
      const { invoke } = globalThis as unknown as { invoke: (...all: unknown[]) => Promise<unknown> };
      Object.assign(globalThis, {
        meniscus: {
          call: (...all: unknown[]) => invoke(call, ...all),
          print: (...all: unknown[]) => invoke(print, ...all),
          alive: () => invoke(alive),
          place: (...all: unknown[]) => invoke(place, ...all),
        },
      });
    },
    [CHANNEL, PRINT_CHANNEL, ALIVE_CHANNEL, PLACE_CHANNEL] as const,
  );
  await window.goto('http://localhost/');
  return window;
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'meniscus-place-site-'));
  own = mkdtempSync(join(tmpdir(), 'meniscus-place-own-'));
  const office = await openOffice({ dataDir: data, clock: () => new Date().toISOString() });
  await office.context.store.close();
  browser = await launchChromium();
});
afterAll(async () => {
  await site?.kill();
  await browser?.close();
  for (const folder of [data, own]) rmSync(folder, { recursive: true, force: true });
});

test('the first start asks where this computer works; a site is compared, then enrolled at', async () => {
  const code = await codeOf();
  site = await serve();
  page = await desktop();
  await page.getByRole('heading', { name: 'Where does this computer work?' }).waitFor();
  await looked(page, 'place-first');
  expect(readdirSync(own)).toEqual([]);
  await page.getByRole('button', { name: 'Enter the address of a site…' }).click();
  await drive.fill(page, 'Address of the site', 'http://localhost');
  await page.getByRole('button', { name: 'Look for the site' }).click();
  await page.getByText('is no address of a site').waitFor();
  await drive.fill(page, 'Address of the site', site.url);
  await page.getByRole('button', { name: 'Look for the site' }).click();
  const shown = page.getByRole('status', { name: 'Its fingerprint (SHA-256)' });
  await shown.waitFor();
  // Four lines of eight pairs.
  const lines = await shown.locator('span').allTextContents();
  expect(lines.join(':')).toBe(site.printed);
  await drive.fill(page, 'Code', code);
  await drive.fill(page, 'Name of this station', 'Clean room 2');
  expect(await page.getByRole('button', { name: 'Enrol this computer' }).isDisabled()).toBe(true);
  await page.getByLabel('I compared them: they are the same').check();
  await looked(page, 'place-compare');
  await page.getByRole('button', { name: 'Enrol this computer' }).click();
  await page.getByText(`Works at ${site.url}, as Clean room 2`).waitFor();
  await looked(page, 'place-sign-in');
  await drive.signIn(page, ada);
  expect(readdirSync(own)).toEqual(['meniscus.place']);
});

test('a clock ten minutes off is told at a station of the program too', async () => {
  await page.clock.install({ time: new Date(Date.now() + 10 * 60_000) });
  await page.reload();
  const told = page.getByText('The clock of this station is 10 minutes ahead of the pharmacy’s');
  await told.waitFor();
  expect(await told.count()).toBe(1);
  await page.close();
  page = await desktop();
  await drive.signIn(page, ada);
});

test('with the site gone the window says so at once; another certificate is named and nothing is sent', async () => {
  const port = Number(new URL(site.url).port);
  await site.kill();
  await page.getByRole('alert', { name: 'No answer' }).waitFor();
  const before = site.printed;
  site = await serve(port);
  await page.getByText('The site shows another certificate than the one that was compared').waitFor();
  await looked(page, 'place-certificate-banner');
  await page.getByRole('button', { name: 'Look into it, without what was typed…' }).click();
  await page.getByRole('heading', { name: 'The site can not be worked at' }).waitFor();
  const printed = async (name: RegExp) =>
    (await page.getByRole('status', { name }).locator('span').allTextContents()).join(':');
  await page.getByRole('status', { name: 'Known here' }).waitFor();
  expect([await printed(/^Known here/), await printed(/^Shown now/)]).toEqual([before, site.printed]);
  await looked(page, 'place-certificate');
  const accept = page.getByRole('button', { name: 'Know the site by the new one' });
  expect(await accept.isDisabled()).toBe(true);
  await page.getByLabel(/^I am a supervisor/).check();
  await accept.click();
  await drive.signIn(page, ada);
});

test('a site that can not be reached is tried again; the way back to this computer alone', async () => {
  const port = Number(new URL(site.url).port);
  await site.kill();
  await page.close();
  page = await desktop();
  await page.getByText('No site answers at').waitFor();
  await looked(page, 'place-unreachable');
  site = await serve(port);
  // Nobody presses anything: it is found again, under another certificate.
  await page.getByRole('status', { name: 'Known here' }).waitFor();
  await page.getByRole('button', { name: 'Work on this computer alone' }).click();
  await page.getByRole('heading', { name: 'The first supervisor' }).waitFor();
  await page.getByText('Works with the data on this computer').waitFor();
  await looked(page, 'place-here');
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByRole('button', { name: 'Leave it as it is' }).waitFor();
  await looked(page, 'place-change');
  await page.getByRole('button', { name: 'Work at the site again' }).click();
  await page.getByRole('status', { name: 'Known here' }).waitFor();
  expect(readdirSync(own)).toContain('meniscus.db');
});
