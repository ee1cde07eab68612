import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOrder } from '../../../engine/checks/check-order.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { bothWays, secondOpinion } from '../../../engine/checks/second-opinion.ts';
import { worstIn } from '../../../engine/exposure/closed-form.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { quantity } from '../../../engine/number/quantity.ts';
import { library, questionOf } from '../base-order.ts';
import { randomChanges } from '../explain/order-changes.ts';

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
  });

  test('sees a digit changed in any printed line', () => {
    const lines = checkOrder(questionOf(), library).derivations.filter((d) => !/^0( |$)/.test(d.result));
    expect(lines.length).toBeGreaterThan(8);
    for (const d of lines) {
      const wrong = d.line.replace(/([1-9])(?=[^1-9]*$)/, (digit) => (digit === '9' ? '8' : '9'));
      expect(recheckAll([{ ...d, line: wrong }]), wrong).not.toEqual([]);
    }
  });
});

describe('closed form and simulation of one order', () => {
  // 0.2 mg every 10 min under 4 mg in 4 h: 6 doses, 1.2 mg, in any hour (calculations.md 7)
  const worst = worstIn(factsOf(questionOf(), library).delivery, quantity('1 h', 'time'));

  test.each([
    ['exact', '1.2 mg', 0],
    ['exact', '1.200000001 mg', 1],
    ['exact', '1.199999999 mg', 1],
    ['bound', '1.2 mg', 0],
    ['bound', '1.199999999 mg', 0],
    ['bound', '1.200000001 mg', 1],
  ] as const)('%s, %s simulated: %i differences', (kind, simulated, differences) => {
    const found = bothWays({ ...worst, kind }, quantity(simulated, 'mass'));
    expect(found.map((i) => [i.code, i.path])).toEqual(
      Array.from({ length: differences }, () => ['second-opinion-differs', 'worst-1-h']),
    );
  });

  test('a simulation of another program is seen in each window that it changes', () => {
    // half the lockout: 12 doses in an hour, and the limit of 4 mg in 4 h as before
    const { delivery } = factsOf(questionOf({ 'order.regimen.lockout': '5 min' }), library);
    const found = secondOpinion(questionOf(), library, (_, hours) => simulate(delivery, hours));
    // Once for a limit window that rolls, and once for one that does not: of this pump neither is stated.
    expect(found.map((i) => i.path)).toEqual(['worst-1-h', 'worst-1-h']);
  });
});
