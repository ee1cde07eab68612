import { expect, test } from 'vitest';
import { postgres } from '../postgres.ts';
import { crash } from './crash.ts';

/** The whole test is `npm run test:crash`; this keeps it from rotting. */
test('what was acknowledged is there after a kill, and nothing is half there', async () => {
  const figures = await crash(4);
  expect(figures.problems).toEqual([]);
  expect(figures.acknowledged).toBeGreaterThan(0);
});

test('the same over PostgreSQL, where a change of before may still be under way when its host is gone', async () => {
  const server = await postgres();
  const figures = await crash(3, { server });
  await server.end();
  expect(figures.problems).toEqual([]);
  expect(figures.acknowledged).toBeGreaterThan(0);
});
