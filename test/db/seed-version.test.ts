import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonical } from '../../db/canonical.ts';
import { seedLibrary, SEED_VERSION } from '../../db/seed/library.ts';

/** A data file takes a seed by its version: data that changed under the same version would reach no pharmacy that has one. */
const TAKEN = {
  version: '2026.12.20',
  sha256: 'aeeccbe419898a0448b295859b678b13c905a6041d324dc837e9f8ee28c303d0',
};

test('the shipped rule set is the one of its version: raise SEED_VERSION where it changed, then write both here', () => {
  const sha256 = createHash('sha256').update(canonical(seedLibrary())).digest('hex');
  expect({ version: SEED_VERSION, sha256 }).toEqual(TAKEN);
});
