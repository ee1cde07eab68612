import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { looked as lookedAt } from './looked.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';

const other = { ...drive.pharmacist, username: 'chief2', name: 'Second Chief', credentials: 'PharmD' };
let desk: Desk;
let page: Page;

beforeAll(async () => {
  desk = await openDesk(
    { named: true, people: [[other, 'supervisor']] },
    { viewport: { width: 1440, height: 900 } },
  );
  ({ page } = desk);
});
afterAll(() => desk?.close());

const looked = (screen: string) => lookedAt(page, screen);

test('what is not known of a formulation is answered on the page of the pharmacy, and approved by another', async () => {
  const dialog = page.getByRole('dialog');
  await drive.tabTo(page, 'Pharmacy');
  await page.keyboard.press('Enter');
  const section = page.getByRole('region', { name: 'Answered once' });
  await section.getByText('Nothing has been answered yet').waitFor();
  await section.getByRole('button', { name: 'What a pump’s manual says…' }).click();
  await dialog.waitFor();
  await looked('answer-pump');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await section.getByRole('button', { name: 'How long a formulation keeps…' }).click();
  await dialog.waitFor();
  await dialog.getByLabel('Drug').selectOption('hydromorphone');
  await drive.fill(page, 'Concentration', '0,2 mg/mL');
  await drive.fill(page, /^Keeps, in days/, '7');
  await drive.fill(page, 'Reference', 'Handbook on Injectable Drugs, page 590');
  await drive.fill(page, 'Reason', 'read and compared');
  await dialog.getByRole('button', { name: 'Propose' }).click();
  await dialog.getByText('comma', { exact: false }).first().waitFor();
  await drive.fill(page, 'Concentration', '0.2 mg/mL');
  await looked('answer-formulation');
  await dialog.getByRole('button', { name: 'Propose' }).click();
  await dialog.waitFor({ state: 'detached' });

  await drive.changeTo(page, other);
  await drive.tabTo(page, 'Formulary');
  await page.keyboard.press('Enter');
  await drive.tabTo(page, 'Approve how long it keeps');
  await page.keyboard.press('Enter');
  await dialog.getByText('keeps 7 days', { exact: false }).waitFor();
  await drive.sign(page, other, 'Approve');
  await drive.tabTo(page, 'Pharmacy');
  await page.keyboard.press('Enter');
  await section.getByText('HYDROmorphone 0.2 mg/mL').waitFor();
  await looked('answered-once');
  expect(await section.getByText('keeps 7 days', { exact: false }).count()).toBe(1);
});
