import { describe, expect, test } from 'vitest';
import { library, questionOf, type Changes } from '../base-order.ts';
import { checkOrder } from '../told.ts';

const found = (changes: Changes) =>
  checkOrder(questionOf(changes), library).findings.filter((f) => f.outcome !== 'pass');
const told = (changes: Changes, ...ids: string[]) =>
  found(changes)
    .filter((f) => ids.includes(f.id))
    .map((f) => `${f.id} ${f.subject} ${f.observed}`);

const SC: Changes = { 'order.route': 'SC', 'order.regimen.lockout': '30 min' };
// Fast Fact 28: 3 mL/h at one site; 5 mL/h is the most that any text read goes to. 0.2 mg/mL
describe('what one SC site takes', () => {
  test.each([
    ['0.6 mg/h', []],
    ['0.61 mg/h', ['sc-01']],
    ['1 mg/h', ['sc-01']],
    ['1.01 mg/h', ['sc-01-hard']],
  ])('a rate of %s: %j', (rate, ids) => {
    const order = { ...SC, 'order.regimen': { kind: 'continuous', rate } };
    expect(told(order, 'sc-01', 'sc-01-hard').map((t) => t.split(' ')[0])).toEqual(ids);
    expect(told({ ...order, 'order.route': 'IV' }, 'sc-01', 'sc-01-hard')).toEqual([]);
  });
  // 2 mL in an injection, 3 mL in the abdomen
  test.each([
    ['0.4 mg', []],
    ['0.41 mg', ['sc-02']],
    ['0.61 mg', ['sc-02', 'sc-03']],
  ])('a dose of %s: %j', (demand, ids) => {
    const order = { ...SC, 'order.regimen.demand': demand };
    expect(told(order, 'sc-02', 'sc-03').map((t) => t.split(' ')[0])).toEqual(ids);
  });
  test('background and doses together: 3 mL in an hour', () => {
    const order = { ...SC, 'order.regimen.demand': '0.3 mg', 'order.regimen.lockout': '20 min' };
    expect(told(order, 'sc-05')).toEqual(['sc-05 worst case in any 1 h 4.5 mL']);
    expect(told({ ...order, 'order.regimen.lockout': '30 min' }, 'sc-05')).toEqual([]);
  });
  test('of a mixture it is asked once, of the first drug', () => {
    const mixed = {
      'order.regimen': { kind: 'continuous', rate: '1.2 mg/h' },
      'order.route': 'SC',
      'order.preparation.container': 'bag',
      'order.preparation.also': [
        { drug: 'ketamine', vial: { strength: '50 mg/mL', volume: '10 mL' }, amount: '60 mg' },
      ],
    };
    expect(told(mixed, 'sc-01-hard')).toHaveLength(1);
  });
  test('a second rise and a lockout shorter than the skin allows are asked about', () => {
    expect(told({ ...SC, 'order.regimen.lockout': '10 min' }, 'rel-19-hydromorphone')).toHaveLength(1);
    expect(told({ ...SC, 'order.regimen.lockout': '9 min' }, 'rel-19-hydromorphone-hard')).toHaveLength(1);
  });
});

const epidural = (rate: string, status = 'naive', first = false): Changes => ({
  'order.drug': 'morphine',
  'order.route': 'epidural',
  'order.firstOrder': first,
  'patient.opioidStatus': status,
  'patient.opioidEvidence': 'oral morphine 200 mg a day for a month',
  'order.regimen': { kind: 'continuous', rate },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '23 h', every: '24 h', count: '1' },
  'order.course': { preservativeFree: true },
  'order.preparation.vial': { strength: '1 mg/mL', volume: '10 mL' },
});
// Infumorph: naive 3.5 to 7.5 mg a day, tolerant up to 20 or 30; Duramorph: at most 10 mg in 24 h
describe('epidural morphine', () => {
  const ids = ['epi-03', 'mor-16', 'epi-03-rate', 'epi-05-soft', 'epi-05', 'g-01'];
  test.each([
    ['0.3 mg/h', 'naive', []],
    // Jorgensen 2001: 0.05 mg/mL at 8 mL/h after surgery, 9.2 mg in 23 h
    ['0.4 mg/h', 'naive', ['epi-03']],
    ['0.42 mg/h', 'naive', ['epi-03', 'epi-03-rate']],
    ['0.5 mg/h', 'naive', ['mor-16', 'epi-03', 'epi-03-rate']],
    ['0.85 mg/h', 'tolerant', []],
    ['0.9 mg/h', 'tolerant', ['epi-05-soft']],
    ['1.31 mg/h', 'tolerant', ['epi-05']],
  ])('%s, %s: %j, and never a question of a basal rate', (rate, status, wanted) => {
    const got = told(epidural(rate, status), ...ids).map((t) => t.split(' ')[0]);
    expect([...new Set(got)].toSorted()).toEqual(wanted.toSorted());
  });
  test('the first order is a hard stop: the first dose is watched for 24 h', () => {
    expect(told(epidural('0.1 mg/h', 'naive', true), 'epi-08')).toHaveLength(1);
    expect(told(epidural('0.1 mg/h'), 'epi-08')).toEqual([]);
  });
});

