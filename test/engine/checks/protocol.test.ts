import { describe, expect, test } from 'vitest';
import { everyFinding } from '../../../engine/checks/check-order.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { fromProtocol, withHardRange } from '../protocol-orders.ts';

const tolerant = {
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'oral morphine 60 mg a day',
};
const found = (changes: Changes, of = library) =>
  everyFinding(factsOf(questionOf(changes, null), of))
    .filter((f) => f.check === 'order-protocol' && f.outcome !== 'pass')
    .map((f) => `${f.severity} ${f.outcome} ${f.key}`);
const demand = (amount: string) => fromProtocol({ 'order.regimen.demand': amount });

describe('an order that began with a protocol', () => {
  test('that keeps to it is asked nothing', () => {
    expect(found(fromProtocol(), withHardRange)).toEqual([]);
  });
  test('without one is held against none', () => {
    expect(found({ 'order.regimen.demand': '1.2 mg' }, withHardRange)).toEqual([]);
  });
  // the ranges stand in protocol-orders.ts, the edges themselves are inside
  test.each<[string, string[]]>([
    ['0.1 mg', []],
    ['0.4 mg', []],
    ['0.42 mg', ['soft fail outside-protocol:demand dose']],
    ['0.09 mg', ['soft fail outside-protocol:demand dose']],
    ['1 mg', ['soft fail outside-protocol:demand dose']],
    ['1.02 mg', ['hard fail far-outside-protocol:demand dose']],
    ['0.04 mg', ['hard fail far-outside-protocol:demand dose']],
  ])('a demand dose of %s against 0.1 to 0.4 mg and 0.05 to 1 mg', (amount, expected) => {
    expect(found(demand(amount), withHardRange)).toEqual(expected);
  });
  test.each<[string, Changes, string]>([
    ['another lockout', { 'order.regimen.lockout': '8 min' }, 'lockout'],
    ['a basal rate', { 'order.regimen.basal': '0.1 mg/h' }, 'basal rate'],
    ['a higher limit', { 'order.regimen.limit.amount': '6.2 mg' }, 'pump limit'],
    ['a limit over another window', { 'order.regimen.limit.window': '2 h' }, 'pump limit'],
    ['no limit', { 'order.regimen.limit': { kind: 'none' } }, 'pump limit'],
  ])('%s is asked about', (_, changes, line) => {
    expect(found(fromProtocol(changes))).toEqual([`soft fail outside-protocol:${line}`]);
  });
  test.each<[string, Changes, string]>([
    ['another concentration', { 'order.preparation.drugAmount': '100 mg' }, 'reservoir concentration'],
    ['another route', { 'order.route': 'SC' }, 'route'],
    ['another drug', { 'order.protocol': 'published-morphine-naive' }, 'drug'],
    [
      'a mixture',
      {
        'order.preparation.also': [
          { drug: 'ketamine', vial: { strength: '50 mg/mL', volume: '10 mL' }, amount: '50 mg' },
        ],
        'order.preparation.container': 'bag',
      },
      'drug',
    ],
    ['another kind', { 'order.regimen': { kind: 'continuous', rate: '0.2 mg/h' } }, 'kind of regimen'],
  ])('for %s is stopped, and held against no range of it', (_, changes, subject) => {
    expect(found(fromProtocol(changes))).toEqual([`hard fail not-of-protocol:${subject}`]);
  });
  test('for the naive asks of a tolerant patient, one for the tolerant stops a naive one', () => {
    expect(found(fromProtocol(tolerant))).toEqual(['soft fail not-of-protocol:opioid status']);
    const turned = {
      ...library,
      protocols: library.protocols.map((p) => ({ ...p, qualifier: 'opioid-tolerant' as const })),
    };
    expect(found(fromProtocol(), turned)).toEqual(['hard fail not-of-protocol:opioid status']);
    expect(found(fromProtocol(tolerant), turned)).toEqual([]);
  });
  test('that was withdrawn says so', () => {
    expect(found({ 'order.protocol': 'gone' })).toEqual(['hard could-not-be-done not-of-protocol:protocol']);
  });
});
