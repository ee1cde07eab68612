import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dispatch } from '../../electron/dispatch.ts';
import { type Loopback, serve } from '../../electron/hosts/loopback/loopback.ts';
import { openOffice, PASSWORD, type Office } from '../electron/office.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';
import { startServer } from './server.ts';

const ada = { name: 'Ada Chief', credentials: 'PharmD', username: 'ada', password: PASSWORD };
const gone = () => page.getByRole('alert', { name: 'No answer' });
const slow = () => page.getByRole('status', { name: 'Slow answer' });

let office: Office;
let host: Loopback;
let browser: Browser;
let page: Page;
/** what is asked waits for it */
let isHeld: Promise<void> | null = null;
let letGo = () => {};

/** The real host over the real dispatcher, and a hand on its answers: what a machine under load does to them. */
beforeAll(async () => {
  office = await openOffice({ clock: () => new Date().toISOString() });
  const held: Dispatch = async (...asked) => {
    if (isHeld !== null) await isHeld;
    return office.dispatch(...asked);
  };
  const root = join(import.meta.dirname, '../../out/renderer');
  host = await serve({ dispatch: held, root, port: 0, log: () => undefined });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(host.url);
  await drive.signIn(page, ada);
});
afterAll(async () => {
  letGo();
  await browser?.close();
  await host?.close();
  await office?.close();
});

/** Was it ever said, however shortly, that no answer comes? */
const watchGone = () =>
  page.evaluate(() => {
    const seen = { gone: false };
    const look = () => {
      seen.gone ||= document.querySelector('[role="alert"][aria-label="No answer"]') !== null;
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
    Object.assign(globalThis, { seenGone: seen });
  });
const wasGone = () =>
  page.evaluate(() => (globalThis as unknown as { seenGone: { gone: boolean } }).seenGone.gone);

test('a host that answers late is said to be slow, is asked on, and greys nothing', async () => {
  await watchGone();
  isHeld = new Promise((resolve) => (letGo = resolve));
  await slow().waitFor();
  await looked(page, 'host-slow');
  // Longer than a bell that nobody answers would be waited for: by the page's own count, which stands still with the page.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 9_000)));
  expect(await slow().count()).toBe(1);
  expect(await wasGone()).toBe(false);
  isHeld = null;
  letGo();
  await slow().waitFor({ state: 'detached' });
  expect(await wasGone()).toBe(false);
});

test('one that is ended is known to be gone by the next question, not by a wait', async () => {
  await host.close();
  const slowly = await page.evaluateHandle(() => {
    const seen = { slowly: 0 };
    new MutationObserver(() => {
      if (document.querySelector('[aria-label="Slow answer"]') !== null) seen.slowly += 1;
    }).observe(document.body, { subtree: true, childList: true });
    return seen;
  });
  await gone().waitFor();
  expect(await slowly.jsonValue()).toEqual({ slowly: 0 });
});

test.skipIf(process.platform === 'win32')(
  'one that is there and does nothing at all is slow first, then gone, and comes back by itself',
  async () => {
    const data = mkdtempSync(join(tmpdir(), 'meniscus-hung-'));
    const own = await openOffice({ dataDir: data, clock: () => new Date().toISOString() });
    await own.context.store.close();
    const hung = await startServer({ data });
    try {
      page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(hung.url);
      await drive.signIn(page, ada);
      // The system goes on to take its connections.
      hung.signal('SIGSTOP');
      await slow().waitFor();
      await gone().waitFor();
      expect(await slow().count()).toBe(0);
      await looked(page, 'host-hung');
      hung.signal('SIGCONT');
      await gone().waitFor({ state: 'detached' });
      expect(await page.getByRole('heading', { name: 'Sign in' }).count()).toBe(0);
    } finally {
      hung.signal('SIGCONT');
      await hung.close();
      rmSync(data, { recursive: true, force: true });
    }
  },
);
