import { subjectName } from '../../../engine/answers/subjects.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { withSettings } from '../../../engine/explain/edit.ts';
import { explain } from '../../../engine/explain/explain.ts';
import { explanation } from '../../../engine/explain/explanation.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { exact } from '../../../engine/number/notation.ts';
import { orderContent } from '../../../engine/order/order.ts';
import { shownText } from '../../../engine/number/quantity.ts';
import { blocks, type Finding } from '../../../engine/checks/report.ts';
import { Refused } from '../../../engine/number/result.ts';
import { RUNS } from '../../property-runs.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { randomChanges } from './order-changes.ts';

const failed = (findings: readonly Finding[]) =>
  findings.filter((f) => f.outcome === 'fail' && blocks(f)).map((f) => f.key);
const unchecked = (findings: readonly Finding[]) =>
  findings.filter((f) => f.outcome === 'could-not-be-done').map((f) => f.key);
const naloxone = { 'order.naloxone': 'none' };
/** 24 doses of 0.4 mg in 4 h, 8 mg of them let through: over the 6 mg in 4 h that hm-07 allows. */
const high = {
  'order.firstOrder': false,
  'order.regimen.demand': '0.4 mg',
  'order.regimen.limit.amount': '8 mg',
};
const explained = (changes: Changes) => explain(questionOf(changes), library);

const smallest = (changes: Changes, parameter: string) =>
  explained(changes).changes.find((c) => c.parts[0]?.parameter === parameter)?.parts[0]?.to;

