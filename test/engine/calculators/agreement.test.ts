import { expect, test } from 'vitest';
import { agreement } from './agreement.ts';

test(
  '5,000 random valid inputs over all calculators: both algorithms agree on every one',
  { timeout: 120_000 },
  () => {
    const found = agreement(5000, 20260302);
    expect(found.disagreements).toEqual([]);
    expect(found.agreed).toBe(5000);
    for (const [id, count] of found.perCalculator) expect(count, id).toBeGreaterThan(40);
  },
);
