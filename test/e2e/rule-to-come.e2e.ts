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

test('a rule for a later day, by keyboard alone: past days refused, approved by another, shown and not in force', async () => {
  const day = drive.inDays(9);
  const dialog = page.getByRole('dialog');
  await drive.tabTo(page, 'Formulary');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Formulary', level: 1 }).waitFor();
  await drive.tabTo(page, /^HYDROmorphone/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Propose a change of hm-04', exact: true }).waitFor();
  await drive.tabTo(page, 'Propose a change of hm-04');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  // formulary.json: PCA demand of hydromorphone at most 0.4 mg.
  await drive.fill(page, 'Amount', '0.3');
  await drive.tabTo(page, 'In force from the day');
  await page.keyboard.type(drive.inDays(-3));
  await drive.tabTo(page, 'Where it stands');
  await page.keyboard.type('Minutes of the committee, page 2');
  await drive.tabTo(page, 'Reason');
  await page.keyboard.type('with the new pumps');
  await drive.tabTo(page, 'Propose');
  await page.keyboard.press('Enter');
  await dialog.getByText('That day has begun already').waitFor();
  await drive.fill(page, 'In force from the day', day);
  await looked('propose-later');
  await drive.tabTo(page, 'Propose');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Proposed changes' }).getByText(`from ${day} 00:00`).waitFor();

  await drive.changeTo(page, other);
  await drive.tabTo(page, 'Approve hm-04');
  await page.keyboard.press('Enter');
  await dialog.getByText(`From ${day} 00:00 on it holds`).waitFor();
  await looked('approve-later');
  await drive.sign(page, other, 'Approve');
  await page.getByRole('region', { name: 'Approved for later' }).getByText(`from ${day} 00:00`).waitFor();
  await page.getByRole('button', { name: /^HYDROmorphone/ }).click();
  await page.getByText(`from ${day} 00:00: at most 0.3 mg`).waitFor();
  await page.getByText('at most 0.4 mg').first().waitFor();
  expect(await page.getByText('limit of this pharmacy').count()).toBe(0);
  await looked('rule-to-come');
});
