import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain } from '../../../engine/explain/explain.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { againstEveryValue } from './every-value.ts';
import { randomKinds } from './order-kinds.ts';

const limit = (amount: string) => ({ kind: 'amount', amount, window: '4 h' });
const morphine: Changes = {
  'order.drug': 'morphine',
  'order.preparation.vial': { strength: '10 mg/mL', volume: '20 mL' },
  'order.preparation.drugAmount': '100 mg',
};

/** Hydromorphone hm-05 and morphine mor-13 allow these first doses; a tenth of them is asked about as too small. */
const tooFar: readonly (readonly [Changes, string])[] = [
  [{ 'order.regimen.demand': '1.5 mg', 'order.regimen.limit': limit('3 mg') }, '0.2 mg'],
  [{ 'order.regimen.demand': '2 mg', 'order.regimen.limit': limit('3 mg') }, '0.2 mg'],
  [{ ...morphine, 'order.regimen.demand': '10 mg', 'order.regimen.limit': limit('20 mg') }, '1 mg'],
];

test.each(tooFar)(
  '%j passes with the demand dose %s alone, although the least dose does not',
  (changes, dose) => {
    const answer = explain(questionOf(changes), library);
    expect(answer.state).toBe('one-change');
    expect(answer.changes.map((c) => c.settings)).toEqual([[{ path: 'regimen.demand', value: dose }]]);
  },
);

test('of random orders of every kind, no value of a short range that passes first is missed', () => {
  let held = 0;
  for (const changes of fc.sample(randomKinds, { numRuns: 60, seed: 20_261_130 })) {
    const missed = againstEveryValue(questionOf(changes), library, 40n);
    if (missed === null) continue;
    held += 1;
    expect([changes, missed]).toEqual([changes, []]);
  }
  expect(held).toBeGreaterThan(20);
});
