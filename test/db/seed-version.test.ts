import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonical } from '../../db/canonical.ts';
import { seedLibrary, SEED_VERSION } from '../../db/seed/library.ts';

/** A data file takes a seed by its version: data that changed under the same version would reach no pharmacy that has one. */
const TAKEN = {
  version: '2026.12.20',
  sha256: 'd02e5524038d99bccf473b06eaeecb521483f3d6bba19d8805ebd60be7c03c34',
};

test('the shipped rule set is the one of its version: raise SEED_VERSION where it changed, then write both here', () => {
  const sha256 = createHash('sha256').update(canonical(seedLibrary())).digest('hex');
  expect({ version: SEED_VERSION, sha256 }).toEqual(TAKEN);
});
