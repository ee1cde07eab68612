import { describe, expect, test } from 'vitest';
import { library, questionOf, refusalsOf, fileWith, type Changes } from '../../base-order.ts';
import { checkOrder } from '../../told.ts';
import { secondOpinion } from '../../../../engine/checks/second-opinion.ts';

const tolerant: Changes = {
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': 'morphine 400 mg a day by mouth for three months',
  'patient.baselineMme': '400',
};
const titration = {
  kind: 'titration',
  of: 'rate',
  start: '0.2 mg/h',
  by: '0.1 mg/h',
  every: '4 h',
  until: 'pain 3 of 10 or less at rest',
  changedBy: 'nurse',
};
const order = (change: object = {}, pump = 'cadd-solis', rate = '0.6 mg/h'): Changes => ({
  ...tolerant,
  'order.pump': pump,
  'order.regimen': { kind: 'continuous', rate, titration: { ...titration, ...change } },
});
const reportOf = (changes: Changes) => {
  const question = questionOf(changes);
  expect(secondOpinion(question, library)).toEqual([]);
  return checkOrder(question, library);
};
const fails = (changes: Changes, ...ids: string[]) =>
  reportOf(changes)
    .findings.filter((f) => ids.includes(f.id) && f.outcome === 'fail')
    .map((f) => `${f.severity} ${f.id}: ${f.observed ?? ''}`);
const set = (changes: Changes) =>
  Object.fromEntries(
    reportOf(changes).program.fields.flatMap((f) => (f.programmed === null ? [] : [[f.id, f.programmed]])),
  );
const codes = (changes: Changes) => refusalsOf(fileWith(changes)).map((i) => `${i.path} ${i.code}`);
const without = (key: string) => ({ [key]: undefined });

const hardOnes = (changes: Changes) =>
  reportOf(changes)
    .findings.filter((f) => f.outcome === 'fail' && f.severity === 'hard')
    .map((f) => f.id);

describe('an order that may be changed while it runs', () => {
  // by hand: 0.6 mg/h over 4 h
  test('is worth its most, and is programmed at its start', () => {
    const report = reportOf(order());
    expect(report.exposure.windows.find((w) => w.window === '4 h')).toMatchObject({
      worst: '2.4 mg',
      kind: 'exact',
    });
    expect(set(order())).toMatchObject({ 'continuous-rate': '0.2 mg/h' });
    expect(report.regimen.basal).toBe('0.6 mg/h');
    expect(report.regimen.lines.map((l) => `${l.name} ${l.exact}`)).toEqual([
      'continuous rate, at most 0.6 mg/h',
      'titration of the rate',
      'programmed at start 0.2 mg/h',
      'changed by 0.1 mg/h',
      'not sooner than 4 h',
      'until pain 3 of 10 or less at rest',
      'changed by whom nurse',
    ]);
  });
  // hm-24 and its kind hold the rate of a naive patient: the start alone would pass where the most does not
  test('is judged by the rules at its most', () => {
    const wide = order({}, 'cadd-solis', '60 mg/h');
    const narrow = { ...wide, 'order.regimen': { kind: 'continuous', rate: '0.2 mg/h' } };
    expect(hardOnes(wide).length).toBeGreaterThan(hardOnes(narrow).length);
  });
  // Joint Commission, MM.04.01.01: start, increment, frequency, maximum, objective endpoint; hard if missing
  test.each([
    ['by', 'the increment'],
    ['every', 'how soon it may be changed again'],
    ['until', 'an objective endpoint'],
  ])('states %s', (key, words) => {
    expect(fails(order(without(key)), 'titration-elements')).toEqual([
      `hard titration-elements: not stated: ${words}`,
    ]);
    expect(fails(order(), 'titration-elements')).toEqual([]);
  });
  // McPherson 2005: not over a doubling where patient or family gives it; a facility's policy: four times for a nurse
  test('spans twice its start by the family, four times by a nurse', () => {
    const at = (rate: string, changedBy: string) =>
      fails(order({ changedBy }, 'cadd-solis', rate), 'range-over-doubling', 'range-over-fourfold');
    expect(at('0.4 mg/h', 'patient-or-family')).toEqual([]);
    expect(at('0.5 mg/h', 'patient-or-family')).toEqual(['soft range-over-doubling: 0.2 mg/h to 0.5 mg/h']);
    expect(at('0.8 mg/h', 'nurse')).toEqual([]);
    expect(at('0.9 mg/h', 'nurse')).toEqual(['info range-over-fourfold: 0.2 mg/h to 0.9 mg/h']);
    expect(fails(order({ start: '0 mg/h' }), 'range-over-fourfold')).toEqual([
      'info range-over-fourfold: 0 mg/h to 0.6 mg/h',
    ]);
  });
  // Curlin manual, page 57: MxRATE and Max BOLS, which later changes may not pass
  test('is kept by a Curlin’s own maximum in its PCA, and by no other pump', () => {
    const pca = (pump: string): Changes => ({
      ...tolerant,
      'order.pump': pump,
      'order.regimen.basal': '0.6 mg/h',
      'order.regimen.limit': { kind: 'none' },
      'order.regimen.titration': titration,
    });
    expect(set(pca('curlin-4000'))).toMatchObject({
      'continuous-rate': '0.2 mg/h',
      'titrate-rate': '0.6 mg/h',
    });
    expect(fails(pca('curlin-4000'), 'most-not-on-pump')).toEqual([]);
    expect(fails(pca('cadd-solis'), 'most-not-on-pump')).toEqual(['info most-not-on-pump: 0.6 mg/h']);
    const bolus = {
      ...pca('curlin-4000'),
      'order.regimen.titration': { ...titration, of: 'dose', start: '0.1 mg', by: '0.1 mg' },
    };
    expect(set(bolus)).toMatchObject({ 'demand-dose': '0.1 mg', 'titrate-bolus': '0.2 mg' });
    expect(set(bolus)).not.toHaveProperty('titrate-rate');
  });
  // CADD-Prizm table 1: 30 mL/h at most; 0.2 mg/mL
  test('is stopped where the pump can not be set to its most', () => {
    expect(fails(order({}, 'cadd-prizm-pcs2', '6.1 mg/h'), 'pump-range')).toEqual([
      'hard pump-range: 30.5 mL/h',
    ]);
    expect(fails(order({}, 'cadd-prizm-pcs2', '6 mg/h'), 'pump-range')).toEqual([]);
    // 0.55 mg/h: steps of 0.1 mg/h above 0.5
    expect(fails(order({}, 'cadd-prizm-pcs2', '0.55 mg/h'), 'pump-grid')).toEqual([
      'soft pump-grid: 0.55 mg/h',
    ]);
  });
});

