import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** Less than half of what the package hands out as its source, which every page has to read anew. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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
  for (const frame of page.frames())
    if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(source);
  // What passed is many times as much as what did not, and nobody reads it.
  return page.evaluate(
    async ({ tags, grave }) => {
      const { axe } = window as unknown as { axe: typeof axeCore };
      const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
      return violations
        .filter(({ impact }) => grave.includes(impact ?? ''))
        .flatMap(({ id, nodes }) =>
          nodes.map((n) => `${id}: ${n.target.join(' ')}: ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
        );
    },
    { tags: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], grave: ['serious', 'critical'] },
  );
}
