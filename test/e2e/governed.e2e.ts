import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked as lookedAt } from './looked.ts';

const person = (username: string, name: string) => ({
  ...drive.pharmacist,
  username,
  name,
  credentials: 'PharmD',
});
const second = person('chief2', 'Second Chief');
const third = person('chief3', 'Third Chief');
let desk: Desk;
let page: Page;

beforeAll(async () => {
  desk = await openDesk(
    {
      named: true,
      people: [
        [second, 'supervisor'],
        [third, 'supervisor'],
      ],
    },
    { viewport: { width: 1440, height: 900 } },
  );
  ({ page } = desk);
});
afterAll(() => desk?.close());

const looked = (screen: string) => lookedAt(page, screen);
const dialog = () => page.getByRole('dialog');
const at = async (place: string) => page.goto(`${desk.server.url.replace(/#.*$/, '')}#/${place}`);

test('a drug page has all about a drug, each record with its source and its history', async () => {
  await page.getByRole('link', { name: 'Formulary' }).first().click();
  await page.getByRole('button', { name: /^HYDROmorphone/ }).click();
  await page.getByRole('link', { name: 'All about HYDROmorphone' }).click();
  await page.getByRole('heading', { name: /^HYDROmorphone/, level: 1 }).waitFor();
  const limits = page.getByRole('region', { name: 'Limits' });
  // formulary.json hm-04, made into a sentence from its figures
  await limits
    .getByRole('button', {
      name: 'A single dose (PCA demand): at most 0.4 mg, IV; from 18 years, opioid-naive.',
    })
    .click();
  await limits.getByText('Nobody here has changed this limit').waitFor();
  // hm-04 was not changed here, and no other limit of it was either
  expect(await page.getByText('of this pharmacy', { exact: true }).count()).toBe(0);
  await looked('drug-page');
});

test('a laxer limit is proposed, signed by two supervisors besides, and is marked', async () => {
  await page.getByRole('button', { name: 'Propose a change of hm-04', exact: true }).click();
  await drive.fill(dialog(), 'Amount', '0.5');
  await drive.fill(dialog(), 'Where it stands', 'Palliative care guideline, 2025, page 12');
  await drive.fill(dialog(), 'Reason', 'our palliative patients');
  await looked('record-form');
  await dialog().getByRole('button', { name: 'Propose', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  const proposed = page.getByRole('region', { name: 'Proposed changes' });
  await proposed.getByText('Amount 0.4 → 0.5').waitFor();
  await proposed.getByText('laxer: two supervisors').waitFor();
  for (const who of [second, third]) {
    await drive.changeTo(page, who);
    await at('drug/hydromorphone');
    await page.getByRole('button', { name: 'Approve hm-04' }).click();
    await dialog().getByText('Palliative care guideline, 2025, page 12').waitFor();
    await looked(`review-${who.username}`);
    await drive.sign(page, who, 'Approve');
  }
  await page.getByText('laxer here').waitFor();
  await proposed.waitFor({ state: 'detached' });
  expect(await page.getByText('laxer here').count()).toBeGreaterThan(0);
  await looked('laxer');
});

test('a product is proposed in its own form', async () => {
  await page.getByRole('button', { name: 'Propose a new product' }).click();
  await drive.fill(dialog(), 'Strength', '4');
  await drive.fill(dialog(), 'Unit of the strength', 'mg/mL');
  await drive.fill(dialog(), 'Volume, in mL', '20');
  await drive.fill(dialog(), 'Container', 'vial of our supplier');
  await drive.fill(dialog(), 'Where it stands', 'Label of the vial, lot A1');
  await drive.fill(dialog(), 'Reason', 'we buy it');
  await looked('product-form');
  expect(await dialog().count()).toBe(1);
  await dialog().getByRole('button', { name: 'Propose', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await page
    .getByRole('region', { name: 'Proposed changes' })
    .getByText('vial of our supplier')
    .first()
    .waitFor();
});

test('a drug is added in its form by one and approved by another, and is then in the formulary', async () => {
  await drive.changeTo(page, drive.supervisor);
  await at('formulary');
  await page.getByRole('button', { name: 'New drug…' }).click();
  await drive.fill(dialog(), 'Name in the library', 'Midazolam');
  await drive.fill(dialog(), 'Generic name', 'midazolam');
  await drive.fill(dialog(), 'Routes', 'IV\nSC');
  await drive.fill(dialog(), 'Units of doses, the first one first', 'mg\nmg/h');
  await drive.fill(dialog(), 'Where it stands', 'Prescribing information, 2023');
  await drive.fill(dialog(), 'Reason', 'asked for by the hospice');
  await dialog().getByRole('button', { name: 'Propose', exact: true }).click();
  // the name in the library is written in small letters
  await dialog().getByRole('alert').first().waitFor();
  await looked('new-drug-refused');
  await drive.fill(dialog(), 'Name in the library', 'midazolam');
  await dialog().getByRole('button', { name: 'Propose', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await drive.changeTo(page, second);
  await at('formulary');
  await page.getByRole('button', { name: 'Approve midazolam' }).click();
  await looked('review-new-drug');
  await drive.sign(page, second, 'Approve');
  await page.getByRole('button', { name: /^midazolam/ }).waitFor();
  expect(await page.getByRole('button', { name: 'Approve midazolam' }).count()).toBe(0);
});

test('a drug is stopped at once by one pharmacist, and its page says so', async () => {
  await drive.changeTo(page, drive.supervisor);
  await at('drug/hydromorphone');
  await page.getByRole('button', { name: 'Stop…' }).click();
  await drive.fill(dialog(), 'Reason', 'recalled by the maker');
  await looked('stop');
  await drive.sign(page, drive.supervisor, 'Stop');
  await page.getByText('stopped here').waitFor();
  await page.getByRole('region', { name: 'Stopped' }).getByText('recalled by the maker').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await looked('stopped');
});
