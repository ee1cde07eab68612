import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked as lookedAt } from './looked.ts';

const second = { ...drive.pharmacist, username: 'chief2', name: 'Second Chief', credentials: 'PharmD' };
const third = { ...drive.technician, username: 'extra', name: 'Third Pharmacist', credentials: 'RPh' };
let desk: Desk;
let page: Page;
/** what a person did: each press of a key, a shifted letter as one; and each field that took an answer */
let keys = 0;
let fields = 0;

beforeAll(async () => {
  desk = await openDesk(
    {
      named: true,
      people: [
        [drive.pharmacist, 'pharmacist'],
        [third, 'pharmacist'],
        [second, 'supervisor'],
      ],
      prescriber: 'Alex Rivera',
      patient: drive.janeDoe,
      verifiedBy: [drive.pharmacist, third],
    },
    { viewport: { width: 1440, height: 900 } },
  );
  ({ page } = desk);
});
afterAll(() => desk?.close());

const looked = (screen: string) => lookedAt(page, screen);
const dialog = () => page.getByRole('dialog');
const at = async (place: string) => page.goto(`${desk.server.url.replace(/#.*$/, '')}#/${place}`);
const press = async (key: string) => {
  keys += 1;
  await page.keyboard.press(key);
};
const type = async (text: string) => {
  keys += text.length;
  await page.keyboard.type(text);
};
/** The field that has the cursor is the one that a person expects there, and takes an answer. */
const answer = async (name: string, how: () => Promise<void>) => {
  await page.waitForFunction((n) => document.activeElement?.getAttribute('name') === n, name);
  await how();
  fields += 1;
};
const marked = (name: string) => page.locator('.field', { has: page.locator(`[name="${name}"]`) });

