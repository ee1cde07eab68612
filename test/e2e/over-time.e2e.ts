import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';
import { looked } from './looked.ts';

const stopped: string[] = [];
let desk: Desk;
let page: Page;

beforeAll(async () => {
  desk = await openDesk(
    { named: true, prescriber: 'Alex Moreno', patient: drive.janeDoe },
    { viewport: { width: 1440, height: 1400 } },
  );
  ({ page } = desk);
  page.on('console', (m) => m.type() === 'error' && stopped.push(m.text()));
  await page.reload();
});
afterAll(() => desk?.close());

test('what the patient can receive over time is drawn, stands in tables, and follows the keyboard', async () => {
  await drive.newOrder(page);
  await drive.typeOrder(page);
  await page.keyboard.press('Alt+4');
  const section = page.getByRole('region', { name: 'Over time', exact: true });
  // by hand: 0.2 mg every 10 min are 1.2 mg in an hour, 3 mg in 4 h, three limits in 12 h; 24 h hold the last 2 h 20 min of one
  // session (3 mg) and 9 h 40 min of the next (two limits, and ten doses from the eighth hour on); 72 h hold three sessions
  const worst = async () =>
    section
      .getByRole('table', { name: /HYDROmorphone in any window/ })
      .locator('tbody tr td:nth-child(2)')
      .allTextContents();
  await expect.poll(worst).toEqual(['1.2 mg', '3 mg', '9 mg', '11 mg', '27 mg']);
  await section.locator('.recharts-line').first().waitFor();
  expect(await section.locator('.recharts-line').count()).toBe(2);

  // by keyboard: from the drug to the window, the window to 24 h, then what the patient is said to take
  await section.getByLabel('Drug', { exact: true }).focus();
  await page.keyboard.press('End');
  await expect.poll(() => section.getByLabel('Drug', { exact: true }).inputValue()).toBe('MME');
  await page.keyboard.press('Tab');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  expect(await section.getByLabel('Window', { exact: true }).inputValue()).toBe('24 h');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await section.getByText('2 doses per hour as stated', { exact: false }).waitFor();
  // 50 MME in 24 h is met with the 13th dose of 4 MME: the first three limits of the session hold 45 doses
  await section.getByText('first passed', { exact: true }).waitFor();
  await expect
    .poll(() =>
      section
        .getByRole('row', { name: /mme-50/ })
        .locator('td')
        .nth(2)
        .textContent(),
    )
    .not.toBe('never');
  const shot = process.env['MENISCUS_SHOT'];
  if (shot !== undefined) await page.screenshot({ path: shot, fullPage: true });
  await page.keyboard.press('Backspace');
  await page.keyboard.type('7');
  await section.getByRole('alert').first().waitFor();
  expect(await section.getByRole('alert').first().textContent()).toMatch(/lockout/);
  await page.keyboard.press('Backspace');
  await section.locator('.recharts-line').first().waitFor();

  // a dose given by hand: hydromorphone 1 mg IV yesterday is 20 MME that stand before the pump starts, until it is taken back
  const mme = async () =>
    section
      .getByRole('table', { name: /in any window/ })
      .locator('tbody tr')
      .last()
      .locator('td')
      .nth(1)
      .textContent();
  const without = await mme();
  await section.getByLabel('Drug given').focus();
  await page.keyboard.type('hydromorphone');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('IV');
  await drive.fill(page, 'Given on', drive.inDays(2));
  await drive.fill(page, 'Given at', '08:00');
  await page.keyboard.press('Enter');
  await section
    .getByText(/not after now|future/i)
    .first()
    .waitFor();
  await drive.fill(page, 'Given on', drive.inDays(-1));
  await page.keyboard.press('Enter');
  await section.getByRole('button', { name: 'Not given…' }).waitFor();
  await expect.poll(mme).not.toBe(without);
  if (shot !== undefined) await page.screenshot({ path: shot.replace('.png', '-given.png'), fullPage: true });
  await section.getByRole('button', { name: 'Not given…' }).click();
  await drive.fill(page.getByRole('dialog'), 'Reason', 'read from another chart');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect.poll(mme).toBe(without);
  await section.getByText('Taken back: read from another chart').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  expect(stopped.filter((t) => !t.includes('400') && !t.includes('422'))).toEqual([]);
});

test.each([1360, 1920])(
  'at %i the card says every worst case within itself, and the page ends with the window',
  async (width) => {
    await page.setViewportSize({ width, height: 900 });
    const card = page.locator('.card:has(#card-receive)');
    const second = card.getByText('If the limit window does not roll:');
    // by hand: two windows of 3 mg meet in 4 h, where 24 doses of 0.2 mg bind
    await expect.poll(() => second.textContent()).toMatch(/^[^:]+: 4\.8\smg in 4\sh, [\d.]+\smg in 24\sh\.$/);
    const cut = await card.evaluate((c) => {
      const { left, right, bottom } = c.getBoundingClientRect();
      return [...c.querySelectorAll('dt, dd, p, .foot')].flatMap((x) => {
        const box = x.getBoundingClientRect();
        const isWithin = box.left >= left && box.right <= right && box.bottom <= bottom;
        return isWithin && x.scrollWidth <= x.clientWidth ? [] : [x.textContent];
      });
    });
    expect(cut).toEqual([]);
    const table = page.locator('.exposure').first();
    expect(await table.evaluate((t) => t.getBoundingClientRect().right)).toBeLessThanOrEqual(
      await page.locator('#detail').evaluate((d) => d.getBoundingClientRect().right),
    );
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(900);
    await looked(page, `receive-${width}`);
  },
);