const methadone = (regimen: object, status = 'naive'): Changes => ({
  'order.drug': 'methadone',
  'patient.opioidStatus': status,
  'patient.opioidEvidence': 'oral morphine 200 mg a day for a month',
  'patient.qtc': { value: '420 ms', on: '2026-11-10' },
  'order.regimen': regimen,
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '20 h', every: '24 h', count: '1' },
  'order.preparation.vial': { strength: '10 mg/mL', volume: '20 mL' },
  'order.preparation.drugAmount': '100 mg',
});
const limited = (amount: string) => ({ kind: 'amount', amount, window: '8 h' });
const upTo = (amount: string) => ({
  kind: 'pca',
  demand: '2 mg',
  lockout: '10 min',
  basal: '0 mg/h',
  limit: limited(amount),
});
const rotated = (amount: string) =>
  methadone({ kind: 'intermittent', dose: amount, over: '30 min', every: '12 h' }, 'tolerant');
const at = (doseChangedAt: string) => ({ 'order.course': { doseChangedAt } });
describe('methadone', () => {
  // 10 mg every 8 h at most (label): 30 mg in 24 h, and no PCA for who takes no opioids
  test('no PCA in a naive patient, however slow', () => {
    const pca = {
      kind: 'pca',
      demand: '0.5 mg',
      lockout: '60 min',
      basal: '0 mg/h',
      limit: { kind: 'none' },
    };
    expect(told(methadone(pca), 'mtp-01')).toEqual(['mtp-01 demand dose 0.5 mg']);
    expect(told(methadone(pca, 'tolerant'), 'mtp-01')).toEqual([]);
  });
  test('a button or a rate is held against the dose and its interval', () => {
    expect(told(methadone(upTo('10 mg')), 'mtd-01')).toEqual([]);
    expect(told(methadone(upTo('12 mg')), 'mtd-01')).toEqual(['mtd-01 worst case in any 8 h 12 mg']);
    expect(told(methadone({ kind: 'continuous', rate: '1.5 mg/h' }), 'mtd-01')).toEqual([
      'mtd-01 worst case in any 8 h 12 mg',
    ]);
  });
  test('an ECG of more than three months is asked for anew', () => {
    const dose = methadone({ kind: 'intermittent', dose: '5 mg', over: '30 min', every: '8 h' });
    expect(told({ ...dose, 'patient.qtc.on': '2026-08-23' }, 'mtd-07')).toEqual([]);
    expect(told({ ...dose, 'patient.qtc.on': '2026-08-22' }, 'mtd-07')).toHaveLength(1);
  });
  // 200 MME ÷ 9.4 MME/mg × 25 % = 5.3 mg a day
  test('a rotation to it leaves at least three quarters away', () => {
    expect(told(rotated('2.6 mg'), 'rel-16')).toEqual([]);
    expect(told(rotated('2.7 mg'), 'rel-16')).toEqual(['rel-16 rotation to methadone 5.4 mg']);
  });
});

describe('routes that the library has no limit for', () => {
  test('are a question of their own for two pharmacists, and no refusal', () => {
    const fentanyl: Changes = {
      'order.drug': 'fentanyl',
      'order.route': 'epidural',
      'order.regimen': { kind: 'continuous', rate: '20 mcg/h' },
      'order.course': { preservativeFree: true },
      'order.preparation.vial': { strength: '50 mcg/mL', volume: '10 mL' },
      'order.preparation.drugAmount': '200 mcg',
    };
    expect(found(fentanyl).find((f) => f.id === 'no-limit-for-route')).toMatchObject({
      outcome: 'could-not-be-done',
      severity: 'hard',
    });
    expect(told({ ...fentanyl, 'order.preparation.drugAmount': '501 mcg' }, 'epi-16')).toHaveLength(1);
  });
});

