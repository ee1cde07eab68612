import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';

const SINCE = /^Not saved yet: typed on \d{4}-\d{2}-\d{2} \d{2}:\d{2}\./;

/** What is typed outlives a look elsewhere, and what was refused of it is refused as long as it stands there. */
describe('what is typed', () => {
  let desk: Desk;
  let page: Page;
  const field = (name: string) => page.locator(`[name="${name}"]`);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name'));
  const refusal = (name: string) => page.locator(`.field:has([name="${name}"]) .refusal`);

  const unsaved = () => page.getByRole('region', { name: 'Not saved yet' });

  beforeAll(async () => {
    desk = await openDesk(
      { prescriber: 'Alex Moreno', people: [[drive.pharmacist, 'pharmacist']] },
      { viewport: { width: 1280, height: 720 } },
    );
    ({ page } = desk);
  });
  afterAll(() => desk?.close());

  test('a new patient is still there after a look at the others, until it is saved or discarded', async () => {
    await drive.typePatient(page, drive.janeDoe);
    await page.getByRole('link', { name: 'Patients', exact: true }).click();
    await page.getByRole('link', { name: 'New patient' }).click();
    expect(await field('family').inputValue()).toBe('Doe');
    expect(await field('weight.value').inputValue()).toBe('70');
    expect(await unsaved().textContent()).toMatch(SINCE);
    await looked(page, 'kept-patient');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('version 1').first().waitFor();
    await page.getByRole('link', { name: 'Patients', exact: true }).click();
    await page.getByRole('link', { name: 'New patient' }).click();
    expect(await field('family').inputValue()).toBe('');
    // Nothing is left from before, and what is typed here is not either.
    expect(await unsaved().count()).toBe(0);
    await field('family').fill('Roe');
    expect(await unsaved().count()).toBe(0);
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await field('family').inputValue()).toBe('');
  });

  test('so is a prescriber, until it is cancelled; a refusal goes with the value that it is of', async () => {
    const open = async () => {
      await page.getByRole('link', { name: 'Prescribers' }).click();
      await page.getByRole('button', { name: 'New prescriber' }).click();
    };
    await open();
    await field('name').fill('Kim Ode');
    await field('credentials').fill('MD');
    await field('npi').fill('123');
    await page.getByRole('link', { name: /^Work/ }).click();
    await open();
    expect(await field('name').inputValue()).toBe('Kim Ode');
    expect(await unsaved().textContent()).toMatch(SINCE);
    await field('phone').fill('555-0199');
    await page.getByRole('button', { name: 'Save' }).click();
    await refusal('npi').waitFor();
    await expect.poll(focused).toBe('npi');
    await field('npi').fill('1234567890');
    expect(await refusal('npi').count()).toBe(0);
    await field('npi').fill('123');
    await refusal('npi').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await open();
    expect(await field('name').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  test('a refused field takes no key from whoever types elsewhere by then', async () => {
    await page.getByRole('button', { name: 'New prescriber' }).click();
    for (const [name, text] of [
      ['name', 'Kim Ode'],
      ['credentials', 'MD'],
      ['npi', '123'],
      ['phone', '555-0199'],
    ] as const)
      await field(name).fill(text);
    // In the instant in which the refusal is drawn somebody begins to search.
    await page.evaluate(() => {
      const scan = document.querySelector<HTMLInputElement>('[aria-label="Scan or search anything"]');
      new MutationObserver((_, observer) => {
        if (document.querySelector('[data-refused]') === null) return;
        observer.disconnect();
        scan?.focus();
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await refusal('npi').waitFor();
    await page.keyboard.type('moreno', { delay: 60 });
    expect(await page.getByLabel('Scan or search anything').inputValue()).toBe('moreno');
    expect(await field('npi').inputValue()).toBe('123');
    await page.getByLabel('Scan or search anything').fill('');
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  test('an Rx number that is taken is refused where it stands, and another one is saved', async () => {
    const kept = page.getByRole('region', { name: 'Not saved yet' });
    const open = async () => {
      await page.getByRole('link', { name: 'Patients', exact: true }).click();
      await page.getByRole('link', { name: 'Doe, Jane', exact: true }).click();
      await page.getByRole('link', { name: 'New order' }).click();
      await page.getByText('Still needed').waitFor();
    };
    const order = async () => {
      await open();
      await drive.typeOrder(page);
      await page.getByText('1.2 mg').first().waitFor();
    };
    const save = page.getByRole('button', { name: /^Save draft/ });
    await order();
    await save.click();
    await page.locator('[data-act="submit"]').waitFor();
    await open();
    expect(await kept.count()).toBe(0);
    await drive.fill(page, 'Demand dose', '0.7');
    await open();
    expect(await field('regimen.demand').inputValue()).toBe('0.7');
    expect(await kept.textContent()).toMatch(/^Not saved yet: typed on \d{4}-\d{2}-\d{2} \d{2}:\d{2}\./);
    await looked(page, 'kept-order');
    await page.getByRole('button', { name: 'Start empty' }).click();
    expect(await field('regimen.demand').inputValue()).toBe('0.7');
    await page.getByRole('button', { name: 'Discard what is typed' }).click();
    expect(await field('regimen.demand').inputValue()).toBe('');
    expect(await kept.count()).toBe(0);
    await open();
    expect(await kept.count()).toBe(0);
    await order();
    await page.locator('#card-bag').click();
    await save.click();
    await refusal('rx').waitFor();
    await expect.poll(focused).toBe('rx');
    expect(await save.textContent()).toBe('Save draft: 1 refused');
    expect(await page.evaluate(() => [window.scrollY, document.body.scrollTop])).toEqual([0, 0]);
    await expect
      .poll(async () => (await page.locator('.patient h1').boundingBox())?.y ?? -1)
      .toBeGreaterThan(0);
    await looked(page, 'rx-refused');
    await field('rx').fill('RX-2');
    expect(await refusal('rx').count()).toBe(0);
    expect(await save.textContent()).toBe('Save draft');
    await save.click();
    await page.locator('[data-act="submit"]').waitFor();
  });

  test('an order that is stopped says who stopped it and why, and shows the way it came', async () => {
    await page.locator('[data-act="submit"]').click();
    await page.locator('[data-act="verify"]').waitFor();
    await page.getByRole('button', { name: 'More acts' }).click();
    await page.getByRole('menuitem', { name: 'Discontinue…' }).click();
    const box = page.getByRole('dialog');
    await drive.fill(box, 'Reason', 'The prescriber stopped it by telephone');
    await box.getByLabel(/^Password of/).fill(drive.supervisor.password);
    await page.keyboard.press('Enter');
    const stopped = page.getByRole('region', { name: 'Stopped' });
    await stopped.waitFor();
    expect(await stopped.textContent()).toMatch(
      /^Discontinued by Rana Patel, .*: The prescriber stopped it by telephone$/,
    );
    expect(await page.locator('footer.life li').allTextContents()).toEqual([
      'draft',
      'submitted',
      'discontinued',
    ]);
    await page.locator('#card-order').click();
    await looked(page, 'discontinued');
  });

  test('whoever is put out finds what they typed when they come back, and nobody else does', async () => {
    const putOut = async () => {
      await page.getByRole('link', { name: 'Patients', exact: true }).click();
      await page.getByRole('link', { name: 'New patient' }).click();
      await field('family').fill('Roe');
      const beside = await page.context().newPage();
      await beside.goto(desk.server.url.replace(/#.*$/, ''));
      await beside.getByRole('button', { name: 'Sign out' }).click();
      await beside.close();
      await page.getByText('What was typed here is kept until').waitFor();
    };
    const typed = async () => {
      await page.getByRole('link', { name: 'Patients', exact: true }).click();
      await page.getByRole('link', { name: 'New patient' }).click();
      return field('family').inputValue();
    };
    await putOut();
    await looked(page, 'put-out');
    await drive.signIn(page, drive.supervisor);
    expect(await typed()).toBe('Roe');
    await putOut();
    await drive.signIn(page, drive.pharmacist);
    expect(await typed()).toBe('');
    expect(await unsaved().count()).toBe(0);
  });
});
