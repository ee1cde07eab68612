import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';

/** The whole test is `npm run test:fuzz`; this keeps it from rotting. */
test('wrong inputs are refused by name, and nothing changes', async () => {
  const figures = await fuzz(20, 7);
  expect([...new Set(figures.problems)]).toEqual([]);
  expect(figures.refused).toBeGreaterThan(figures.inputs * 0.8);
});
