import { expect, test } from 'vitest';
import { seededErrors } from './errors.ts';

/** The whole set is `npm run test:errors`; this keeps it from rotting. Aims: the issue of the checks. */
test('seeded errors are found, and clean orders are let through', { timeout: 120_000 }, () => {
  const f = seededErrors(60, 11);
  expect(f.kinds).toHaveLength(10);
  for (const k of f.kinds) expect(k.seeded, k.kind).toBeGreaterThan(0);
  const seeded = f.kinds.reduce((n, k) => n + k.seeded, 0);
  const found = f.kinds.reduce((n, k) => n + k.found, 0);
  expect(found / seeded, JSON.stringify(f.kinds.flatMap((k) => k.misses))).toBeGreaterThanOrEqual(0.99);
  expect(f.hard, JSON.stringify(f.alarms)).toBeLessThanOrEqual(0);
  expect(f.soft, JSON.stringify(f.alarms)).toBeLessThanOrEqual(2);
});
