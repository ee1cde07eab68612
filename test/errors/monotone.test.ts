import { expect, test } from 'vitest';
import { monotone } from './monotone.ts';

/** 20,000 orders are `npm run test:monotone`; these keep it from rotting. */
test('raising a limit adds no finding, lowering a dose no overdose finding', { timeout: 120_000 }, () => {
  const figures = monotone(300, 5);
  expect(figures.broken).toEqual([]);
  expect(figures.compared).toBeGreaterThan(300);
});
