import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOrder } from '../../engine/check-order.ts';
import { recheckAll } from '../../engine/recheck.ts';
import { secondOpinion } from '../../engine/second-opinion.ts';
import { library, questionOf } from './base-order.ts';
import { randomChanges } from './order-changes.ts';

describe('the second opinion', () => {
  test('agrees on the order of the examples', () => {
    expect(secondOpinion(questionOf(), library)).toEqual([]);
  });

  test('agrees on random orders, findings and all', () => {
    fc.assert(
      fc.property(randomChanges, (changes) => {
        expect(secondOpinion(questionOf(changes), library)).toEqual([]);
      }),
      { numRuns: 60, seed: 20_261_123 },
    );
  }, 60_000);

  test('sees a digit changed in any printed line', () => {
    const lines = checkOrder(questionOf(), library).derivations.filter((d) => !/^0( |$)/.test(d.result));
    expect(lines.length).toBeGreaterThan(8);
    for (const d of lines) {
      const wrong = d.line.replace(/([1-9])(?=[^1-9]*$)/, (digit) => (digit === '9' ? '8' : '9'));
      expect(recheckAll([{ ...d, line: wrong }]), wrong).not.toEqual([]);
    }
  });
});
