import { expect, test } from 'vitest';
import { failovers } from './failovers.ts';

/** The whole test is `npm run test:replication`; this keeps it from rotting. */
test('a primary dies under load: everything acknowledged is on its standby, and the host goes on with that', async () => {
  const figures = await failovers(1);
  expect(figures.problems).toEqual([]);
  expect(figures.acknowledged).toBeGreaterThan(0);
});
