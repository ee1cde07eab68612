import { describe, expect, test } from 'vitest';
import { amountsBeside, isBroken } from '../../../engine/formulary/limit-amounts.ts';
import { limitRecord } from '../../../engine/formulary/records/limit-record.ts';
import { seedLibrary } from '../../../db/seed/library.ts';
import { collectionOf } from '../../../engine/formulary/records/registry.ts';

const row = collectionOf('limits')!
  .rows(seedLibrary())
  .find((r) => r.key === 'mor-11')!.record as object;
const limit = (more: object) => limitRecord.parse({ ...row, ...more });

const broken = (comparator: 'gt' | 'ge' | 'lt') => [-1, 0, 1].map((order) => isBroken({ comparator }, order));

describe('amounts beside a limit', () => {
  test('in its unit, and beyond it as the rule itself would have it', () => {
    // by hand: 30 mg are 30,000 mcg; 30.000001 mg is more, and is drawn to a millionth
    expect(amountsBeside(limit({}), ['30000 mcg', '30.000001 mg', '0.1 mg'])).toEqual([
      { value: '30', beyond: false },
      { value: '30.000001', beyond: true },
      { value: '0.1', beyond: false },
    ]);
  });

  test('what is of another dimension is none of it, and beside a limit per kg nothing is drawn', () => {
    expect(amountsBeside(limit({}), ['3 mL', '3 mg/h', '3 mg'])).toEqual([{ value: '3', beyond: false }]);
    expect(amountsBeside({ ...limit({}), per: 'kg_actual' }, ['3 mg'])).toEqual([]);
  });

  test('reaching a limit breaks one that says so, and being below breaks one of the least', () => {
    expect([broken('gt'), broken('ge'), broken('lt')]).toEqual([
      [false, false, true],
      [false, true, true],
      [true, false, false],
    ]);
  });
});
