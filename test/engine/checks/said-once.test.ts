import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../engine/facts/compute.ts';
import { findingsOf } from '../told.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const failing = (changes: Changes, ids: readonly string[]) =>
  findingsOf(factsOf(questionOf(changes), library))
    .filter((f) => f.outcome === 'fail' && ids.includes(f.id))
    .map((f) => f.id);

const PRESERVED = ['g-07', 'clo-c1', 'bupi-c3', 'mor-c4'];
const epidural = (drug: string, strength: string, volume: string, rate: string, amount: string): Changes => ({
  'order.drug': drug,
  'order.route': 'epidural',
  'order.regimen': { kind: 'continuous', rate },
  'order.course': { preservativeFree: false },
  'order.preparation.vial': { strength, volume },
  'order.preparation.drugAmount': amount,
});
const clonidine = {
  drug: 'clonidine_epidural',
  vial: { strength: '100 mcg/mL', volume: '10 mL' },
  amount: '300 mcg',
};

describe('a preservative by the epidural route is one line, by the rule of a drug in the bag', () => {
  test.each<[string, Changes, string[]]>([
    ['cloNIDine', epidural('clonidine_epidural', '100 mcg/mL', '10 mL', '30 mcg/h', '1000 mcg'), ['clo-c1']],
    ['bupivacaine', epidural('bupivacaine', '2.5 mg/mL', '30 mL', '5 mg/h', '100 mg'), ['bupi-c3']],
    ['morphine', epidural('morphine', '1 mg/mL', '10 mL', '0.3 mg/h', '10 mg'), ['mor-c4']],
    [
      'bupivacaine with cloNIDine',
      {
        ...epidural('bupivacaine', '2.5 mg/mL', '30 mL', '5 mg/h', '100 mg'),
        'order.preparation.also': [clonidine],
      },
      ['bupi-c3'],
    ],
    // no rule of its own
    ['HYDROmorphone', epidural('hydromorphone', '2 mg/mL', '20 mL', '0.1 mg/h', '20 mg'), ['g-07']],
  ])('%s', (_, changes, ids) => {
    expect(failing(changes, PRESERVED)).toEqual(ids);
  });
});

const SUPPLY = ['reservoir-need', 'containers-run-dry', 'containers-run-dry-at-worst'];
const continuous = (rate: string, duration: string, count: string, containers: string): Changes => ({
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'on opioids for weeks',
  'order.regimen': { kind: 'continuous', rate },
  'order.sessions': { start: '2026-11-24T01:00Z', duration, every: '24 h', count },
  'order.preparation.containers': containers,
});
const pca = (count: string, containers: string): Changes => ({
  'order.regimen.limit': { kind: 'amount', amount: '4 mg', window: '4 h' },
  // by hand: 20 h under 4 mg in 4 h are 20 mg, 100 mL of 0.2 mg/mL; 95 mL are usable
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '20 h', every: '24 h', count },
  'order.preparation.containers': containers,
});

describe('a container that does not last its session is one line', () => {
  test.each<[string, Changes, string[]]>([
    // by hand: 1 mg/h of 0.2 mg/mL are 5 mL/h; 95 mL last 19 h
    ['20 h, one container for one session', continuous('1 mg/h', '20 h', '1', '1'), ['reservoir-need']],
    ['20 h, two for two', continuous('1 mg/h', '20 h', '2', '2'), ['containers-run-dry']],
    ['20 h, one for two', continuous('1 mg/h', '20 h', '2', '1'), ['containers-run-dry']],
    ['10 h, one for two: the second session', continuous('1 mg/h', '10 h', '2', '1'), ['containers-run-dry']],
    ['at worst, two for two', pca('2', '2'), ['reservoir-need']],
    ['at worst, one for two', pca('2', '1'), ['reservoir-need']],
  ])('%s', (_, changes, ids) => {
    expect(failing(changes, SUPPLY)).toEqual(ids);
  });
});

const severities = (demand: string) =>
  Object.fromEntries(
    findingsOf(factsOf(questionOf({ 'order.regimen.demand': demand }), library))
      .filter((f) => f.outcome === 'fail' && f.subject === 'demand dose')
      .map((f) => [f.id, f.severity]),
  );

describe('an amount that passes several limits blocks by the gravest of them alone', () => {
  // published: 0.1 to 0.4 mg (hm-04), a start of 0.2 mg (hm-05); twice the range (hm-12); label: 1 mg at once (hm-01)
  test.each([
    ['0.3 mg', { 'hm-05': 'soft' }],
    ['0.5 mg', { 'hm-04': 'soft', 'hm-05': 'info' }],
    ['1 mg', { 'hm-04': 'info', 'hm-05': 'info', 'hm-12': 'hard', 'far-from-initial-value': 'info' }],
    [
      '1.1 mg',
      {
        'hm-01': 'hard',
        'hm-04': 'info',
        'hm-05': 'info',
        'hm-12': 'info',
        'far-from-initial-value': 'info',
      },
    ],
  ])('%s', (demand, found) => {
    expect(severities(demand)).toEqual(found);
  });
});

test('a rate above a limit by the hour is not said again as the most in an hour', () => {
  const order = {
    'order.drug': 'lidocaine_iv',
    'order.naloxone': 'none',
    'order.regimen': { kind: 'continuous', rate: '350 mg/h' },
    'order.preparation.vial': { strength: '20 mg/mL', volume: '50 mL' },
    'order.preparation.drugAmount': '800 mg',
  };
  expect(failing(order, ['lid-02'])).toEqual(['lid-02']);
});
