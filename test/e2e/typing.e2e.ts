import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';

/** What a checking request asks for, or nothing for any other request. */
const demandIn = (route: Route): string | undefined => {
  const body = route.request().postDataJSON() as {
    name: string;
    input: { content?: { regimen: { demand: string } } };
  };
  return body.name === 'order.check' ? body.input.content?.regimen.demand : undefined;
};

/** The order screen while it is typed into, in the dark and at the smallest size. */
describe('typing an order', () => {
  let desk: Desk;
  let page: Page;

  const received = () => page.getByRole('region', { name: 'Patient can receive', exact: true });
  const field = (path: string) => page.locator(`[name="${path}"]`);
  const figures = async (name: string) =>
    (await page.getByRole('region', { name, exact: true }).locator('.der').allTextContents()).map(
      (t) => t.split(',')[0],
    );

  beforeAll(async () => {
    desk = await openDesk(
      { prescriber: 'Alex Moreno', patient: drive.janeDoe },
      { viewport: { width: 1280, height: 720 }, colorScheme: 'dark' },
    );
    ({ page } = desk);
    await drive.newOrder(page);
    await drive.typeOrder(page);
    await page.locator('#card-order').click();
    await received().getByText('1.2 mg').waitFor();
  });
  afterAll(() => desk?.close());

  test('an answer that comes late is not shown over the answer to what stands in the field', async () => {
    let late: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (late = resolve));
    let asked: (() => void) | undefined;
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    let answered: (() => void) | undefined;
    const wasAnswered = new Promise<void>((resolve) => (answered = resolve));
    await page.route('**/call', async (route) => {
      if (demandIn(route) !== '0.4 mg') return route.continue();
      const response = await route.fetch();
      asked?.();
      await held;
      // The page may have given the request up by now; the answer is sent all the same.
      await route.fulfill({ response }).catch(() => undefined);
      return answered?.();
    });
    await field('regimen.demand').fill('0.4');
    await wasAsked;
    await field('regimen.demand').fill('0.3');
    // calculations.md 7: six whole doses of 0.3 mg in any hour.
    await received().getByText('1.8 mg').waitFor();
    late?.();
    await wasAnswered;
    await page.waitForTimeout(400);
    expect(await received().textContent()).toContain('1.8 mg');
    expect(await received().textContent()).not.toContain('2.4 mg');
    await page.unroute('**/call');
  });

  // The bad input of the main job, typed into the demand dose and the lockout.
  test.each([
    ['regimen.demand', '0,5', 'has a comma'],
    ['regimen.demand', '.5', 'lacks the leading zero'],
    ['regimen.demand', '5.', 'ends in a point'],
    ['regimen.demand', '1e3', 'has an exponent'],
    ['regimen.demand', '-5', 'has a sign'],
    ['regimen.demand', '1,000', 'has a comma'],
    ['regimen.demand', ' 5', 'has a space'],
    ['regimen.demand', '5mg', 'is more than a number'],
    ['regimen.lockout', '0', 'A lockout of zero'],
    ['regimen.limit.amount', '0.1', 'less than one demand dose'],
    ['sessions.start', '24.11.2026', 'Give a date as'],
    ['sessions.count', '2.5', 'whole number'],
  ])(
    '%s "%s" is refused at its field, no number is shown for it, and nothing typed is lost',
    async (path, text, words) => {
      const before = await field(path).inputValue();
      await field(path).fill(text);
      const below = page.locator(`.field:has([name="${path}"]) .refusal`);
      await below.waitFor();
      expect(await below.textContent()).toContain(words);
      expect(await field(path).inputValue()).toBe(text);
      expect(await field(path).getAttribute('aria-invalid')).toBe('true');
      expect(await field('regimen.basal').inputValue()).toBe('0');
      expect(await field('rx').inputValue()).toBe('RX-88121');
      expect(await received().textContent()).not.toMatch(/\d mg/);
      expect(await page.getByRole('button', { name: /^Save draft/ }).isDisabled()).toBe(true);
      await field(path).fill(before);
      await below.waitFor({ state: 'detached' });
    },
  );

  test('"no limit ordered" is chosen, and is not a zero', async () => {
    await drive.choose(page, 'Pump limit', 'no limit ordered');
    await page.getByRole('region', { name: 'Order', exact: true }).getByText('none ordered').waitFor();
    await page.getByText('No pump limit was ordered', { exact: false }).first().waitFor();
    expect(await field('regimen.limit.amount').isDisabled()).toBe(true);
    await drive.choose(page, 'Pump limit', 'limit');
    expect(await field('regimen.limit.amount').inputValue()).toBe('3');
  });

  test('each figure that was computed opens its derivation, on every card', async () => {
    expect(await figures('Bag')).toEqual(['1 mg/mL', '25 mL', '25 mL', '50 mL', '2', '240 h']);
    expect(await figures('Pump')).toEqual(['1 mg/mL', '0 mg/h', '0.3 mg']);
    expect(await figures('Patient can receive')).toHaveLength(3);
  });

  test('by keyboard: a card by its number, a derivation by Enter and away by Esc', async () => {
    await page.locator('#card-order').focus();
    await page.keyboard.press('4');
    await page.getByRole('region', { name: 'Opened: receive' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('card-receive');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const line = page.getByRole('dialog').locator('.line');
    await line.first().waitFor();
    expect(await line.first().textContent()).toContain('= 1.8 mg');
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await line.first().waitFor({ state: 'detached' });
    await page.keyboard.press('2');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')))
      .toBe('product');
    await page.keyboard.press('Alt+1');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('drug');
  });

  test('a look into another room and back loses nothing that was typed', async () => {
    await page.getByRole('link', { name: 'Formulary', exact: true }).click();
    await page.getByRole('heading', { name: 'Formulary' }).waitFor();
    await page.goBack();
    await received().getByText('1.8 mg').waitFor();
    expect(await field('regimen.demand').inputValue()).toBe('0.3');
    expect(await field('rx').inputValue()).toBe('RX-88121');
  });

  test('a locked window shows nothing and loses nothing', async () => {
    await field('rx').fill('RX-LOCK');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Go to a room, or do something').fill('lock');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Locked' }).waitFor();
    expect(await page.getByText('DOE, Jane').isVisible()).toBe(false);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Password', { exact: true }).fill(drive.supervisor.password);
    await page.keyboard.press('Enter');
    await page.getByText('DOE, Jane').waitFor();
    expect(await field('rx').inputValue()).toBe('RX-LOCK');
    expect(await field('regimen.demand').inputValue()).toBe('0.3');
  });

  test('the smallest size, in the dark: no serious accessibility violation, and the page itself does not scroll', async () => {
    for (const key of ['1', '2', '3', '4', '5']) {
      await page.locator(`.card h2 button`).first().focus();
      await page.keyboard.press(key);
      expect(await seriousViolations(page), `card ${key}`).toEqual([]);
    }
    expect(
      await page.evaluate(
        () =>
          document.documentElement.scrollWidth <= innerWidth &&
          document.documentElement.scrollHeight <= innerHeight,
      ),
    ).toBe(true);
  });
});
