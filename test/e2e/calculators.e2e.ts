import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';

/** The room of the calculators, from the palette to paper, without a mouse where a person would not take one. */
describe('calculators', () => {
  let desk: Desk;
  let page: Page;

  const search = () => page.getByLabel('Search calculators');
  const result = () => page.getByRole('region', { name: 'Result', exact: true });
  const figures = () => result().locator('.calc-figure').allTextContents();
  const field = (name: string) => page.locator(`.calc-form [name="${name}"]`);
  const unit = (label: string) => page.getByLabel(`${label}, unit`, { exact: true });
  const open = async (term: string, title: string) => {
    await search().fill(term);
    await search().press('Enter');
    await page.getByRole('heading', { name: title, level: 2 }).first().waitFor();
  };

  beforeAll(async () => {
    desk = await openDesk(
      { patient: drive.janeDoe },
      { viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] },
    );
    ({ page } = desk);
  });
  afterAll(() => desk?.close());

  test('a calculator is opened from the palette by a term of its fields', async () => {
    await page.keyboard.press('Control+k');
    const palette = page.getByPlaceholder('Go to a room, or do something');
    await palette.waitFor();
    expect(await page.getByRole('button', { name: /Reservoir fill volume/ }).count()).toBe(0);
    await palette.fill('priming volum');
    await page.getByRole('button', { name: /Reservoir fill volume/ }).waitFor();
    await page.keyboard.type('e');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Reservoir fill volume', level: 2 }).first().waitFor();
    expect(page.url()).toContain('#/calculators/reservoir-fill');
    await page.goto(`${page.url().split('#')[0] ?? ''}#/work`);
  });

  test('opened, found, filled and answered by keyboard alone', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a room, or do something').fill('calculators');
    await page.getByRole('button', { name: /^Calculators/ }).waitFor();
    await page.keyboard.press('Enter');
    await search().waitFor();
    await expect.poll(() => search().evaluate((e) => e === document.activeElement)).toBe(true);
    await page.keyboard.type('alligation');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Alligation of two strengths', level: 2 }).first().waitFor();
    expect(await field('highStrength').evaluate((e) => e === document.activeElement)).toBe(true);
    // calculations.md 5: 300 mL of 0.3 % from 0.5 % and 0.2 % is 100 mL and 200 mL.
    for (const text of ['0.5', '0.2', '0.3']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
      await page.keyboard.type('%');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('300');
    await result().getByText('exactly 100 mL').waitFor();
    expect((await figures()).slice(0, 2)).toEqual(['100\u00a0mL', '200\u00a0mL']);
    expect(await result().textContent()).toContain('(0.3 % − 0.2 %) ÷ (0.5 % − 0.2 %)');
    expect(page.url()).toMatch(/#\/calculators\/alligation$/);
  });

  test('arrows go through the list, and Enter opens', async () => {
    await search().fill('alligation');
    await search().press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { name: 'Strength of a mixture (alligation medial)', level: 2 })
      .first()
      .waitFor();
    await page.goBack();
    expect(await field('highStrength').inputValue()).toBe('0.5');
  });

  test('a refused input keeps its text, says why at its field, and shows no number', async () => {
    await field('targetStrength').fill('0.9');
    const said = page
      .locator('.calc-form .field', { has: page.locator('[name="targetStrength"]') })
      .getByRole('alert');
    await said.waitFor();
    expect(await said.textContent()).toBe('“0.9 %” is not accepted. Accepted: between 0.2 % and 0.5 %.');
    expect(await figures()).toEqual([]);
    await field('targetStrength').fill('.3');
    await said.getByText('leading zero').waitFor();
    expect(await field('targetStrength').inputValue()).toBe('.3');
    expect(await field('totalVolume').inputValue()).toBe('300');
    await field('targetStrength').fill('0.3');
    await result().getByText('exactly 100 mL').waitFor();
  });

  test('an answer that comes late is not shown over the answer to what stands in the field', async () => {
    let late: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (late = resolve));
    let asked: (() => void) | undefined;
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    await page.route('**/call', async (route: Route) => {
      const body = route.request().postDataJSON() as { input: { input?: { totalVolume?: string } } };
      if (body.input.input?.totalVolume !== '600 mL') return route.continue();
      const response = await route.fetch();
      asked?.();
      await held;
      return route.fulfill({ response }).catch(() => undefined);
    });
    await field('totalVolume').fill('600');
    await wasAsked;
    await field('totalVolume').fill('900');
    await result().getByText('exactly 300 mL').waitFor();
    late?.();
    await page.waitForTimeout(400);
    expect((await figures())[0]).toBe('300\u00a0mL');
    await page.unroute('**/call');
  });

  test('the field left empty is the answer', async () => {
    await open('mg per mL', 'Concentration');
    await field('drugAmount').fill('500');
    await field('concentration').fill('2');
    await result().getByText('exactly 250 mL').waitFor();
    await field('concentration').fill('');
    await field('volume').fill('250');
    await result().getByText('exactly 2 mg/mL').waitFor();
    expect(await page.locator('.calc-form').textContent()).toContain('left empty: this is the answer');
    await field('rounding').fill('nearest 0.1 parsec');
    await page.locator('.calc-form').getByRole('alert').waitFor();
    expect(await field('rounding').inputValue()).toBe('nearest 0.1 parsec');
  });

  test('the patient at hand fills what the form asks, says so, and goes again', async () => {
    await page.getByLabel('Patient at hand').fill('Doe');
    await page.locator('datalist option').first().waitFor({ state: 'attached' });
    await page.getByLabel('Patient at hand').fill('Doe, Jane · MRN-20417');
    await open('cockcroft', 'Creatinine clearance (Cockcroft–Gault)');
    await page.getByText('Doe, Jane, measured').first().waitFor();
    expect(await field('weight').inputValue()).toBe('70');
    expect(await field('creatinine').inputValue()).toBe('0.8');
    expect(await field('sex').inputValue()).toBe('female');
    expect(await page.locator('.calc-form').textContent()).toContain(
      `Doe, Jane, measured ${drive.inDays(-2)}`,
    );
    await result().locator('.calc-figure').first().waitFor();
    await field('weight').fill('72');
    await page.getByLabel('Patient at hand').fill('');
    expect(await field('creatinine').inputValue()).toBe('');
    expect(await field('weight').inputValue()).toBe('72');
  });

  test('rows are added and removed, each with its own refusal', async () => {
    await open('several strengths', 'Alligation of several strengths');
    await page.getByRole('button', { name: 'Fill in the example' }).click();
    await result().getByText('exactly 238 mL').waitFor();
    await page.getByRole('button', { name: 'Add a row' }).click();
    const fourth = page.getByRole('group', { name: 'Strengths at hand 4' });
    await fourth.locator('input').fill('1e3');
    await fourth.getByRole('alert').waitFor();
    expect(await fourth.locator('input').inputValue()).toBe('1e3');
    await page.getByRole('button', { name: 'Remove strengths at hand 4' }).click();
    await result().getByText('exactly 238 mL').waitFor();
  });

  test('copied as plain text with its derivation, and printed without the window', async () => {
    await open('alligation', 'Alligation of two strengths');
    await field('totalVolume').fill('300');
    await result().getByText('exactly 100 mL').waitFor();
    await page.waitForFunction(() => !document.querySelector('.calc-result[aria-busy="true"]'));
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied, with the derivation').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('Volume of the higher strength: 100 mL');
    expect(copied).toContain('300 mL × (100/3) % = 100 mL');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.rail').isVisible()).toBe(false);
    expect(await search().isVisible()).toBe(false);
    expect(await result().getByText('exactly 100 mL').isVisible()).toBe(true);
    await page.emulateMedia({ media: null });
  });

  test.each(['light', 'dark'] as const)('no serious violation in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect(await seriousViolations(page)).toEqual([]);
    const shots = process.env.MENISCUS_SHOTS;
    if (shots) await page.screenshot({ path: join(shots, `calculators-${colorScheme}.png`) });
    expect(await unit('Total volume').inputValue()).toBe('mL');
  });
});