describe('the rates of a tolerant patient against what they were', () => {
  const tolerant: Changes = {
    'patient.opioidStatus': 'tolerant',
    'patient.opioidEvidence': 'oral morphine 600 mg a day for a month',
    'order.firstOrder': false,
  };
  const raised = (basal: string, more: Changes = {}) =>
    checkOrder(
      questionOf(
        { ...tolerant, 'order.regimen.basal': basal, ...more },
        { worst24h: '100 mg', regimen: { basal: '0.4 mg/h' } },
      ),
      library,
    )
      .findings.filter((f) => f.outcome !== 'pass' && ['rel-01', 'rel-05'].includes(f.id))
      .map((f) => f.id);
  // Fast Fact 20: at most 100 % in one step
  test.each([
    ['0.8 mg/h', []],
    ['0.81 mg/h', ['rel-01']],
    ['0.4 mg/h', []],
  ])('%s after 0.4 mg/h: %j', (basal, ids) => {
    expect(raised(basal)).toEqual(ids);
  });
  test('a rise within 8 h of the last change', () => {
    expect(raised('0.5 mg/h', at('2026-11-23T15:00Z'))).toEqual([]);
    // the start is at 01:00
    expect(raised('0.5 mg/h', { ...at('2026-11-23T14:59Z') })).toEqual([]);
    const soon = { ...at('2026-11-23T14:00Z'), 'order.sessions.start': '2026-11-23T20:00Z' };
    expect(raised('0.5 mg/h', soon)).toEqual(['rel-05']);
    expect(raised('0.4 mg/h', soon)).toEqual([]);
  });
  // the larger of the basal rate and an hour of the baseline, here 1.25 mg: 2.5 times are 3.125 mg, 3.5 times 4.375 mg; and 0.2 mg, a first dose without tolerance, besides
  test.each([
    ['3.3 mg', []],
    ['3.4 mg', ['rel-h6-soft']],
    ['4.6 mg', ['rel-h6']],
  ])('a demand dose of %s beside it: %j', (demand, ids) => {
    const changes = {
      ...tolerant,
      'order.regimen.basal': '1 mg/h',
      'order.regimen.demand': demand,
      'order.regimen.limit.amount': '12 mg',
    };
    expect(
      found(changes)
        .map((f) => f.id)
        .filter((id) => id.startsWith('rel-h6')),
    ).toEqual(ids);
  });
});

// a basal rate of 1 mg/h gives 1 mg in an hour: a press of less than a quarter of it (Growth House: 2 mg on 6 mg/h, a third)
test.each([
  ['0.3 mg', []],
  ['0.25 mg', []],
  ['0.24 mg', ['rel-h6-low']],
])('a demand dose of %s beside 1 mg/h: %j', (demand, ids) => {
  const changes = { 'order.regimen.basal': '1 mg/h', 'order.regimen.demand': demand };
  expect(
    checkOrder(
      questionOf({
        'patient.opioidStatus': 'tolerant',
        'patient.opioidEvidence': 'oral morphine 600 mg a day since 2026-10-01',
        'order.regimen.limit.amount': '8 mg',
        ...changes,
      }),
      library,
    )
      .findings.filter((f) => f.id === 'rel-h6-low' && f.outcome === 'fail')
      .map((f) => f.id),
  ).toEqual(ids);
});

test('an obese patient dosed by weight is told what the other weights would give', () => {
  const obese = {
    'patient.weight': { value: '130 kg', on: '2026-11-20', confirmed: true },
    'order.regimen.demand': '2 mcg/kg',
  };
  // 175 cm: ideal 50 + 2.3 × (175/2.54 − 60) = 70.46 kg, adjusted 70.46 + 0.4 × 59.54 = 94.28 kg; 0.26 mg × 70.46/130
  expect(found(obese).find((f) => f.id === 'weight-for-dose')).toMatchObject({
    observed: '0.26 mg',
    limit: expect.stringMatching(/^about 0\.1409 mg by ideal weight, about 0\.1886 mg by adjusted weight/),
  });
  expect(found({ 'order.regimen.demand': '2 mcg/kg' }).some((f) => f.id === 'weight-for-dose')).toBe(false);
});

const mme = (changes: Changes) => checkOrder(questionOf(changes), library).exposure.windows.map((w) => w.mme);

describe('what is true of the blood is not said of the epidural space', () => {
  const EPIDURAL: Changes = {
    'order.drug': 'fentanyl',
    'order.route': 'epidural',
    'order.regimen': { kind: 'continuous', rate: '9.6 mcg/h' },
    'order.sessions': { start: '2026-11-24T01:00Z', duration: '12 h', every: '24 h', count: '2' },
    'order.course': { preservativeFree: true },
    'order.preparation.vial': { strength: '50 mcg/mL', volume: '20 mL' },
    'order.preparation.drugAmount': '200 mcg',
    'order.preparation.finalVolume': '100 mL',
    'order.preparation.container': 'bag',
    'order.preparation.containers': '2',
  };
  const IV: Changes = { ...EPIDURAL, 'order.route': 'IV' };
  // 10 and 50 mcg/mL are standards of PCA and of S4S infusions into a vein (UTD-PCA, S4S-2026)
  test('standards of PCA are not held against 2 mcg/mL in an epidural bag', () => {
    expect(told(IV, 'g-08')).toEqual(['g-08 concentration 2 mcg/mL']);
    const said = found(EPIDURAL);
    expect(said.filter((f) => f.id === 'g-08')).toEqual([]);
    expect(said.filter((f) => f.about === 'formulation' && f.outcome === 'could-not-be-done')).toHaveLength(
      1,
    );
  });
  test('the factor of an injection gives no oral equivalents of an epidural dose', () => {
    expect(mme(EPIDURAL)).toEqual([null, null, null, null]);
    // 12 h of 9.6 mcg/h are 115.2 mcg in any 24 h, 0.3 MME a mcg
    expect(mme(IV)[2]).toBe('34.56 MME');
  });
});
