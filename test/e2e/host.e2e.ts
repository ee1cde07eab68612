import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { haveCode } from './drive.ts';
import { type RunningServer, startServer } from './server.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()));
afterAll(() => browser.close());

async function served(): Promise<{ server: RunningServer; data: string }> {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-host-'));
  const server = await startServer({ data });
  onTestFinished(async () => {
    await server.close();
    rmSync(data, { recursive: true, force: true });
  });
  return { server, data };
}

/** A page in a browser of its own, and what its content policy stopped. */
async function visit(url: string): Promise<{ page: Page; stopped: () => Promise<string[]> }> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { stopped: seen });
    document.addEventListener('securitypolicyviolation', (e) =>
      seen.push(`${e.effectiveDirective} ${e.blockedURI}`),
    );
  });
  await page.goto(url);
  return {
    page,
    stopped: () => page.evaluate(() => (globalThis as unknown as { stopped: string[] }).stopped),
  };
}

const opened = async (page: Page) => page.getByText('The first supervisor').waitFor();

describe('the built app on loopback', () => {
  test('opens by its address once; the token leaves the address bar; a reload goes on', async () => {
    const { server } = await served();
    const { page } = await visit(server.url);
    await opened(page);
    expect(new URL(page.url()).hash).toBe('');
    await page.reload();
    await opened(page);
    const second = await visit(server.url);
    await second.page.getByText('This address was already used').waitFor();
  });

  test('no script sees the cookie, and nothing is kept from sending it to us', async () => {
    const { server } = await served();
    const { page } = await visit(server.url);
    await opened(page);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', expires: -1 });
  });

  test('its own policy stops nothing of it', async () => {
    const { server } = await served();
    const { page, stopped } = await visit(server.url);
    await opened(page);
    for (const [label, text] of [
      ['Name', 'Sam Lee'],
      ['Credentials', 'PharmD'],
      ['User name', 'sam'],
      ['Password', 'a long enough password'],
      ['Password again', 'a long enough password'],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(text);
    await page.keyboard.press('Enter');
    await haveCode(page);
    await page.getByRole('heading', { name: 'Pharmacy' }).waitFor();
    await page.keyboard.press('Control+K');
    await page.getByPlaceholder('Go to a room').waitFor();
    expect(await stopped()).toEqual([]);
  });

  test('its policy stops inline script, eval, styles without the nonce, and everything from elsewhere', async () => {
    const { server } = await served();
    const { page, stopped } = await visit(server.url);
    await opened(page);
    const done = await page.evaluate(async () => {
      const blob = URL.createObjectURL(new Blob(['<p>'], { type: 'text/html' }));
      const elements: [string, object][] = [
        ['script', { textContent: 'globalThis.inline = true' }],
        ['img', { src: 'http://127.0.0.1:9/x.png' }],
        ['iframe', { src: 'http://127.0.0.1:9/' }],
        ['iframe', { src: blob }],
      ];
      for (const [name, facts] of elements)
        document.body.append(Object.assign(document.createElement(name), facts));
      // A timer with text is eval by another name.
      setTimeout('globalThis.evaluated = true' as unknown as () => void, 0);
      const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.nonce ?? '';
      const rules = ['', nonce].map((given) => {
        const style = Object.assign(document.createElement('style'), { nonce: given, textContent: 'p{}' });
        document.head.append(style);
        return style.sheet?.cssRules.length ?? 0;
      });
      const isFetched = await fetch('http://127.0.0.1:9/').then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { inline: 'inline' in globalThis, evaluated: 'evaluated' in globalThis, rules, isFetched };
    });
    expect(done).toEqual({ inline: false, evaluated: false, rules: [0, 1], isFetched: false });
    const directives = new Set((await stopped()).map((line) => line.split(' ')[0]));
    for (const directive of [
      'script-src-elem',
      'script-src',
      'style-src-elem',
      'connect-src',
      'img-src',
      'frame-src',
    ])
      expect(directives).toContain(directive);
  });

  test('a page on another port of this machine can neither call, nor read, nor frame it', async () => {
    const { server } = await served();
    const { page } = await visit(server.url);
    await opened(page);
    const other = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>other</p>'),
    );
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void (other.closeAllConnections(), other.close()));
    const origin = new URL(server.url).origin;
    // The same browser, so the cookie is there; another port is the same site, so SameSite lets it go along.
    const foreign = await page.context().newPage();
    await foreign.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const tried = await foreign.evaluate(async (at) => {
      const body = JSON.stringify({ name: 'session.me', input: {} });
      const send = (init: RequestInit) =>
        fetch(`${at}/call`, { method: 'POST', body, credentials: 'include', ...init }).then(
          (r) => r.status,
          () => 'failed',
        );
      const script = new Promise((resolve) => {
        document.head.append(
          Object.assign(document.createElement('script'), {
            src: `${at}/assets/x.js`,
            onload: () => resolve('loaded'),
            onerror: () => resolve('failed'),
          }),
        );
      });
      return [
        await send({}),
        await send({ mode: 'no-cors' }),
        await send({ headers: { 'content-type': 'application/json' } }),
        await script,
      ];
    }, origin);
    // Not even an opaque answer: Cross-Origin-Resource-Policy withholds it.
    expect(tried).toEqual(['failed', 'failed', 'failed', 'failed']);
    await foreign.evaluate((at) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: at }));
    }, origin);
    await expect.poll(() => foreign.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
    await expect.poll(() => server.output()).toMatch(/refused 403 foreign-origin/);
    expect(server.output().match(/refused 40[35] /g)?.length).toBeGreaterThanOrEqual(3);
  });

  test('a second start on the same data file is refused in one line; Ctrl-C ends the first clean', async () => {
    const { server, data } = await served();
    await expect(startServer({ data })).rejects.toThrow(/ended with 2 .*\n.*\nmeniscus: data-file-locked: /);
    expect(await server.close()).toBe(0);
    const third = await startServer({ data });
    expect(await third.close()).toBe(0);
  });
});
