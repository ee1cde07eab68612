import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonical } from '../../db/canonical.ts';
import { seedLibrary, SEED_VERSION } from '../../db/seed/library.ts';

/** A data file takes a seed by its version: data that changed under the same version would reach no pharmacy that has one. */
const TAKEN = {
  version: '2026.12.8',
  sha256: '50625420e092171c94e251a773ec079150b1d788100d6417e234e4e0994a71cd',
};

test('the shipped rule set is the one of its version: raise SEED_VERSION where it changed, then write both here', () => {
  const sha256 = createHash('sha256').update(canonical(seedLibrary())).digest('hex');
  expect({ version: SEED_VERSION, sha256 }).toEqual(TAKEN);
});
