import { expect, test } from 'vitest';
import { crash } from './crash.ts';

/** The whole test is `npm run test:crash`; this keeps it from rotting. */
test('what was acknowledged is there after a kill, and nothing is half there', async () => {
  const figures = await crash(4);
  expect(figures.problems).toEqual([]);
  expect(figures.acknowledged).toBeGreaterThan(0);
});
