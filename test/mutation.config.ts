import { defineConfig } from 'vitest/config';

/**
 * The tests that `npm run mutate` runs against each changed line. `MUTATION=core`: those of the numbers, against the numbers;
 * otherwise those of the calculators, against the calculators. The two parts share nothing but the thresholds.
 */
const core = process.env['MUTATION'] === 'core';

export default defineConfig({
  test: {
    include: core
      ? [
          'test/engine/{notation,units,quantity,derivation,recheck,rounding,irrational,temperature,calendar}.test.ts',
        ]
      : ['test/engine/calculators/{cases,convert,refusals,corruption,two-ways}.test.ts'],
    testTimeout: 15_000,
  },
});
