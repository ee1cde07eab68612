import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';

const pictures = process.env['MENISCUS_PICTURES'];
/** Sizes and colours of which nothing but a picture would be kept are not drawn where nobody asked for one. */
export const isPictured = pictures !== undefined;

/** Keeps a picture of a screen where somebody asked for pictures. */
export async function pictured(page: Page, screen: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  writeFileSync(join(pictures, `${screen}.png`), await page.screenshot());
}

/** A screen as it stands: kept as a picture where somebody asked for pictures, and without a serious violation. */
export async function looked(page: Page, screen: string): Promise<void> {
  // A message that is fading has no contrast any more.
  await page.waitForFunction(() => document.querySelector('.mantine-Notification-root') === null);
  await pictured(page, screen);
  expect(await seriousViolations(page)).toEqual([]);
}
