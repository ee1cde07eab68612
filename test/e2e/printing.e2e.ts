import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import type { Printer } from '../../bridge/printing.ts';
import { readPdf } from '../../electron/print/read-pdf.ts';
import { content, draftOrder, openOffice, PASSWORD, patient, prepareOrder } from '../electron/office.ts';
import { decoded, picture } from '../electron/print/picture.ts';
import { closedPort, listen, resets, takesAll, type BadPrinter } from '../electron/printing/bad-printer.ts';
import { looked as lookedAt, pictured } from './looked.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { type RunningServer, startServer } from './server.ts';

const tess = { name: 'tess the technician', credentials: 'CPhT', username: 'tess', password: PASSWORD };
const ada = { name: 'Ada Chief', credentials: 'PharmD', username: 'ada', password: PASSWORD };

const printer = (name: string, port: number): Printer => ({
  name,
  way: { kind: 'tcp', host: '127.0.0.1', port },
  language: 'zpl-203',
  papers: ['4x2'],
  active: true,
});

/** Two prepared orders, one of them changed after its label was printed; each test goes on where the last one ended. */
describe('printers, print jobs, paper that is no longer true, and batches', () => {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-printing-'));
  let browser: Browser;
  let server: RunningServer;
  let page: Page;
  let good: BadPrinter;
  let bad: BadPrinter;

  const looked = (screen: string) => lookedAt(page, screen);
  /** Moves by Tab until the element of that name has the focus: what is not reached is not reachable by keyboard. */
  const tabTo = async (name: string) => {
    for (let i = 0; i < 80; i += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const e = document.activeElement;
        if (!(e instanceof HTMLElement)) return '';
        const labels =
          e instanceof HTMLInputElement || e instanceof HTMLSelectElement ? [...(e.labels ?? [])] : [];
        return e.getAttribute('aria-label') ?? labels[0]?.textContent ?? e.textContent ?? '';
      });
      if (focused === name) return;
    }
    throw new Error(`${name} is not reached by Tab`);
  };
  const goTo = async (room: string) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a room, or do something').fill(room);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: room, level: 1 }).waitFor();
  };

  beforeAll(async () => {
    [good, bad] = await Promise.all([listen(takesAll), listen(resets)]);
    const office = await openOffice({ dataDir: data });
    const [tech, one, two] = [
      await office.person('tess', 'technician'),
      await office.person('pam', 'pharmacist'),
      await office.person('paul', 'pharmacist'),
    ];
    const changed = await prepareOrder(await draftOrder(tech), tech, one, two);
    const label = { id: changed.id, version: 1, kind: 'label', paper: '4x2', reprintReason: null } as const;
    await tech.do('print.issue', { ...label, copies: 2 });
    for (const record of [printer('Broken', bad.port), printer('Gone', await closedPort())])
      await office.supervisor.do('printer.save', {
        id: null,
        expectedVersion: null,
        record,
        password: PASSWORD,
      });
    await tech.do('order.save', {
      id: changed.id,
      expectedVersion: 1,
      patientId: changed.patient.id,
      prescriberId: changed.prescriber.id,
      rx: 'RX-2',
      content: { ...content, note: 'changed by telephone' },
      reason: 'prescriber called',
    });
    await prepareOrder(
      await draftOrder(tech, {}, { ...patient, mrn: 'M-2', family: 'Stone' }),
      tech,
      one,
      two,
    );
    await office.context.store.close();
    [browser, server] = await Promise.all([launchChromium(), startServer({ data })]);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    await page.goto(server.url);
    await drive.signIn(page, ada);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await Promise.all([good.close(), bad.close()]);
    rmSync(data, { recursive: true, force: true });
  });
  let failed = false;
  beforeEach((context) => {
    if (failed) context.skip();
    onTestFailed(async () => {
      failed = true;
      await pictured(page, 'failed');
    });
  });

  test('a printer is entered and tried with the keyboard alone', async () => {
    await goTo('Printing');
    await tabTo('Printers');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Printers', level: 1 }).waitFor();
    await tabTo('New printer');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Zebra at the hood');
    await tabTo('network');
    await page.keyboard.press('Space');
    await tabTo('Host name or IP address');
    await page.keyboard.type('127.0.0.1');
    await tabTo('Port');
    await page.keyboard.press('Control+a');
    await page.keyboard.type(String(good.port));
    await tabTo('Prints');
    await page.keyboard.press('ArrowDown');
    await looked('printer-form');
    await tabTo('Save…');
    await page.keyboard.press('Enter');
    await page.getByLabel(/^Password of/).waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('At least one paper is loaded.').waitFor();
    await page.getByLabel('4 × 2 in', { exact: true }).focus();
    await page.keyboard.press('Space');
    await tabTo('Save…');
    await page.keyboard.press('Enter');
    await page.getByLabel(/^Password of/).waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Zebra at the hood', exact: true }).waitFor();
    await looked('printers');
    await tabTo('Test page on Zebra at the hood');
    await page.keyboard.press('Enter');
    await tabTo('Print the test page');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('sent', { exact: true }).waitFor();
    await looked('test-page');
    expect(good.received).toEqual([expect.stringContaining('TEST PAGE, not a label')]);
    await page.keyboard.press('Escape');
  });

  test('what is on paper and no longer true is accounted for, copy by copy, by whoever has it', async () => {
    await drive.changeTo(page, tess);
    await page.getByRole('link', { name: 'Print jobs' }).click();
    const row = page.getByRole('row', { name: /label 4 × 2 in/ });
    await row.getByText('version 2 counts now').waitFor();
    expect(await row.textContent()).toContain('2 of 2');
    await looked('stale');
    await page.getByRole('button', { name: 'Account for label of M000001' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('destroyed').check({ force: true });
    await page.locator('[name="copies"]').fill('3');
    await tabTo('Write it down');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('up to 2').waitFor();
    await page.locator('[name="copies"]').fill('1');
    await looked('account');
    await page.locator('[name="copies"]').press('Enter');
    await row.getByText('1 of 2').waitFor();
    await row.getByText('1 destroyed, tess the technician').waitFor();
  });

  const send = async (where: string, again = false) => {
    await page.getByRole('link', { name: /^Work/ }).click();
    await page
      .getByRole('link', { name: /M000002/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: /^Print/ })
      .first()
      .click();
    await page.locator('.pdf[data-state="drawn"]').waitFor();
    await drive.pick(page, 'Where', where);
    if (again) await drive.fill(page, 'Why again', 'the last one did not come out');
    await page.getByRole('button', { name: again ? 'Print the label again' : 'Print label' }).click();
    if (where === 'print dialog of this computer') return;
    await page.getByText(`On its way to ${where}`).waitFor();
    await goTo('Printing');
  };

  test('jobs say how they ended; one that may be printed waits for somebody who looks', async () => {
    await send('Gone');
    await page.getByText('the printer was not reached (ECONNREFUSED)').waitFor();
    await page.getByRole('button', { name: 'Send again: label of M000002' }).click();
    await page.getByText('tried 2 times').waitFor();
    await send('Broken', true);
    await page.getByText('look at the printer').waitFor();
    await looked('jobs');
    expect(bad.received).toHaveLength(1);
    await page.getByRole('button', { name: 'Say what the printer shows: label of M000002' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('nothing, or a part that was destroyed').check({ force: true });
    await page.getByRole('dialog').locator('[name="note"]').fill('the roll had ended');
    await looked('settle');
    await tabTo('Write it down');
    await page.keyboard.press('Enter');
    await page.getByText('somebody looked: nothing came out').waitFor();
    expect(bad.received).toHaveLength(1);
    await send('Zebra at the hood', true);
    await page.getByText('sent', { exact: true }).waitFor();
    expect(good.received.at(-1)).toContain('^FDReprint 2^FS');
  });

  test('the system’s print dialog gets the very page, in its exact size', async () => {
    // A headless browser opens no dialog: what it would print is taken the moment that it is asked.
    await page.evaluate(() => {
      window.print = () => void document.body.setAttribute('data-printing', 'yes');
    });
    await send('print dialog of this computer', true);
    await page.locator('body[data-printing]').waitFor();
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const pages = await readPdf(pdf);
    expect(pages.map((p) => [Math.round(p.width), Math.round(p.height)])).toEqual([[288, 144]]);
    const codes = (await decoded(await picture(pdf, 300))).map((c) => c.text);
    expect(codes).toEqual([expect.stringMatching(/^\(91\)\w{12}\(92\)M000002\.1\.1\(93\)/)]);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await page.locator('.system-print').count()).toBe(0);
  });

  test('a batch is one file, and a second one needs a reason', async () => {
    await goTo('Printing');
    await tabTo('Batch of labels');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Batch of labels' }).waitFor();
    await drive.choose(page, 'Form', 'overwrap label');
    await page.getByLabel('All 1').focus();
    await page.keyboard.press('Space');
    await tabTo('Make the labels');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 1 labels').waitFor();
    await looked('batch');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the file' }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^meniscus-overwrap-\d{8}T\d{6}Z\.pdf$/);
    // Pressed at once it is the second half of a double click, which makes nothing and says nothing: it is pressed again until it answers.
    const refused = page.getByText('a reason: it was printed 1 times');
    await expect
      .poll(
        async () => {
          if ((await refused.count()) === 0)
            await page.getByRole('button', { name: 'Make the labels' }).click();
          return await refused.count();
        },
        { interval: 1_000 },
      )
      .toBe(1);
    expect(await page.getByText('1 of 1 labels').count()).toBe(1);
  });

  test('the command line makes the same batch, says how far it is, and replaces no file', async () => {
    await server.close();
    const out = join(data, 'labels.zpl');
    const run = (...args: string[]) =>
      spawnSync(
        process.execPath,
        [
          join(import.meta.dirname, '../../out/main/cli.js'),
          'batch',
          '--data',
          data,
          '--user',
          'tess',
          ...args,
        ],
        { encoding: 'utf8', env: { ...process.env, MENISCUS_PASSWORD: PASSWORD } },
      );
    const zpl = ['--language', 'zpl-203', '--kind', 'overwrap', '--paper', '4x3', '--out', out];
    expect(run('M000002', ...zpl)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('reprintReason: reprint-reason-missing') as string,
    });
    expect(run('M000009', ...zpl).stderr).toContain('order-not-found');
    const made = run('M000002', ...zpl, '--reason', 'for the second roll');
    expect(made.stderr).toContain('0 of 1 labels');
    expect([made.status, made.stdout]).toEqual([0, `1 labels in ${out}\n`]);
    expect(readFileSync(out, 'utf8')).toContain('^FDReprint 1^FS');
    expect(run('M000002', ...zpl, '--reason', 'again')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('file-not-written: EEXIST') as string,
    });
  });
});
