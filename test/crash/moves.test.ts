import { expect, test } from 'vitest';
import { withPreparedBag } from '../electron/office.ts';
import { postgres } from '../postgres.ts';
import { moveKills } from './move-kills.ts';

/** The whole test is `npm run test:moves`; this keeps it from rotting. */
test('a move that is killed in between leaves nobody at work at either place, and nothing is lost', async () => {
  const { office } = await withPreparedBag();
  await office.context.store.close();
  const server = await postgres();
  for (const way of ['to', 'back'] as const) {
    const { between, problems } = await moveKills(way, 1, office.dir, server);
    expect(problems).toEqual([]);
    expect(between).toBe(1);
  }
  await server.end();
});
