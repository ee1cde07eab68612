import { expect, test } from 'vitest';
import { agreement } from './agreement.ts';

test('1,000 random valid inputs over all calculators: both algorithms agree on every one', () => {
  const found = agreement(1000, 20260302);
  expect(found.disagreements).toEqual([]);
  expect(found.agreed).toBe(1000);
  for (const [id, count] of found.perCalculator) expect(count, id).toBeGreaterThan(8);
});
