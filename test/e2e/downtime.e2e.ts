import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftOrder, openOffice, PASSWORD, patient, prepareOrder } from '../electron/office.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';
import { type RunningServer, startServer } from './server.ts';

const pam = { name: 'pam the pharmacist', credentials: 'RPh', username: 'pam', password: PASSWORD };
const gone = () => page.getByRole('alert', { name: 'No answer' });

let data: string;
let browser: Browser;
let server: RunningServer;
let page: Page;

/** Two programs, one of them on hold, and a host that is ended under the window. */
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'meniscus-downtime-'));
  const office = await openOffice({ dataDir: data });
  const [tess, one, two] = [
    await office.person('tess', 'technician'),
    await office.person('pam', 'pharmacist'),
    await office.person('paul', 'pharmacist'),
  ];
  await prepareOrder(await draftOrder(tess), tess, one, two);
  const held = await prepareOrder(
    await draftOrder(tess, {}, { ...patient, family: 'Roe', mrn: 'MRN-2' }),
    tess,
    one,
    two,
  );
  await one.do('order.hold', { id: held.id, version: 1, reason: 'asked back', password: PASSWORD });
  await office.context.store.close();
  browser = await launchChromium();
  server = await startServer({ data });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(server.url);
});
afterAll(async () => {
  await server?.close();
  await browser?.close();
  rmSync(data, { recursive: true, force: true });
});

test('with its host ended a window shows and prints the sheets of active programs', async () => {
  const sheets = new Set<string>();
  page.on('response', (answer) => {
    const asked = answer.request().postData() ?? '';
    if (asked.includes('downtime.sheet')) sheets.add(asked);
  });
  await drive.signIn(page, pam);
  // Both sheets have come, and are put by.
  await expect.poll(() => sheets.size).toBe(2);
  await page.clock.install();
  await server.close();
  await gone().waitFor();
  await page.getByRole('button', { name: 'Downtime sheets (2)…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Downtime sheets' });
  expect(await dialog.textContent()).toMatch(
    /The host last said which programs are active at \d{4}-\d\d-\d\d \d\d:\d\d, /,
  );
  expect(await dialog.getByText('on hold: do not start').count()).toBe(1);
  await dialog.getByRole('button', { name: 'Show the sheet of M000002' }).click();
  await dialog
    .getByRole('img', { name: /^Downtime sheet of M000002/ })
    .first()
    .waitFor();
  await looked(page, 'downtime-sheets');

  // The dialog of the system is not there: what it would get is what stands beside the application.
  const printed = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        window.print = () => resolve(document.querySelectorAll('.system-print canvas').length);
        [...document.querySelectorAll('button')].find((b) => b.textContent === 'Print all 2')?.click();
      }),
  );
  expect(printed).toBeGreaterThanOrEqual(2);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('left alone it locks itself after the time of the site, and opens to its own person, to read', async () => {
  await page.clock.fastForward('11:00');
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  await looked(page, 'downtime-locked');
  await drive.fill(page, 'Password', 'not the password 1');
  await page.getByRole('button', { name: 'Unlock to read' }).click();
  await page.getByText('That is not the password.').waitFor();
  expect(await page.getByText(/2 tries left/).count()).toBe(1);
  await drive.fill(page, 'Password', PASSWORD);
  await page.getByRole('button', { name: 'Unlock to read' }).click();
  await gone().waitFor();
  expect(await page.getByRole('heading', { name: 'Locked' }).count()).toBe(0);
});

test('three wrong tries, and it stays locked until the host answers', async () => {
  await page.clock.fastForward('11:00');
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  for (const left of [2, 1]) {
    await drive.fill(page, 'Password', 'not the password 1');
    await page.getByRole('button', { name: 'Unlock to read' }).click();
    await page.getByText(new RegExp(`${left} tr(y|ies) left`)).waitFor();
  }
  await drive.fill(page, 'Password', 'not the password 1');
  await page.getByRole('button', { name: 'Unlock to read' }).click();
  await page.getByText(/too many tries were wrong/).waitFor();
  await drive.fill(page, 'Password', PASSWORD);
  expect(await page.getByRole('button', { name: 'Unlock to read' }).isDisabled()).toBe(true);
});
