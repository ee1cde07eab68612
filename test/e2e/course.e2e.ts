import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousViolations } from './axe.ts';
import { type Desk, openDesk } from './desk.ts';
import * as drive from './drive.ts';

/** What rules ask beyond the regimen is typed with the keyboard, and the checks answer while it is. */
describe('course, concentration ordered and what the line still holds', () => {
  let desk: Desk;
  let page: Page;
  const shot = async (screen: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${screen}.png` });
  };
  beforeAll(async () => {
    desk = await openDesk(
      {
        named: true,
        people: [[drive.technician, 'technician']],
        prescriber: 'Alex Moreno',
        patient: drive.janeDoe,
      },
      { viewport: { width: 1440, height: 900 } },
    );
    ({ page } = desk);
    await drive.newOrder(page);
    await drive.typeOrder(page);
  });
  afterAll(() => desk?.close());

  test('with the keyboard alone: the next field is a Tab away, and the checks answer at once', async () => {
    await page.getByRole('button', { name: /^Order/ }).click();
    await page.getByLabel('Indication').focus();
    await page.keyboard.type('cancer');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1.5');
    expect(await page.getByLabel(/^Expected doses/).inputValue()).toBe('1.5');
    expect(await page.getByLabel('Indication').inputValue()).toBe('cancer-pain');
    await drive.fill(page, /^Concentration ordered/, '0.2');
    await shot('course-order');
    expect(await seriousViolations(page)).toEqual([]);
    // 50 mg in 50 mL are 1 mg/mL and not what was ordered
    await page.getByText('What is in the bag is not the concentration that was ordered.').first().waitFor();
    await page.getByRole('button', { name: /^Bag/ }).click();
    await page.getByLabel(/^The line still holds/).fill('1.5');
    await page.keyboard.press('Tab');
    await page.keyboard.type('5');
    await page.getByText('The line still holds a stronger concentration', { exact: false }).first().waitFor();
    await shot('course-bag');
    expect(await seriousViolations(page)).toEqual([]);
  });
});
