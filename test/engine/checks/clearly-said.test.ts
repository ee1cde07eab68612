import { describe, expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const found = (changes: Changes) => checkOrder(questionOf(changes), library).findings;
const told = (changes: Changes, ...ids: string[]) =>
  found(changes)
    .filter((f) => ids.includes(f.id) && f.outcome !== 'pass')
    .map((f) => [f.id, f.outcome === 'fail' ? f.severity : f.outcome]);

const fentanyl = (basal: string, home: Changes): Changes => ({
  'patient.opioidStatus': 'tolerant',
  'order.drug': 'fentanyl',
  'order.regimen': {
    kind: 'pca',
    demand: '25 mcg',
    lockout: '10 min',
    basal,
    limit: { kind: 'amount', amount: '400 mcg', window: '4 h' },
  },
  // as long as a session may be, so that the day counts nearly all of the rate
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '23 h', every: '24 h', count: '1' },
  'order.preparation.vial': { strength: '50 mcg/mL', volume: '50 mL' },
  'order.preparation.drugAmount': '1000 mcg',
  ...home,
});
const RELATIVE = ['rel-h2-soft', 'rel-h2', 'rel-h4-soft', 'rel-h4', 'rel-h3-soft', 'rel-h3'];
const stated = { 'patient.opioidEvidence': 'fentanyl patch 50 mcg/h since 2026-09-01' };
// CDC 2022: 2.4 MME a day for each mcg/h
const entered = { ...stated, 'patient.baselineMme': '120' };

describe('a patch of fentaNYL is the rate that it is labelled with', () => {
  test.each([
    ['as the evidence states it', stated],
    ['as it was entered', entered],
  ])('%s: the same rate by vein is not far above it', (_, home) => {
    expect(told(fentanyl('50 mcg/h', home), ...RELATIVE)).toEqual([]);
  });
  // by hand: 1.5 times a day of 50 mcg/h are 1,800 mcg, which 78.26 mcg/h give in the 23 h of the session; 3 times 50 mcg/h are 150
  test.each([
    ['78 mcg/h', []],
    ['79 mcg/h', [['rel-h2-soft', 'soft']]],
    ['151 mcg/h', [['rel-h2', 'hard']]],
  ])('%s', (basal, expected) => {
    const room = { 'order.regimen.limit': { kind: 'amount', amount: '1000 mcg', window: '4 h' } };
    expect(told({ ...fentanyl(basal, stated), ...room }, 'rel-h2-soft', 'rel-h2')).toEqual(expected);
  });
});

const epidural = (dose: string): Changes => ({
  'order.drug': 'morphine',
  'order.route': 'epidural',
  'order.course': { indication: 'postoperative-pain', preservativeFree: true },
  'order.regimen': { kind: 'intermittent', dose, every: '24 h' },
  'order.preparation.vial': { strength: '1 mg/mL', volume: '10 mL' },
  'order.preparation.diluent': 'none',
  'order.preparation.drugAmount': '100 mg',
});
test.each(['5 mg', '60 mg'])(
  'a first epidural dose at home is a hard stop at %s and names no limit',
  (dose) => {
    expect(found(epidural(dose)).find((f) => f.id === 'epi-08')).toMatchObject({
      outcome: 'fail',
      severity: 'hard',
      subject: 'first order',
      limit: null,
    });
  },
);

const open = (changes: Changes) =>
  found(changes).filter((f) => f.outcome === 'could-not-be-done' && f.about === 'formulation');
test('what a product may be used in, and what a mixture does, is one line of the formulation', () => {
  const line = open(epidural('5 mg'));
  expect(line).toHaveLength(1);
  expect(line[0]?.missing).toContain('continuous microinfusion device');
  expect(told(epidural('5 mg'), 'mor-c5')).toEqual([]);
  const mixed = open({
    'order.drug': 'ropivacaine',
    'order.route': 'epidural',
    'order.course': { indication: 'postoperative-pain', preservativeFree: true, epinephrine: false },
    'patient.lastLocalAnaesthetic': 'none',
    'order.regimen': { kind: 'continuous', rate: '8 mL/h' },
    'order.preparation.vial': { strength: '2 mg/mL', volume: '200 mL' },
    'order.preparation.drugAmount': '100 mg',
    'order.preparation.also': [
      { drug: 'fentanyl', vial: { strength: '50 mcg/mL', volume: '2 mL' }, amount: '200 mcg' },
    ],
  });
  expect(mixed).toHaveLength(1);
  expect(mixed[0]?.missing).toContain('alkaline');
});

const pca = (more: Changes): Changes => ({
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'oral morphine 60 mg a day since 2026-10-01',
  ...more,
});
test('all opioids against the baseline is one question: the graver of what can be given and what is given', () => {
  const asked = pca({
    'order.regimen': {
      kind: 'pca',
      demand: '2 mg',
      lockout: '10 min',
      basal: '1 mg/h',
      limit: { kind: 'amount', amount: '40 mg', window: '4 h' },
    },
  });
  expect(told(asked, 'rel-h4', 'rel-h4-soft', 'rel-h4-programmed', 'rel-h4-programmed-soft')).toEqual([
    ['rel-h4-programmed', 'hard'],
  ]);
});

// corrections of the pumps: the CADD-MS 3 alone is known to run profiles on a clock beside its bolus (FDA 510(k) K051568)
test('a night rate beside a demand dose is refused in words that name what has one', () => {
  const night = found(
    pca({
      'order.regimen': {
        kind: 'pca',
        demand: '0.2 mg',
        lockout: '10 min',
        basal: { day: '0.1 mg/h', night: '0.2 mg/h', nightFrom: '22:00', nightTo: '06:00' },
        limit: { kind: 'amount', amount: '4 mg', window: '4 h' },
      },
    }),
  ).filter((f) => f.id === 'pump-has-no-field');
  expect(night.map((f) => f.message)).toEqual([
    'This pump has no second rate for the night beside a demand dose (of the models on file it is known of CADD-MS 3 alone): order one rate, or a continuous order with a day and a night rate.',
  ]);
});

test('notices of a model are one line, and so are the concentrations that a pump may be left at', () => {
  const all = found({});
  const of = (id: string) => all.filter((f) => f.id === id && f.about !== undefined && f.outcome === 'fail');
  expect(of('pump-notice')).toHaveLength(1);
  // FDA corrections of the CADD-Solis
  expect(of('pump-notice')[0]?.observed).toMatch(/2025-06-03, battery: .*; 2024-08-06, software: /);
  expect(of('pump-left-at-another-concentration')).toHaveLength(1);
});
