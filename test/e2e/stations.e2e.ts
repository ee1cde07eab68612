import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { certificate } from '../electron/certificate.ts';
import { seriousViolations } from './axe.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';
import { startServer } from './server.ts';

const cli = join(import.meta.dirname, '../../out/main/cli.js');
const run = promisify(execFile);

const openOrder = async (page: Page) => {
  await page.getByRole('link', { name: /^Work/ }).click();
  await page.getByText('M000001').first().click();
};
const meanwhile = (page: Page) => page.getByRole('alert', { name: 'Changed meanwhile' });
const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);

const gone = (page: Page) => page.getByRole('alert', { name: 'No answer' });

/** Two stations of a site at one order, and a site that is killed under them. */
describe('two stations of a site', () => {
  let data: string;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let site: Awaited<ReturnType<typeof serve>>;
  let office: Page;
  let room: Page;
  let failed = false;
  beforeEach((context) => {
    if (failed) context.skip();
    onTestFailed(() => {
      failed = true;
    });
  });

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
    while (!/https:\/\/localhost:\d+/.test(text)) await once(child.stdout, 'data');
    return {
      url: /https:\/\/localhost:\d+/.exec(text)?.[0] ?? '',
      kill: async () => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
    };
  }
  const codeOf = async (): Promise<string> => {
    const { stdout } = await run(
      process.execPath,
      [cli, 'station-code', '--user', drive.supervisor.username, '--data', data],
      { env: { ...process.env, MENISCUS_PASSWORD: drive.supervisor.password } },
    );
    return stdout.split('\n')[0] ?? '';
  };
  async function station(name: string, code: string): Promise<Page> {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(site.url);
    await drive.fill(page, 'Code', code);
    await drive.fill(page, 'Name of this station', name);
    await page.getByRole('button', { name: 'Enrol' }).click();
    await drive.signIn(page, drive.supervisor);
    return page;
  }

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'meniscus-stations-'));
    browser = await launchChromium();
    const first = await startServer({ data });
    const machine = await browser.newPage();
    await machine.goto(first.url);
    await drive.createFirst(machine, drive.supervisor);
    await drive.namePharmacy(machine);
    await first.close();
    const codes = [await codeOf(), await codeOf()];
    site = await serve();
    office = await station('Office', codes[0] ?? '');
    room = await station('Clean room 2', codes[1] ?? '');
    await drive.addPrescriber(office, 'Alex Moreno');
    await drive.typePatient(office, drive.janeDoe);
    await office.getByRole('button', { name: 'Save' }).click();
    await office.getByText('version 1').first().waitFor();
  });
  afterAll(async () => {
    await site?.kill();
    await browser?.close();
    rmSync(data, { recursive: true, force: true });
  });

  test('an order that is saved at one stands on the worklist of the other, without being asked for', async () => {
    await room.getByRole('link', { name: /^Work/ }).click();
    await drive.newOrder(office);
    await drive.typeOrder(office);
    await office.getByText('1.2 mg').first().waitFor();
    await office.getByRole('button', { name: 'Save draft' }).click();
    await office.locator('[data-act="submit"]').waitFor();
    await room.getByText('M000001').first().waitFor();
    expect(await room.getByText('M000001').count()).toBeGreaterThan(0);
    await looked(room, 'station-worklist');
  });

  test('who opens it second is told where it is open, and by whom; it goes when they leave', async () => {
    await openOrder(room);
    await room.getByText(/^Open at Office by you since \d\d:\d\d\.$/).waitFor();
    await office.getByText(/^Open at Clean room 2 by you since/).waitFor();
    await looked(room, 'station-open-elsewhere');
    await room.getByRole('link', { name: /^Work/ }).click();
    await room.getByText('open at Office by you').waitFor();
    await looked(room, 'station-worklist-open');
    await openOrder(room);
    await office.getByText(/^Open at Clean room 2 by you since/).waitFor();
    expect(await seriousViolations(room)).toEqual([]);
    await office.getByRole('link', { name: /^Work/ }).click();
    await room.getByText(/^Open at Office/).waitFor({ state: 'detached' });
    await openOrder(office);
    await room.getByText(/^Open at Office/).waitFor();
  });

  test('what the other saves while somebody types is shown beside it, field by field, and both go on', async () => {
    await field(room, 'sessions.count').fill('9');
    await field(room, 'note').fill('Port on the left.');
    await field(office, 'sessions.count').fill('7');
    await drive.fill(office, 'Lockout', '12');
    await office.getByText('1.2 mg').first().waitFor();
    await office.getByRole('button', { name: 'Save draft' }).click();
    await meanwhile(room).waitFor();
    const row = (label: string) => meanwhile(room).getByRole('row', { name: new RegExp(`^${label}`, 'i') });
    expect(await row('lockout').getByRole('cell').allTextContents()).toEqual(['12 min', '10 min', '12 min']);
    expect(await field(room, 'sessions.count').inputValue()).toBe('9');
    await looked(room, 'station-changed-meanwhile');
    expect(await seriousViolations(room)).toEqual([]);
    await meanwhile(room)
      .getByRole('button', { name: /^Go on/ })
      .click();
    await meanwhile(room).waitFor({ state: 'detached' });
    expect(await field(room, 'sessions.count').inputValue()).toBe('9');
    expect(await room.getByLabel('Lockout', { exact: true }).inputValue()).toBe('12');
    expect(await field(room, 'note').inputValue()).toBe('Port on the left.');
    await room.getByRole('button', { name: 'Save draft', exact: true }).click();
    await room.locator('[data-act="submit"]').waitFor();
    // Nothing is typed at the other: it follows.
    await expect.poll(() => field(office, 'note').inputValue()).toBe('Port on the left.');
  });

  test('the site is killed: each station says so, shows what it had with its age, and keeps what is typed', async () => {
    const port = Number(new URL(site.url).port);
    await field(room, 'note').fill('Port on the left, flushed.');
    await site.kill();
    await gone(room).waitFor();
    await gone(office).waitFor();
    expect(await gone(room).textContent()).toMatch(/as of \d\d:\d\d, less than a minute ago: read only/);
    expect(await field(room, 'note').inputValue()).toBe('Port on the left, flushed.');
    // What was seen before is still there, in another room too.
    await office.getByRole('link', { name: /^Work/ }).click();
    await office.getByText('M000001').first().waitFor();
    // Said once; the list was last read before the order was saved by the other, and is as old as it says.
    expect(await office.getByRole('alert').count()).toBe(1);
    await looked(room, 'station-site-gone');
    await looked(office, 'station-site-gone-worklist');
    expect(await seriousViolations(room)).toEqual([]);

    // What needs the host can not be pressed while no answer comes, and nothing is done when one comes again.
    await expect
      .poll(() => room.getByRole('button', { name: 'Save draft', exact: true }).isDisabled())
      .toBe(true);
    site = await serve(port);
    await drive.signIn(office, drive.supervisor);
    await office.getByRole('link', { name: /^Work/ }).click();
    await office.getByText('M000001').first().click();
    await office.locator('[data-act="submit"]').waitFor();
    expect(await field(office, 'note').inputValue()).toBe('Port on the left.');
  });
});
