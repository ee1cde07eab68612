import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { barcodeOn } from './barcode.ts';
import { watchAddresses } from './addresses.ts';
import { launchChromium } from './chromium.ts';
import * as drive from './drive.ts';
import { type RunningServer, startServer } from './server.ts';

const { supervisor, pharmacist, technician } = drive;

/** One pharmacy, one order, three people, in the order of the day: each test goes on where the last one ended. */
describe('the main job, on the screens', () => {
  const data = mkdtempSync(join(tmpdir(), 'meniscus-main-job-'));
  const violations: string[] = [];
  let browser: Browser;
  let server: RunningServer;
  let page: Page;
  let releaseCode = '';

  let addresses: ReturnType<typeof watchAddresses>;
  const looked = async (screen: string) => {
    await addresses.look();
    violations.push(...(await seriousViolations(page)).map((v) => `${screen}: ${v}`));
  };
  const card = (name: string) => page.getByRole('region', { name, exact: true });
  const next = (act: string) => page.locator(`[data-act="${act}"]`);

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), startServer({ data })]);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    addresses = watchAddresses(page);
    await page.goto(server.url);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(data, { recursive: true, force: true });
  });

  // Each step stands on the one before: after a failure the rest would only repeat it.
  let failed = false;
  beforeEach((context) => {
    if (failed) context.skip();
    onTestFailed(() => {
      failed = true;
    });
  });

  test('a first supervisor is created, names the pharmacy, and adds a pharmacist, a technician and a prescriber', async () => {
    await page.getByRole('heading', { name: 'The first supervisor' }).waitFor();
    await looked('first run');
    await drive.createFirst(page, supervisor);
    await looked('pharmacy');
    await drive.namePharmacy(page);
    await page.getByRole('link', { name: /^Work/ }).click();
    await page.getByRole('heading', { name: 'Worklist' }).waitFor();
    await looked('worklist, empty');
    await drive.addUser(page, pharmacist, 'pharmacist');
    await drive.addUser(page, technician, 'technician');
    await looked('users');
    await drive.addPrescriber(page, 'Alex Moreno');
    await looked('prescribers');
    expect(
      await page
        .getByRole('cell', { name: /Moreno/ })
        .first()
        .textContent(),
    ).toBe('Alex Moreno, MD');
  });

  test('154 kg is asked about and not guessed; nothing typed is lost, and the answer is kept', async () => {
    await drive.typePatient(page, { ...drive.janeDoe, weight: '154' });
    await page.getByRole('button', { name: 'Save' }).click();
    const question = page.getByRole('alertdialog', { name: 'About the weight' });
    // NIST Handbook 44: 1 lb = 0.45359237 kg exactly, so 154 lb = 69.85322498 kg.
    expect(await question.textContent()).toContain('154 kg: were pounds meant? 154 lb = about 69.85 kg.');
    expect(await page.getByLabel('Family name').inputValue()).toBe('Doe');
    await looked('patient, asked');
    await question.getByRole('button', { name: 'Change to lb' }).click();
    await page.getByText('version 1').first().waitFor();
    expect(await page.locator('[name="weight.value"]').inputValue()).toBe('154');
    expect(await page.getByLabel('Weight, unit').inputValue()).toBe('lb');
  });

  test('the order is checked while it is typed, and the chain shows what each card does to the others', async () => {
    await page.getByRole('link', { name: 'New order' }).click();
    await page.getByText('Still needed').waitFor();
    await looked('order, empty');
    await drive.typeOrder(page);
    const worst = card('Patient can receive');
    // domain: calculations.md 7, whole doses: ceil(60 ÷ 10) = 6 doses of 0.2 mg in any hour.
    await worst.getByText('1.2 mg').waitFor();
    expect(await card('Bag').textContent()).toContain('1 mg/mL');
    await page.keyboard.press('Escape');
    await page.locator('#card-order').click();
    await drive.fill(page, 'Basal rate', '0.2');
    await page.getByText('Basal rate in an opioid-naive patient.').waitFor();
    await looked('order, with findings');
    await drive.fill(page, 'Basal rate', '0');
    await page.getByText('Basal rate in an opioid-naive patient.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save draft' }).click();
    await next('submit').click();
    await next('verify').waitFor();
    expect(await next('verify').textContent()).toMatch(/^Verify: \d+ findings? left$/);
  });

  test('a second person, a pharmacist, answers each finding and verifies', async () => {
    await drive.changeTo(page, pharmacist);
    await next('verify').waitFor();
    const answer = page.getByRole('button', { name: /^(?:Override|Acknowledge)…$/ });
    for (let left = await answer.count(); left > 0; left -= 1) {
      await answer.first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason', { exact: true }).selectOption({ index: 1 });
      await drive.fill(dialog, 'In your words', 'Checked by hand; the calculation is in the note.');
      await drive.fill(dialog, /^Contact with/, 'Dr. Moreno by phone, agreed');
      await dialog.getByLabel(/^Password of/).fill(pharmacist.password);
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => answer.count()).toBe(left - 1);
    }
    await page.getByText('Verify', { exact: true }).waitFor();
    await next('verify').click();
    expect(await page.getByRole('dialog').textContent()).toContain('Demand dose0.2 mg');
    await looked('signature');
    await drive.sign(page, pharmacist, 'Verify');
    await next('start').waitFor();
  });

  test('a technician prepares it, with lot and expiry of each ingredient', async () => {
    await drive.changeTo(page, technician);
    await next('start').click();
    await next('record').waitFor();
    await looked('preparation');
    for (const [i, lot] of ['HM4471', 'NS0192', 'CAS118'].entries()) {
      await page.locator(`[name="ingredients.${i}.lot"]`).fill(lot);
      await page.locator(`[name="ingredients.${i}.expiry"]`).fill(drive.inDays(200));
    }
    await page.keyboard.press('Enter');
    await page.locator('.pdf[data-state="drawn"]').waitFor();
    await looked('label preview');
    expect(await card('Bag').textContent()).toContain('draw25 mL');
  });

  test("the printed label's barcode carries the code on the screen", async () => {
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Print label' }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^M\d+-v1-label\.pdf$/);
    const label = page.getByRole('img', { name: 'Label as printed' });
    await label.waitFor();
    releaseCode = (await card('Print').locator('.code').textContent()) ?? '';
    expect(releaseCode).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    expect(await barcodeOn(label)).toMatch(
      new RegExp(
        `^\\(91\\)${releaseCode.replaceAll('-', '')}\\(92\\)M\\d+\\.1\\.1\\(93\\)[\\d-]+\\(94\\)\\d{10}$`,
      ),
    );
    await drive.choose(page, 'Paper to print', 'pump sheet');
    await page
      .getByRole('img', { name: /^Pump sheet as it will be printed/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Print pump sheet' }).click();
    const sheet = page.getByRole('img', { name: /^Pump sheet as printed/ }).first();
    await sheet.waitFor();
    expect(await barcodeOn(sheet)).toContain(releaseCode.replaceAll('-', ''));
    expect(await next('final-check').textContent()).toBe('Final check: needs a pharmacist');
  });

  test('the rest of the vial is wasted before a witness who had no hand in the bag', async () => {
    await page.getByRole('button', { name: 'Waste…' }).click();
    const dialog = page.getByRole('dialog');
    await drive.fill(dialog, 'How much, with its unit', '15 mL');
    await drive.pick(dialog, 'Why', 'rest of an opened vial');
    await drive.fill(dialog, 'Witness: user name or badge', pharmacist.username);
    await drive.fill(dialog, 'Witness: password', pharmacist.password);
    await dialog.getByLabel(/^Password of/).fill(technician.password);
    await page.keyboard.press('Enter');
    // Who verified the order is no witness (compounding.md, waste).
    await dialog.getByText('a person who neither compounded nor verified it').waitFor();
    await looked('waste');
    await drive.fill(dialog, 'Witness: user name or badge', supervisor.username);
    await drive.fill(dialog, 'Witness: password', supervisor.password);
    await dialog.getByLabel(/^Password of/).fill(technician.password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Waste…' }).click();
    await dialog
      .getByText(`15 mL, rest of an opened vial, ${technician.name}, witness ${supervisor.name}`)
      .waitFor();
    expect(await dialog.getByLabel('Lot').inputValue()).toBe('HM4471');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('another person makes the final check and releases', async () => {
    await drive.changeTo(page, pharmacist);
    await next('final-check').click();
    await drive.sign(page, pharmacist, 'Sign the final check');
    await next('release').click();
    await drive.sign(page, pharmacist, 'Release');
    await next('complete').waitFor();
    expect(await page.locator('.life [aria-current="step"]').textContent()).toBe('released');
    await looked('released');
  });

  test('a scanned code goes to its order, from anywhere, by keyboard alone', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a room, or do something').fill('formulary');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Formulary' }).waitFor();
    await looked('formulary');
    await page.keyboard.press('/');
    await page.keyboard.type(releaseCode);
    await page.getByText('Current', { exact: true }).waitFor();
    await looked('scan');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await card('Print').waitFor();
    expect(page.url()).toMatch(/#\/order\/[\w-]+$/);
  });

  test('the supervisor filters the log and exports it', async () => {
    await drive.changeTo(page, supervisor);
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.getByText(/^chain holds, \d+ events$/).waitFor();
    await drive.pick(page, 'Command', 'order.release');
    await page.getByText(/^1 events? fits?$/).waitFor();
    await looked('log');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      (async () => {
        await page.getByRole('button', { name: 'Export CSV' }).click();
        await drive.sign(page, supervisor, 'Make the file');
      })(),
    ]);
    const csv = await drive.savedText(saved);
    expect(csv).toContain('order.release');
    expect(csv).toContain('jlind');
    expect(csv).not.toContain('order.submit');
  });

  test('a changed order says that what was printed is superseded', async () => {
    await page.getByRole('link', { name: /^Work/ }).click();
    await page.getByRole('link', { name: /^released/ }).click();
    await page.getByRole('link', { name: /^M\d+$/ }).click();
    await page.getByRole('button', { name: 'Change order' }).click();
    await page.locator('#card-order').click();
    await drive.fill(page, 'Lockout', '15');
    await drive.fill(page, 'Reason for the change', 'Prescriber lengthened the lockout');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await card('Print').getByText('superseded').first().waitFor();
    expect(await page.locator('[data-link="receive-print"]').getAttribute('data-state')).toBe('fails');
    await page.keyboard.press('/');
    await page.getByLabel('Scan or search anything').fill(releaseCode);
    await page.getByText('Superseded: do not use what carries this code').waitFor();
    const changed = page.getByRole('table', { name: 'What changed since it was printed' });
    expect(await changed.getByRole('row').allInnerTexts()).toEqual([
      expect.stringMatching(/^changed\s/i),
      expect.stringMatching(/^lockout\s+10 min\s+15 min$/),
    ]);
    await page.getByText(/Changed .* by Rana Patel: Prescriber lengthened the lockout/).waitFor();
    await looked('scan, superseded');
  });

  test('no screen has a serious accessibility violation, and no address or title names a patient', async () => {
    expect(violations).toEqual([]);
    expect(await page.title()).toBe('Meniscus');
  });

  test('no address and no title of the window ever named the patient', () => {
    const all = [...addresses.seen];
    expect(all.some((a) => /#\/order\//.test(a))).toBe(true);
    expect(all.filter((a) => /Doe|Jane|20417|1972-02-14/i.test(decodeURIComponent(a)))).toEqual([]);
  });
});
