import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { blocks } from '../../../engine/checks/report.ts';
import { withSettings } from '../../../engine/explain/edit.ts';
import { explain } from '../../../engine/explain/explain.ts';
import { rangesOf, type Move, type Range } from '../../../engine/explain/ranges.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { exact } from '../../../engine/number/notation.ts';
import { Refused } from '../../../engine/number/result.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'oral morphine for weeks' };

/** A move of a range that is smaller than so much; undefined where none is. */
function smaller(range: Range, size: ReturnType<typeof exact>, part: number): Move | undefined {
  let [low, high] = [0n, range.count];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (range.at(middle).size.compare(size) < 0) low = middle + 1n;
    else high = middle;
  }
  return low === 0n ? undefined : range.at((BigInt(part) * (low - 1n)) / 1000n);
}

// Second method: pairs of values drawn at random from those that are nearer together, each checked as a whole.
test.each<[string, Changes]>([
  ['a basal rate', { 'order.regimen.lockout': '6 min', 'order.regimen.basal': '0.2 mg/h' }],
  [
    'a dose of a tolerant patient without a limit',
    {
      ...tolerant,
      'order.regimen.lockout': '13 min',
      'order.regimen.demand': '3.8 mg',
      'order.regimen.limit': { kind: 'none' },
    },
  ],
])('%s: no pair of smaller changes passes', (_, changes) => {
  const question = questionOf(changes);
  const answer = explain(question, library);
  expect([answer.state, answer.complete]).toEqual(['two-changes', true]);
  const size = exact(answer.changes[0]?.size ?? '0');
  const allowed = new Set([...answer.outOfReach, ...answer.notDone].map((f) => f.key));
  const { ranges } = rangesOf(factsOf(question, library));
  let tried = 0;
  const passes = (moves: readonly Move[]): boolean => {
    const settings = moves.flatMap((m) => m.settings);
    try {
      const order = withSettings(question.order, settings);
      const findings = findingsOf(factsOf({ ...question, order }, library));
      tried += 1;
      return findings.every((f) => !blocks(f) || allowed.has(f.key));
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  };
  const at = fc.nat({ max: ranges.length - 1 });
  const part = fc.nat({ max: 1000 });
  fc.assert(
    fc.property(at, at, part, part, (a, b, i, j) => {
      const [first, second] = [ranges[a], ranges[b]];
      if (!first || !second || first.parameter === second.parameter) return;
      const one = smaller(first, size, i);
      const other = one && smaller(second, size.sub(one.size), j);
      if (one && other) expect(passes([one, other])).toBe(false);
    }),
    { numRuns: 600, seed: 7 },
  );
  expect(tried).toBeGreaterThan(100);
});
