import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';

/** The order screen for regimens that are no PCA: another choice of kind asks for other fields and loses none. */
describe('other kinds of regimen', () => {
  const shots = process.env['MENISCUS_SHOTS'];
  let desk: Desk;
  let page: Page;

  const field = (path: string) => page.locator(`[name="${path}"]`);
  const received = () => page.getByRole('region', { name: 'Patient can receive', exact: true });
  const shot = async (name: string) => {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
  };
  const kind = (label: string) => drive.pick(page, 'Kind', label);

  beforeAll(async () => {
    desk = await openDesk(
      { prescriber: 'Alex Moreno', patient: drive.janeDoe },
      { viewport: { width: 1440, height: 900 } },
    );
    ({ page } = desk);
    await drive.newOrder(page);
    await drive.typeOrder(page);
    await page.locator('#card-order').click();
    await received().getByText('1.2 mg').waitFor();
  });
  afterAll(() => desk?.close());

  test('doses by the clock: 1 mg over 30 min every 4 h are at most 1 mg in any hour', async () => {
    await kind('doses by the clock');
    await field('regimen.dose').fill('1');
    await field('regimen.over').fill('30');
    await field('regimen.every').fill('4');
    await received().getByText('the plan alone bounds it').waitFor();
    expect(await received().getByText(/^1 mg/).count()).toBeGreaterThan(0);
    // by hand: 50 mL at 100 mL/h
    await page.locator('#card-receive').click();
    await page.getByText('50 mg in 30 min at 100 mL/h').waitFor();
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    await looked(page, 'receive-whole-container');
    await page.locator('#card-order').click();
    await shot('intermittent');
  });

  test('a taper is typed step by step with the keyboard alone', async () => {
    await kind('taper or ramp');
    await field('regimen.steps.0.rate').focus();
    await page.keyboard.type('0.5');
    await page.keyboard.press('Tab'); // unit of the rate
    await page.keyboard.press('Tab');
    await page.keyboard.type('6');
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab'); // its unit, Remove, Add
    await page.keyboard.press('Enter');
    await field('regimen.steps.1.rate').fill('0.25');
    await field('regimen.steps.1.lasts').fill('6');
    await received().getByText(/^2 mg/).waitFor();
    await shot('taper');
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('a step that is missing is refused at the list, and in words', async () => {
    await page.getByRole('button', { name: 'Remove step 2' }).click();
    const refusal = page.getByText(/steps that together last as long as a session/).first();
    await refusal.waitFor();
    expect(await refusal.isVisible()).toBe(true);
  });

  test('what was typed of the PCA is still there when its kind is chosen again', async () => {
    await kind('PCA');
    await received().getByText('1.2 mg').waitFor();
    expect(await field('regimen.demand').inputValue()).toBe('0.2');
    await field('regimen.night').check();
    await field('regimen.basal.night').fill('0,1');
    await field('regimen.basal.nightFrom').fill('22:00');
    await field('regimen.basal.nightTo').fill('06:00');
    await page.getByText(/comma/).first().waitFor();
    await field('regimen.basal.night').fill('0.1');
    await received().getByText('1.3 mg').waitFor();
    await shot('pca-night');
    await field('regimen.night').uncheck();
  });

  // by hand: 6 presses of 0.2 mg and one bolus of 0.4 mg in an hour
  test('boluses by the clock beside the button are on top of what is pressed', async () => {
    await field('regimen.scheduled.dose').fill('0.4');
    await page.getByText('Still needed').waitFor();
    await field('regimen.scheduled.every').fill('60');
    await received().getByText('1.6 mg').waitFor();
    expect(await field('regimen.scheduled.every').inputValue()).toBe('60');
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    await looked(page, 'pca-scheduled-bolus');
    await field('regimen.scheduled.dose').fill('');
    await field('regimen.scheduled.every').fill('');
    await received().getByText('1.2 mg').waitFor();
  });

  // by hand: 0.5 mg flow and two boluses of 0.2 mg are given in an hour
  test('a rate with boluses of a nurse and no button', async () => {
    await kind('continuous rate');
    await field('regimen.rate').fill('0.5');
    await field('regimen.clinicianBolus.dose').fill('0.2');
    await field('regimen.clinicianBolus.interval').fill('30');
    await field('regimen.clinicianBolus.most').fill('2');
    await field('regimen.clinicianBolus.per').fill('4');
    await received().getByText('0.9 mg').waitFor();
    expect(await field('regimen.demand').count()).toBe(0);
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    await looked(page, 'continuous-nurse-bolus');
    await field('regimen.clinicianBolus.dose').fill('');
    await field('regimen.clinicianBolus.interval').fill('');
    await field('regimen.clinicianBolus.most').fill('');
    await field('regimen.clinicianBolus.per').fill('');
    await kind('PCA');
    await received().getByText('1.2 mg').waitFor();
  });

  // by hand: the session of 12 h starts at 20:00, so 2 h and 2 h by day, 8 h by night: 0.4 and 1.6 mg
  test('a day and a night rate without a button, as steps on a pump that has no clock', async () => {
    await kind('continuous rate');
    await page.locator('#card-pump').click();
    await drive.pick(page, 'Pump', 'Curlin 4000 Plus / 4000 CMS');
    await page.locator('#card-order').click();
    await field('regimen.rate').fill('0.1');
    await field('regimen.night').check();
    await field('regimen.rate.night').fill('0.2');
    await field('regimen.rate.nightFrom').fill('22:00');
    await field('regimen.rate.nightTo').fill('06:00');
    await received().getByText(/^2.mg/).waitFor();
    expect(await field('regimen.rate.day').inputValue()).toBe('0.1');
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    await looked(page, 'continuous-day-night');
    await field('regimen.night').uncheck();
    await page.locator('#card-pump').click();
    await drive.pick(page, 'Pump', 'CADD-Solis 2100 / 2110');
    await page.locator('#card-order').click();
    await kind('PCA');
    await received().getByText('1.2 mg').waitFor();
  });

  // by hand: checked at 0.4 mg/h, 1.6 mg in 4 h, and programmed at 0.1 mg/h
  test('a rate that a nurse may raise is programmed at its start and checked at its most', async () => {
    await kind('continuous rate');
    await drive.pick(page, 'The order states', 'titration');
    await field('regimen.rate').fill('0.4');
    await field('regimen.titration.start').fill('0.1');
    await page.getByText('Still needed').waitFor();
    await drive.choose(page, 'Changed by whom', 'nurse');
    await page.getByText('A titration order states its start').first().waitFor();
    await field('regimen.titration.by').fill('0.1');
    await field('regimen.titration.every').fill('4');
    await field('regimen.titration.until').fill('pain 3 of 10 or less');
    await page.getByText('A titration order states its start').first().waitFor({ state: 'detached' });
    await received().getByText('1.6 mg').waitFor();
    const pump = page.getByRole('region', { name: 'Pump', exact: true });
    expect(await pump.getByText('0.1 mg/h').count()).toBeGreaterThan(0);
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    await looked(page, 'continuous-titration');
    await drive.pick(page, 'The order states', 'one amount');
    await kind('doses by the clock');
    await drive.pick(page, 'The order states', 'range');
    await field('regimen.dose').fill('1');
    await field('regimen.over').fill('30');
    await field('regimen.every').fill('4');
    await field('regimen.titration.start').fill('0.5');
    await drive.choose(page, 'Changed by whom', 'nurse');
    await received().getByText(/^1 mg/).first().waitFor();
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    await looked(page, 'intermittent-range');
    await drive.pick(page, 'The order states', 'one amount');
    await kind('PCA');
    await received().getByText('1.2 mg').waitFor();
  });

  test('a companion and a further drug stand in the order and are saved with it', async () => {
    await page.getByRole('button', { name: 'Add a companion' }).click();
    await field('companions.0.drug').fill('oxycodone');
    await field('companions.0.dose').fill('5');
    await field('companions.0.route').fill('oral');
    await field('companions.0.kind').selectOption('prn');
    await field('companions.0.every').fill('4');
    await field('companions.0.mostPerDay').fill('6');
    await received().getByText('1.2 mg').waitFor();
    await shot('companion');
    await page.locator('#card-bag').click();
    await page.getByRole('button', { name: 'Add a drug' }).click();
    await field('preparation.also.0.drug').selectOption('ketamine');
    await field('preparation.also.0.vial.strength').fill('10');
    await field('preparation.also.0.vial.volume').fill('20');
    await field('preparation.also.0.amount').fill('50');
    await received().getByText('1.2 mg').waitFor();
    await shot('mixture');
    // while an answer is under way the old figures are paler
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('button', { name: 'Submit' }).waitFor();
    await page.locator('#card-order').click();
    expect(await field('companions.0.drug').inputValue()).toBe('oxycodone');
    await page.locator('#card-bag').click();
    expect(await field('preparation.also.0.amount').inputValue()).toBe('50');
    await shot('saved');
  });
});
