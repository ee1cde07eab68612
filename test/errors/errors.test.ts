import { expect, test } from 'vitest';
import { seededErrors } from './errors.ts';
import { isQuiet, quietOfRandom, quietOfShipped } from './quiet.ts';

/** The whole set is `npm run test:errors`; this keeps it from rotting. Aims: the issue of the checks. */
test('seeded errors are found, and clean orders are let through', () => {
  const { kinds, clean } = seededErrors(60, 11);
  for (const k of kinds) expect(k.seeded, k.kind).toBeGreaterThan(0);
  const seeded = kinds.reduce((n, k) => n + k.seeded, 0);
  const found = kinds.reduce((n, k) => n + k.found, 0);
  expect(found / seeded, JSON.stringify(kinds.flatMap((k) => k.misses))).toBeGreaterThanOrEqual(0.995);
  for (const k of kinds) expect(k.found / k.seeded, `${k.kind}: ${k.misses}`).toBeGreaterThanOrEqual(0.95);
  expect(isQuiet(clean), JSON.stringify(clean)).toBe(true);
});

test('a clean order is stopped by nothing, has one line at most about its formulation, one about its pump, and one of information', () => {
  for (const figures of [quietOfShipped(), quietOfRandom(150, 7)]) {
    expect(figures.orders).toBeGreaterThanOrEqual(9);
    expect(isQuiet(figures), JSON.stringify(figures)).toBe(true);
  }
});