/** Second method: every value of a grid in turn, nearest first, checked as a whole. */
function byHand(changes: Changes, path: string, values: readonly string[]): string | null {
  const allowed = explained(changes).outOfReach.map((f) => f.key);
  const before = unchecked(findingsOf(factsOf(questionOf(changes), library)));
  for (const value of values)
    try {
      const now = findingsOf(factsOf(questionOf({ ...changes, [path]: value }), library));
      const fine =
        failed(now).every((k) => allowed.includes(k)) && unchecked(now).every((k) => before.includes(k));
      if (fine) return value;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  return null;
}

const countdown = (from: bigint, unitText: string) =>
  Array.from({ length: Number(from) }, (_, i) => hundredth(from - BigInt(i), unitText));
const hundredth = (n: bigint, unitText: string) =>
  `${n / 100n}.${String(n % 100n).padStart(2, '0')}`.replace(/\.?0+$/, '') + ` ${unitText}`;

test('every answer passes when it is checked again, and its worst case is that of the changed order', () => {
  let answers = 0;
  fc.assert(
    fc.property(randomChanges, (changes) => {
      const question = questionOf({ ...changes, ...naloxone });
      const before = findingsOf(factsOf(question, library));
      const answer = explain(question, library, { budget: 400 });
      expect(explanation.parse(answer)).toEqual(answer);
      expect(answer.aims.map((a) => a.key)).toEqual(failed(before));
      for (const change of answer.changes) {
        answers += 1;
        // as a person would enter it: through the schema
        const order = orderContent.parse(withSettings(question.order, change.settings));
        const facts = factsOf({ ...question, order }, library);
        const after = findingsOf(facts);
        const out = answer.outOfReach.map((f) => f.key);
        expect(failed(after).filter((key) => !out.includes(key))).toEqual([]);
        expect(unchecked(before)).toEqual(expect.arrayContaining(unchecked(after)));
        expect(change.remaining).toEqual(after.filter(blocks).map((f) => f.key));
        expect(change.worst.map((w) => w.after)).toEqual(
          [facts.worst.hour, facts.worst.fourHours, facts.worst.day].map((w) => shownText(w.amount.result)),
        );
        expect(change.worst.map((w) => w.afterIfFixed)).toEqual(
          [facts.worst.hour, facts.worst.fourHours, facts.worst.day].map(({ ifFixed }) =>
            ifFixed ? shownText(ifFixed.result) : undefined,
          ),
        );
      }
      const sizes = answer.changes.map((c) => exact(c.size));
      expect(sizes.every((s, i) => i === 0 || (sizes[i - 1] ?? s).compare(s) <= 0)).toBe(true);
    }),
    { numRuns: RUNS / 20, seed: 20_261_123 },
  );
  expect(answers).toBeGreaterThan(RUNS / 100);
});

describe('the smallest change of each parameter is the one that trying every value finds', () => {
  // 0.2 mg/mL × 0.05 mL is a step of 0.01 mg (golden 9 of the field study: a pump moves by its own step)
  test('of a demand dose', () => {
    const tried = byHand(high, 'order.regimen.demand', countdown(39n, 'mg'));
    // 6 mg ÷ 24 doses
    expect(tried).toBe('0.25 mg');
    expect(smallest(high, 'demand')).toBe(tried);
  });
  test('of a lockout', () => {
    const minutes = Array.from({ length: 300 }, (_, i) => `${11 + i} min`);
    const tried = byHand(high, 'order.regimen.lockout', minutes);
    // 240 min ÷ 15 doses
    expect(tried).toBe('16 min');
    expect(smallest(high, 'lockout')).toBe(tried);
  });
  test('of a pump limit', () => {
    const tried = byHand(high, 'order.regimen.limit.amount', countdown(799n, 'mg'));
    expect(tried).toBe('6 mg');
    expect(smallest(high, 'limit.amount')).toBe(tried);
  });
});

test('a basal rate in a patient who is not tolerant goes to nothing, since g-01 lets no other pass', () => {
  const answer = explained({ ...naloxone, 'order.regimen.basal': '0.2 mg/h' });
  for (const change of answer.changes)
    expect(change.settings).toContainEqual({ path: 'regimen.basal', value: '0 mg/h' });
  expect(answer.changes.length).toBeGreaterThan(0);
});

test('what no number decides is said to remain, and the rest is explained all the same', () => {
  const answer = explained({ ...high, ...naloxone, 'patient.conditions': ['respiratory-compromise'] });
  const out = answer.outOfReach.map((f) => subjectName(f.subject));
  expect(out).toEqual(expect.arrayContaining(['naloxone', 'condition']));
  expect(answer.changes.every((c) => c.remaining.some((key) => key.startsWith('g-04')))).toBe(true);
  expect(answer.state).toBe('one-change');
});

test('where nothing fails it says so without a search', () => {
  const calm = { 'order.regimen.demand': '0.1 mg', 'order.firstOrder': false };
  const open = explain(questionOf(calm, { worst24h: '10 mg' }), library);
  expect([open.state, open.aims, open.tried]).toEqual(['passes', [], 0]);
});

test('where a number is out of reach alone it is one of a pair, and neither of the pair does it alone', () => {
  const two = { ...high, ...naloxone, 'order.regimen.basal': '0.2 mg/h' };
  const answer = explained(two);
  expect(answer.state).toBe('two-changes');
  const [pair] = answer.changes;
  expect(pair?.parts).toHaveLength(2);
  const question = questionOf(two);
  for (const setting of pair?.settings ?? []) {
    const alone = findingsOf(
      factsOf({ ...question, order: withSettings(question.order, [setting]) }, library),
    );
    expect(failed(alone).filter((k) => !answer.outOfReach.some((f) => f.key === k))).not.toEqual([]);
  }
});

test('a limit below what the ordered basal rate gives is found together with no basal rate', () => {
  const changes = {
    ...high,
    // 7.6 mg in 4 h: no limit of 6 mg can stand beside it
    'order.regimen.basal': '1.9 mg/h',
  };
  const stopped = { ...changes, 'order.regimen.basal': '0 mg/h' };
  const steps = Array.from({ length: 799 }, (_, i) => hundredth(799n - BigInt(i), 'mg'));
  const found = byHand(stopped, 'order.regimen.limit.amount', steps);
  const [pair] = explained(changes).changes;
  expect(pair?.settings).toEqual([
    { path: 'regimen.basal', value: '0 mg/h' },
    { path: 'regimen.limit.amount', value: found },
  ]);
});

describe('a search that is told to stop', () => {
  const changes = { 'order.regimen.basal': '0.2 mg/h' };
  test('says that it stopped and that a smaller change may exist', () => {
    const cut = explain(questionOf(changes), library, { budget: 3 });
    expect([cut.state, cut.complete]).toEqual(['stopped', false]);
  });
  test('asks the caller before each variant', () => {
    let asked = 0;
    const cut = explain(questionOf(changes), library, { cancelled: () => (asked += 1) > 5 });
    expect([cut.state, asked]).toEqual(['stopped', 6]);
  });
});

test('an order that can not be computed is refused as by the check itself', () => {
  expect(() => explained({ 'order.regimen.lockout': '0 min' })).toThrow(Refused);
});

test('of a mixture, what fails of a further drug is an aim too, and every answer passes for all of them', () => {
  const mixture: Changes = {
    'order.drug': 'bupivacaine',
    'order.route': 'epidural',
    'order.regimen': {
      kind: 'pca',
      demand: '3 mL',
      lockout: '6 min',
      basal: '6 mL/h',
      limit: { kind: 'none' },
    },
    'order.preparation.drugAmount': '62.5 mg',
    'order.preparation.vial': { strength: '2.5 mg/mL', volume: '30 mL' },
    // ten times the morphine of the mixture in regimen-kinds: 18 mg in any hour
    'order.preparation.also': [
      { drug: 'morphine', vial: { strength: '10 mg/mL', volume: '10 mL' }, amount: '50 mg' },
    ],
  };
  const question = questionOf(mixture);
  const answer = explain(question, library, { budget: 400 });
  const before = failed(findingsOf(factsOf(question, library)));
  expect(before.filter((key) => key.startsWith('morphine:'))).not.toEqual([]);
  expect(answer.aims.map((f) => f.key)).toEqual(before);
  for (const change of answer.changes) {
    const order = orderContent.parse(withSettings(question.order, change.settings));
    const after = failed(findingsOf(factsOf({ ...question, order }, library)));
    expect(after.filter((key) => !answer.outOfReach.some((f) => f.key === key))).toEqual([]);
  }
});
