import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** House rule: so often is a screen looked at again; what is only on its way to what it will be is gone by then. */
const LOOKS = 3;

/** Serious and critical violations of WCAG A and AA on the screen as it stands, one line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  let found = await violationsNow(page);
  for (let i = 1; i < LOOKS && found.length > 0; i += 1) {
    await page.waitForTimeout(400);
    found = await violationsNow(page);
  }
  return found;
}

async function violationsNow(page: Page): Promise<string[]> {
  // an answer that is being asked again is pale until it is there
  await page.waitForFunction(() => document.querySelector('.waiting') === null);
  // a message that fades in or out is paler than it is
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((a) => a.effect?.getComputedTiming().endTime !== Infinity)
        .map((a) => a.finished.catch(() => null)),
    ),
  );
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .setLegacyMode(true)
    .analyze();
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) =>
      v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
    );
}
