import { describe, expect, test } from 'vitest';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { checkOrder } from '../told.ts';

const found = (changes: Changes) => checkOrder(questionOf(changes), library).findings;
const outcomes = (changes: Changes, id: string) =>
  found(changes)
    .filter((f) => f.id === id)
    .map((f) => [f.subject, f.outcome, f.observed]);

const rates = (changes: Changes) => found(changes).filter((f) => f.subject === 'worst case per hour');

/** Bupivacaine 0.125 % around the clock. */
const epidural = (rate: string): Changes => ({
  'order.drug': 'bupivacaine',
  'order.route': 'epidural',
  'order.regimen': { kind: 'continuous', rate },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '24 h', every: '24 h', count: '2' },
  'order.preparation.vial': { strength: '5 mg/mL', volume: '30 mL' },
  'order.preparation.drugAmount': '125 mg',
});
/** One dose in a session, once. */
const injection = (drug: string, dose: string, over?: string, every = '24 h'): Changes => ({
  ...epidural('0 mL/h'),
  'order.drug': drug,
  'order.route': 'perineural',
  'patient.weight': { value: '115 kg', on: '2026-11-20' },
  'order.regimen': { kind: 'intermittent', dose, every, ...(over && { over }) },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '24 h', every: '24 h', count: '1' },
});

describe('bupivacaine, at most 400 mg in 24 h (BUPI-POP), as a total', () => {
  // gas-calc gives 0.125 % at 13.3 mL/h as 400 mg in 24 h: 13.3 × 1.25 × 24 = 399 mg; 400 mg ÷ 24 h ÷ 1.25 = 13.33… mL/h
  test.each([
    ['13.3 mL/h', 'pass', '399 mg'],
    ['13.33 mL/h', 'pass', '399.9 mg'],
    ['13.34 mL/h', 'fail', '400.2 mg'],
  ])('at a strength of 1.25 mg/mL, %s: %s, %s', (rate, outcome, total) => {
    expect(outcomes(epidural(rate), 'bupi-03')).toEqual([['worst case in any 24 h', outcome, total]]);
    // the same amount against the same limit is told once
    expect(outcomes(epidural(rate), 'bupi-06')).toEqual(
      outcome === 'fail' ? [] : [['worst case in any 24 h', outcome, total]],
    );
  });
  test('no message names the rounded rate', () => {
    const ours = found(epidural('13.34 mL/h')).filter((f) => f.id.startsWith('bupi-'));
    expect(ours.filter((f) => /16\.6/.test(f.message))).toEqual([]);
  });
});

// corrections of the collected facts, ex-10: a single injection is never divided by an hour
describe('one injection and the rules of rates', () => {
  test('175 mg of bupivacaine once, 115 kg, is no rate of 175 mg/h', () => {
    expect(rates(injection('bupivacaine', '175 mg'))).toEqual([]);
    expect(outcomes(injection('bupivacaine', '175 mg'), 'bupi-06')).toEqual([
      ['worst case in any 24 h', 'pass', '175 mg'],
    ]);
  });
  // rop-02, 28 mg/h: 35 mg once is no rate; again after 30 min, or with drug between doses, it is; an hour long it is one
  test.each([
    ['once', injection('ropivacaine', '35 mg'), []],
    ['over 5 min', injection('ropivacaine', '35 mg', '5 min'), []],
    ['over 1 h', injection('ropivacaine', '35 mg', '60 min'), ['35 mg/h']],
    ['every 12 h', injection('ropivacaine', '35 mg', undefined, '12 h'), ['35 mg/h']],
    ['every 30 min', injection('ropivacaine', '35 mg', undefined, '30 min'), ['70 mg/h']],
  ])('35 mg of ropivacaine %s', (_, changes, observed) => {
    const epiduralRate = rates({ ...changes, 'order.route': 'epidural' }).filter((f) => f.id === 'rop-02');
    expect(epiduralRate.map((f) => f.observed)).toEqual(observed);
  });
});

// NAL-NUB: usual 10 mg per 70 kg. 0.1429 mg/kg let 10.003 mg pass at 70 kg
test.each([
  ['70 kg', '10 mg', 'pass'],
  ['70 kg', '10.001 mg', 'fail'],
  ['77 kg', '11 mg', 'pass'],
  ['77 kg', '11.001 mg', 'fail'],
  ['80 kg', '11.428 mg', 'pass'],
  ['80 kg', '11.429 mg', 'fail'],
])('nalbuphine 10 mg per 70 kg, at %s: %s %s', (value, demand, outcome) => {
  const changes: Changes = {
    'order.drug': 'nalbuphine',
    'patient.weight': { value, on: '2026-11-20' },
    'order.regimen': { kind: 'intermittent', dose: demand, every: '24 h' },
    'order.preparation.vial': { strength: '20 mg/mL', volume: '10 mL' },
    'order.preparation.drugAmount': '100 mg',
  };
  const [rule] = found(changes).filter((f) => f.id === 'nal-03');
  expect(rule?.outcome).toBe(outcome);
  expect(recheckAll(rule?.derivations ?? [])).toEqual([]);
});
