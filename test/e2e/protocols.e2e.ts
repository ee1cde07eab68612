import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked as lookedAt } from './looked.ts';

const second = {
  ...drive.pharmacist,
  username: 'chief2',
  name: 'Second Chief',
  credentials: 'PharmD',
};
const NAIVE = 'published-hydromorphone-naive';
let desk: Desk;
let page: Page;

beforeAll(async () => {
  desk = await openDesk(
    {
      named: true,
      people: [[second, 'supervisor']],
      prescriber: 'Alex Rivera',
      patient: drive.janeDoe,
    },
    { viewport: { width: 1440, height: 900 } },
  );
  ({ page } = desk);
});
afterAll(() => desk?.close());

const looked = (screen: string) => lookedAt(page, screen);
const dialog = () => page.getByRole('dialog');
const at = async (place: string) => page.goto(`${desk.server.url.replace(/#.*$/, '')}#/${place}`);
const tree = () => page.getByRole('navigation', { name: 'Protocols' });
const protocol = () => page.getByRole('region', { name: `Protocol ${NAIVE}` });

test('the tree goes from profile to drug and concentration, by keys as by the mouse', async () => {
  await page.getByRole('link', { name: 'Formulary' }).first().click();
  await page.getByRole('link', { name: 'Protocols', exact: true }).click();
  await tree()
    .getByRole('button', { name: /^Adult, as published/ })
    .click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  for (const _ of [1, 2]) await page.keyboard.press('ArrowUp');
  // the first of the three published ones is morphine (UTD-PCA: 0.5 to 2 mg, lockout 5 to 10 min, 30 mg in 4 h)
  await page.getByRole('img', { name: /asks outside 0.5 to 2, no hard range/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await protocol()
    .getByRole('img', { name: /asks outside 0.1 to 0.4/ })
    .waitFor();
  expect(await protocol().getByRole('cell', { name: 'mg in 4 h', exact: true }).count()).toBe(1);
  await looked('protocols');
});

test('a hard range is put on it by one and approved by another', async () => {
  await page.getByRole('button', { name: `Propose a change of ${NAIVE}`, exact: true }).click();
  await dialog().getByLabel('Stopped above').first().fill('1');
  await drive.fill(dialog(), 'Where it stands', 'Pharmacy and therapeutics committee, November 2026');
  await drive.fill(dialog(), 'Reason', 'nobody naive gets more here');
  await looked('protocol-form');
  await dialog().getByRole('button', { name: 'Propose', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Proposed changes' }).getByText('Stopped above').waitFor();
  await drive.changeTo(page, second);
  await at('protocols');
  await page.getByRole('button', { name: `Approve ${NAIVE}` }).click();
  await drive.sign(page, second, 'Approve');
  await tree()
    .getByRole('button', { name: /^HYDROmorphone 0.2 mg\/mL/ })
    .click();
  await protocol()
    .getByRole('img', { name: /stops above 1/ })
    .waitFor();
  expect(await dialog().count()).toBe(0);
});

test('an order begins with it, is stopped beyond its range, and names it when it is kept', async () => {
  await protocol()
    .getByRole('link', { name: /^New order from this/ })
    .click();
  await page
    .getByRole('link', { name: /^DOE, Jane/i })
    .first()
    .click();
  await page.getByText('Started from the protocol').waitFor();
  expect([
    await page.getByLabel('Drug', { exact: true }).inputValue(),
    await page.getByLabel('Route', { exact: true }).inputValue(),
    await page.locator('[name="regimen.demand"]').inputValue(),
    await page.locator('[name="regimen.lockout"]').inputValue(),
    await page.locator('[name="regimen.basal"]').inputValue(),
    await page.locator('[name="concentration"]').inputValue(),
  ]).toEqual(['hydromorphone', 'IV', '0.2', '10', '0', '0.2']);
  await choose();
  await drive.fill(page, 'Demand dose', '1.2');
  await page.getByText('Beyond what the protocol allows').first().waitFor();
  // where it stands, as whoever proposed it wrote it
  await page
    .getByText('Pharmacy and therapeutics committee, November 2026 (decided by this pharmacy)')
    .first()
    .waitFor();
  await looked('order-outside-protocol');
  await drive.fill(page, 'Demand dose', '0.2');
  await page.getByRole('button', { name: 'Save draft', exact: true }).click();
  await page.getByText('M000001').first().waitFor();
  expect(await page.getByText('Beyond what the protocol allows').count()).toBe(0);
  await page.getByText(`Started from the protocol ${NAIVE}`).first().waitFor();
  await looked('order-of-protocol');
});

/** What the protocol says nothing of; 10 mg in 50 mL are its 0.2 mg/mL. */
async function choose(): Promise<void> {
  await drive.choose(page, 'For this patient', 'first order');
  await drive.choose(page, 'Naloxone', 'ordered');
  await drive.choose(page, 'Pump limit', 'limit');
  await page.locator('[name="regimen.limit.amount"]').fill('3');
  await drive.fill(page, 'In any', '4');
  await drive.fill(page, 'First starts on', drive.inDays(1));
  await drive.fill(page, 'at', '20:00');
  await drive.fill(page, 'Length of a session', '12');
  await drive.fill(page, 'From start to start', '24');
  await drive.fill(page, 'How many sessions', '1');
  await page.getByLabel('Prescriber', { exact: true }).selectOption({ index: 1 });
  await drive.fill(page, 'Rx number', 'RX-88121');
  await page.getByRole('button', { name: /^Bag/ }).click();
  await drive.fill(page, 'Strength', '2');
  await drive.fill(page, 'Volume of one', '20');
  await drive.fill(page, 'Drug in one container', '10');
  await drive.pick(page, 'Method', 'exact fill of an empty container');
  await drive.fill(page, 'Final volume', '50');
  await drive.pick(page, 'Diluent', '0.9% sodium chloride injection');
  await drive.choose(page, 'Container', 'cassette');
  await drive.fill(page, /^It holds/, '100');
  await drive.fill(page, 'How many', '1');
  await drive.choose(page, 'Storage', '2–8 °C');
  await drive.fill(page, /^Priming/, '3');
  await drive.fill(page, /^Residual/, '1');
  await page.getByRole('button', { name: /^Pump/ }).click();
  await drive.pick(page, 'Pump', 'CADD-Solis 2100 / 2110');
  await page.getByRole('button', { name: /^Order/ }).click();
}