test('an order set is a protocol with a bag, sessions and a pump, proposed by one and approved by another', async () => {
  await at('protocols');
  await page.getByRole('button', { name: 'New protocol…' }).click();
  const form = dialog();
  await drive.fill(form, 'Name in the library', 'home-hm-naive');
  await drive.fill(form, 'Profile', 'Home, adult');
  await form.getByLabel('Kind of regimen').selectOption('pca');
  await drive.fill(form, 'Route', 'IV');
  await form.getByLabel('For patients').selectOption('opioid-naive');
  await drive.fill(form, 'Drug', 'hydromorphone');
  await drive.fill(form, 'Concentration', '0.2');
  await drive.fill(form, 'Unit of the concentration', 'mg/mL');
  // UTD-PCA for the naive: 0.1 to 0.4 mg, lockout 10 min, no basal; 3 mg in 4 h as in the main job's order
  for (const [i, [line, unit, start, window]] of (
    [
      ['demand dose', 'mg', '0.2'],
      ['lockout', 'min', '10'],
      ['basal rate', 'mg/h', '0'],
      ['pump limit', 'mg', '3', '4'],
    ] as const
  ).entries()) {
    await form.getByRole('button', { name: 'Another entry of Fields' }).click();
    await form.locator(`[name="fields.${i}.line"]`).selectOption(line);
    await form.locator(`[name="fields.${i}.unit"]`).fill(unit);
    await form.locator(`[name="fields.${i}.start"]`).fill(start);
    if (window !== undefined) await form.locator(`[name="fields.${i}.window_h"]`).fill(window);
  }
  await form.locator('[name="fields.0.hard_most"]').fill('1');
  for (const [name, value] of Object.entries({
    'bag.vial_strength': '2',
    'bag.vial_mL': '20',
    'bag.fill_mL': '50',
    'bag.diluent': 'ns09',
    'bag.capacity_mL': '100',
    'bag.containers': '1',
    'bag.priming_mL': '3',
    'bag.residual_mL': '1',
    'sessions.duration_h': '12',
    'sessions.every_h': '24',
    pump: 'cadd-solis',
  }))
    await form.locator(`[name="${name}"]`).fill(value);
  await form.locator('[name="bag.container"]').selectOption('cassette');
  await form.locator('[name="bag.storage"]').selectOption('refrigerated');
  await drive.fill(form, 'Where it stands', 'Pharmacy and therapeutics committee, December 2026');
  await drive.fill(form, 'Reason', 'the common order here');
  await looked('order-set-form');
  await form.getByRole('button', { name: 'Propose', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await drive.changeTo(page, second);
  await at('protocols');
  await page.getByRole('button', { name: 'Approve home-hm-naive' }).click();
  await drive.sign(page, second, 'Approve');
  await page
    .getByRole('navigation', { name: 'Protocols' })
    .getByRole('button', { name: /^Home, adult/ })
    .click();
  await page.getByText('orders start with cassette of 50 mL').first().waitFor();
  expect(await dialog().count()).toBe(0);
});

test('the common PCA is typed by keys alone: at most 12 fields, under 60 keys', async () => {
  await drive.changeTo(page, drive.pharmacist);
  await at('work');
  await page.getByText('M000001').waitFor();
  await press('n');
  await page.getByRole('heading', { name: 'New order: for whom?' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.matches('input'));
  await type('doe');
  fields += 1;
  await press('Enter');
  await page.getByRole('region', { name: 'Start the order' }).waitFor();
  await looked('order-start');
  await press('o');
  await page.getByLabel(/^Order set:/).waitFor();
  await page.getByText('home-hm-naive').waitFor();
  await page.waitForFunction(() =>
    document.activeElement?.getAttribute('aria-label')?.startsWith('Order set'),
  );
  await type('hyd');
  fields += 1;
  await looked('order-sets');
  await press('Enter');
  await answer('firstOrder', () => press('Space'));
  await press('Enter');
  await answer('naloxone', () => press('Space'));
  await press('Enter');
  await answer('sessions.start', () => type(drive.inDays(1)));
  await press('Enter');
  await answer('sessions.time', () => type('20:00'));
  await press('Enter');
  await answer('sessions.count', () => type('1'));
  await press('Enter');
  await answer('prescriberId', () => press('ArrowDown'));
  await press('Enter');
  await answer('rx', () => type('88121'));
  await looked('order-of-set');
  expect([
    await page.locator('[name="regimen.demand"]').inputValue(),
    await page.locator('[name="regimen.limit.amount"]').inputValue(),
    await page.locator('[name="sessions.duration"]').inputValue(),
    await marked('regimen.demand').locator('.origin').textContent(),
    await marked('rx').locator('.origin').count(),
  ]).toEqual(['0.2', '3', '12', 'protocol', 0]);
  await page.getByRole('button', { name: 'Save draft', exact: true }).waitFor();
  await press('Control+Enter');
  await page.getByText('M000002').first().waitFor();
  await page.getByText('Started from the protocol home-hm-naive').first().waitFor();
  // the figures of the issue, and what this order took, so that a step more is seen
  expect(fields).toBeLessThanOrEqual(12);
  expect(keys).toBeLessThan(60);
  expect({ fields, keys }).toEqual({ fields: 9, keys: 41 });
  // 0.2 mg/mL × 50 mL
  await page.getByRole('button', { name: /^Bag/ }).click();
  expect(await page.locator('[name="preparation.drugAmount"]').inputValue()).toBe('10');
});

test('what the set filled in is changed like anything else, is counted, and is stopped beyond its range', async () => {
  await at(`new-order/${desk.patientId}/home-hm-naive`);
  await page.getByText(/\d+ fields from the protocol, none changed/).waitFor();
  await drive.fill(page, 'Demand dose', '1.2');
  await page.getByText('1 changed: demand dose 0.2 mg → 1.2 mg').waitFor();
  expect(await marked('regimen.demand').locator('.origin').count()).toBe(0);
  await looked('order-of-set-changed');
});

test('as last time copies the last order, and asks again what was of that day', async () => {
  await at('work');
  await at(`new-order/${desk.patientId}`);
  await page.getByRole('region', { name: 'Start the order' }).waitFor();
  await page.getByRole('button', { name: /^as last time, M000001/ }).waitFor();
  await page.keyboard.press('l');
  await page.getByText('As last time:').waitFor();
  const started = page.getByRole('region', { name: 'Started with' });
  await started.getByText(/Not copied: prescriber, Rx number, start/).waitFor();
  // the order of before: morphine, 1 mg every 10 min
  expect([
    await page.locator('[name="regimen.demand"]').inputValue(),
    await marked('regimen.demand').locator('.origin').textContent(),
    await page.locator('[name="rx"]').inputValue(),
    await page.locator('[name="sessions.start"]').inputValue(),
    await page.locator('[name="firstOrder"]:checked').count(),
  ]).toEqual(['1', 'last time', '', '', 0]);
  await drive.choose(page, 'For this patient', 'continues');
  await drive.choose(page, 'Naloxone', 'ordered');
  await drive.fill(page, 'First starts on', drive.inDays(2));
  await drive.fill(page, 'at', '20:00');
  await page.getByLabel('Prescriber', { exact: true }).selectOption({ index: 1 });
  await drive.fill(page, 'Rx number', 'RX-88140');
  await page
    .getByRole('button', { name: 'Save draft: opioid status asked again, weight asked again left' })
    .waitFor();
  await looked('order-as-last-time');
  await started.getByRole('button', { name: 'Both are still so' }).click();
  await page.getByRole('button', { name: 'Save draft', exact: true }).click();
  await page.getByText('M000003').first().waitFor();
});

test('a rotation proposes a start, and a person takes it', async () => {
  await at(`new-order/${desk.patientId}/published-hydromorphone-naive`);
  await page.getByText(/fields from the protocol/).waitFor();
  await page.getByRole('button', { name: 'Rotation…' }).click();
  const form = dialog();
  await form.getByLabel(/^Opioid and route/).selectOption('morphine oral');
  await form.locator('[name="dailyDose"]').fill('60');
  await form.locator('[name="reduction"]').fill('50');
  // 60 mg of oral morphine a day are 0.125 mg/h of HYDROmorphone (OUH steps 1 to 4); half of it, and half of that beside demand doses
  await form.getByRole('button', { name: 'Take 0.031 mg/h as the basal rate' }).waitFor();
  await looked('rotation');
  expect(await page.locator('[name="regimen.basal"]').inputValue()).toBe('0');
  await form.getByRole('button', { name: 'Take 0.031 mg/h as the basal rate' }).click();
  await form.waitFor({ state: 'detached' });
  expect([
    await page.locator('[name="regimen.basal"]').inputValue(),
    await marked('regimen.basal').locator('.origin').textContent(),
    await page.locator('[name="note"]').inputValue(),
  ]).toEqual([
    '0.031',
    'rotation',
    'basal rate 0.031 mg/h taken from a rotation: morphine oral as hydromorphone parenteral, in 24 h 3 mg; 50 % less for morphine oral; the way back is no undoing: it is reduced once more',
  ]);
  await drive.fill(page, 'Basal rate', '0.03');
  expect(await marked('regimen.basal').locator('.origin').count()).toBe(0);
  await page.getByRole('button', { name: 'Rotation…' }).click();
  await form.getByLabel(/^Opioid and route/).selectOption('fentanyl transdermal');
  await form.locator('[name="dailyDose"]').fill('25');
  await form.locator('[name="reduction"]').fill('50');
  await form.getByText(/no source of the library converts a patch/).waitFor();
  expect(await form.getByRole('button', { name: 'Take as the basal rate' }).isDisabled()).toBe(true);
});

test('a limit is drawn while it is written, with what the last orders had', async () => {
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await at('drug/morphine');
  await page.getByRole('button', { name: 'Propose a change of mor-11', exact: true }).click();
  const look = dialog().getByRole('region', { name: 'The limit as it is written' });
  // M000001 gives at most 10 mg in any 4 h, M000003 as much
  await look.getByText(/amounts in the last \d+ orders: none beyond this limit/).waitFor();
  await dialog().locator('[name="amount"]').fill('9');
  await look.getByText(/at most 9 mg/).waitFor();
  await look.getByText(/orders: [1-9]\d* beyond this limit/).waitFor();
  await look.scrollIntoViewIfNeeded();
  await looked('limit-range');
  expect(await look.getByRole('img', { name: /^Allowed up to 9 mg/ }).count()).toBe(1);
  await page.keyboard.press('Escape');
});

test('whoever loads the pumps gets the protocols of one pump as a file with a digest', async () => {
  await at('protocols');
  const pumps = page.getByRole('region', { name: 'For the pumps' });
  await pumps.getByLabel('For whoever loads the pumps').selectOption('cadd-solis');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    pumps.getByRole('button', { name: 'JSON' }).click(),
  ]);
  const text = await drive.savedText(file);
  const { digest, entries } = JSON.parse(text) as {
    digest: string;
    entries: { protocol: string; approvedBy: string[] }[];
  };
  await pumps.getByText(digest.slice(0, 16)).waitFor();
  await looked('for-pumps');
  expect(entries.find((e) => e.protocol === 'home-hm-naive')?.approvedBy).toEqual([second.name]);
});
