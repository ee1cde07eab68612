import { expect, test } from 'vitest';
import { pumpModels } from '../../engine/pumps/models.ts';
import { tryPrograms } from './programs.ts';

// 5,000 here; `npm run test:exhaustive` tries 1,000,000
test('no behaviour that the sources of a pump leave open gives more than its closed form', () => {
  const tally = tryPrograms(5_000, 20_261_130);
  expect(tally.above).toEqual([]);
  expect(Object.keys(tally.perPump).toSorted()).toEqual(pumpModels.map((p) => p.id).toSorted());
  // a closed form far above every run would pass above and say little
  expect(tally.reached * 2).toBeGreaterThan(tally.programs);
});
