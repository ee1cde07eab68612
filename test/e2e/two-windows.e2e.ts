import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';

const { supervisor } = drive;

/** One order in two windows of one person: what is done in one while the other shows it. */
describe('two windows', () => {
  let desk: Desk;
  let page: Page;
  let other: Page;

  beforeAll(async () => {
    desk = await openDesk(
      { named: true, prescriber: 'Alex Moreno', patient: drive.janeDoe },
      { viewport: { width: 1440, height: 900 } },
    );
    ({ page } = desk);
    other = await page.context().newPage();
  });
  afterAll(() => desk?.close());
  let failed = false;
  beforeEach((context) => {
    if (failed) context.skip();
    onTestFailed(() => {
      failed = true;
    });
  });

  const next = (act: string) => page.locator(`[data-act="${act}"]`);
  /** In the other window: the patient weighs something else. */
  async function weigh(kg: string): Promise<void> {
    await other.getByRole('link', { name: 'Patients', exact: true }).click();
    await other.getByRole('link', { name: 'Doe, Jane', exact: true }).click();
    await drive.fill(other, 'Weight', kg);
    await drive.fill(other, 'Weight measured on', drive.inDays(-1));
    const versions = other.getByText(/^version \d+$/);
    const before = await versions.first().textContent();
    await other.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => versions.first().textContent()).not.toBe(before);
  }
  const changed = () => page.getByRole('alert', { name: 'Changed since you looked' });

  test('one person has them both', async () => {
    await other.goto(new URL('/', desk.server.url).href);
    const who = other.getByText(`${supervisor.name}, ${supervisor.credentials}`);
    await who.waitFor();
    expect(await who.count()).toBe(1);
  });

  test('a double click makes one order', async () => {
    await drive.newOrder(page);
    await drive.typeOrder(page);
    await page.getByText('1.2 mg').first().waitFor();
    await page.getByRole('button', { name: 'Save draft' }).dblclick();
    await next('submit').waitFor();
    await other.getByRole('link', { name: /^Work/ }).click();
    await other.getByText('M000001').first().waitFor();
    expect(await other.getByText('M000002').count()).toBe(0);
  });

  test('the findings of a draft follow the weight that the other window gives the patient', async () => {
    const told = page.getByText(/^The weight differs from the one before/);
    expect(await told.count()).toBe(0);
    await weigh('50');
    await told.first().waitFor();
    await weigh('70');
    await told.first().waitFor({ state: 'detached' });
  });

  test('what moved while the box is open is named in it, before and now, and nothing is signed', async () => {
    await next('submit').click();
    await next('verify').waitFor();
    const answer = page.getByRole('button', { name: /^(?:Override|Acknowledge)…$/ });
    await answer.first().click();
    const box = page.getByRole('dialog');
    await box.getByLabel('Reason', { exact: true }).selectOption({ index: 1 });
    await drive.fill(box, 'In your words', 'Checked by hand.');
    await drive.fill(box, /^Contact with/, 'Dr. Moreno by phone, agreed');
    await weigh('71');
    // At once, before the window has looked by itself whether anything changed.
    await box.getByLabel(/^Password of/).fill(supervisor.password);
    await page.keyboard.press('Enter');
    await changed().waitFor();
    await changed().getByText('71 kg').waitFor();
    expect(await changed().textContent()).toMatch(/The patient’s record.*weight: 70 kg on .* 71 kg on /);
    expect(await box.getByRole('button', { name: /^(?:Override|Acknowledge)$/ }).isDisabled()).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);
    await changed().getByRole('button', { name: 'I have looked at it' }).click();
    await changed().waitFor({ state: 'detached' });
    // What was typed is still there.
    expect(await box.getByLabel('In your words', { exact: true }).inputValue()).toBe('Checked by hand.');
    await box.getByLabel(/^Password of/).fill(supervisor.password);
    await page.keyboard.press('Enter');
    await box.waitFor({ state: 'detached' });
  });

  const otherwise = () => page.getByRole('alert', { name: 'Otherwise than when it was checked' });
  const answers = () => page.getByRole('button', { name: /^(?:Override|Acknowledge)…$/ }).count();

  test('the patient of now stands above the order, with what differs from its check, in a window that is opened later as well', async () => {
    await weigh('72');
    await page.bringToFront();
    await page.reload();
    await otherwise().waitFor();
    expect(await otherwise().textContent()).toMatch(/weight: 70 kg on .* 72 kg on /);
    expect(await page.locator('.patient').textContent()).toMatch(/weight 72 kg/);
    expect(await next('verify').textContent()).toBe('Verify: check it again first');
    expect(await answers()).toBe(0);
    await looked(page, 'facts-changed-order');
    await page.getByRole('link', { name: /^Work/ }).click();
    await page.getByText('facts changed').waitFor();
    await looked(page, 'facts-changed-worklist');
    await page.goBack();
  });

  test('one press checks it again, and says so; then it is answered', async () => {
    await page.getByRole('button', { name: 'Check again with what is known now' }).click();
    await otherwise().waitFor({ state: 'detached' });
    await page.getByText('Checked again with what is known now.').waitFor();
    expect(await next('verify').textContent()).toMatch(/^Verify: \d+ findings left$/);
    expect(await answers()).toBeGreaterThan(0);
    await looked(page, 'facts-changed-again');
  });

  test('a change of nothing asks for no reason that has no field', async () => {
    await page.getByRole('button', { name: 'Change order' }).click();
    const save = page.getByRole('button', { name: /^Save draft/ });
    await page.getByText('1.2 mg').first().waitFor();
    expect(await save.textContent()).toBe('Save draft: nothing changed');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await next('verify').waitFor();
  });
});
