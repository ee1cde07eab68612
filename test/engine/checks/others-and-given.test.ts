import { expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { Refused } from '../../../engine/number/result.ts';
import { baseFile, library, questionOf, type Changes } from '../base-order.ts';

const report = (changes: Changes) => checkOrder(questionOf(changes), library);
const worst = (changes: Changes) => report(changes).findings.filter((f) => f.check.startsWith('exposure'));
const overlaps = (changes: Changes) =>
  report(changes).findings.filter((f) => f.check === 'order-overlap' && f.outcome !== 'pass');
// the base order runs 2026-11-24T01:00Z to 2026-11-30T09:00Z: 7 sessions of 8 h, one a day
const another = (start: string, more: object = {}) => {
  const { order } = baseFile();
  return { ...order, ...more, sessions: { ...order.sessions, start } };
};

test('another active order of the same drug at the same time is a hard finding, one after it is none', () => {
  expect(overlaps({ others: [another('2026-11-30T08:00Z')] })).toMatchObject([
    { id: 'orders-overlap', outcome: 'fail', severity: 'hard' },
  ]);
  expect(overlaps({ others: [another('2026-11-30T09:00Z')] })).toEqual([]);
  expect(overlaps({ others: [another('2026-11-17T16:00Z')] })).toEqual([]);
  expect(overlaps({ others: [another('2026-11-17T18:00Z')] })).toHaveLength(1);
  expect(overlaps({})).toEqual([]);
});

test('one that is drafted or on hold for the same time is asked about, and passed by saying that both are meant', () => {
  const found = overlaps({ waiting: [another('2026-11-30T08:00Z')] });
  expect(found).toMatchObject([{ id: 'same-drug-waits', outcome: 'fail', severity: 'soft' }]);
  expect(found[0]?.reasons.map((r) => r.code)).toContain('both-intended');
  expect(overlaps({ waiting: [another('2026-11-30T09:00Z')] })).toEqual([]);
  expect(overlaps({ waiting: [another('2026-11-24T01:00Z', { drug: 'ketorolac' })] })).toEqual([]);
  // it counts in no sum: what it would give is not what the patient gets
  expect(worst({ waiting: [another('2026-11-24T01:00Z')] })).toEqual(worst({}));
});

test('a drug that is mixed into the other container is found by its name, and two that start alike are one question', () => {
  const mixed = another('2026-11-24T01:00Z', {
    drug: 'ketamine',
    preparation: {
      ...baseFile().order.preparation,
      also: [{ drug: 'hydromorphone', vial: { strength: '10 mg/mL', volume: '10 mL' }, amount: '10 mg' }],
    },
  });
  expect(overlaps({ waiting: [mixed, mixed] })).toMatchObject([{ id: 'same-drug-waits' }]);
});

test('an order of another drug does not overlap; one that can not be computed is told with what is wrong', () => {
  expect(overlaps({ others: [another('2026-11-24T01:00Z', { drug: 'ketorolac' })] })).toEqual([]);
  const found = overlaps({ others: [another('2026-11-24T01:00Z', { drug: 'oxytocin' })] });
  expect(found).toMatchObject([{ id: 'other-order-not-computed', outcome: 'could-not-be-done' }]);
  expect(found[0]?.missing).toContain('drug-not-in-formulary');
});

test.each([
  ['a dose of the future', { at: '2026-11-23T15:01Z' }, 'given.0.at: given-in-future'],
  ['a dose of nothing', { amount: '0 mg' }, 'given.0.amount: given-amount-zero'],
])('%s is refused by name', (_, change, line) => {
  const dose = { drug: 'hydromorphone', amount: '1 mg', route: 'IV', at: '2026-11-23T15:00Z' };
  expect(() => report({ given: [dose] })).not.toThrow();
  expect(() => report({ given: [{ ...dose, ...change }] })).toThrow(Refused);
  expect(() => report({ given: [{ ...dose, ...change }] })).toThrow(line);
});