const range = (change: object = {}, more: Changes = {}): Changes => ({
  ...tolerant,
  'order.pump': 'curlin-4000',
  'order.regimen': {
    kind: 'intermittent',
    dose: '0.4 mg',
    over: '30 min',
    every: '4 h',
    titration: {
      kind: 'range',
      of: 'dose',
      start: '0.2 mg',
      until: 'pain above 3 of 10',
      changedBy: 'nurse',
      ...change,
    },
  },
  'order.course': { indication: 'cancer-pain' },
  ...more,
});

describe('a range order', () => {
  // by hand: one dose of 0.4 mg in any 4 h
  test('is worth its largest dose, and is programmed at its least', () => {
    expect(reportOf(range()).exposure.windows.find((w) => w.window === '4 h')).toMatchObject({
      worst: '0.4 mg',
    });
    expect(set(range())).toMatchObject({ 'dose-volume': '0.2 mg' });
    expect(fails(range(), 'range-elements', 'titration-elements')).toEqual([]);
  });
  // McPherson 2005: indication and clinical parameters; soft if missing
  test('states its indication and what asks for more', () => {
    expect(fails(range(without('until'), { 'order.course': undefined }), 'range-elements')).toEqual([
      'soft range-elements: not stated: the indication, what state of the patient asks for more',
    ]);
  });
});

describe('refused by name', () => {
  test.each([
    [{ start: '0.6 mg/h' }, ['order.regimen.titration.start start-not-below-most']],
    [{ start: '0.7 mg/h' }, ['order.regimen.titration.start start-not-below-most']],
    [{ by: '0 mg/h' }, ['order.regimen.titration.by increment-zero']],
    [{ every: '0 h' }, ['order.regimen.titration.every dose-interval-zero']],
    [{ start: '0.1 mg' }, ['order.regimen.titration.start unit-of-other-dimension']],
    [{ start: '100 mcg/h' }, ['order.regimen.titration.start unit-not-used-for-drug']],
  ])('%j', (change, wanted) => {
    expect(codes(order(change))).toEqual(wanted);
  });
  test('a dose of nothing, and a titration of two rates', () => {
    const dose = { kind: 'intermittent', dose: '1 mg', every: '4 h' };
    const of = { ...titration, of: 'dose', start: '0 mg', by: '0.1 mg' };
    expect(codes({ 'order.regimen': { ...dose, titration: of } })).toEqual([
      'order.regimen.titration.start dose-zero',
    ]);
    const rate = { day: '0.1 mg/h', night: '0.2 mg/h', nightFrom: '22:00', nightTo: '06:00' };
    expect(codes({ 'order.regimen': { kind: 'continuous', rate, titration } })).toEqual([
      'order.regimen.titration.of titration-of-two-rates',
    ]);
    expect(codes({ 'order.regimen.basal': rate, 'order.regimen.titration': titration })).toEqual([
      'order.regimen.titration.of titration-of-two-rates',
    ]);
  });
});
