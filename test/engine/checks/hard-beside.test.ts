import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { library, questionOf, type Changes } from '../base-order.ts';
import { home, ordered } from './interaction-orders.ts';

const told = (id: string, changes: Changes) =>
  findingsOf(factsOf(questionOf(changes), library))
    .filter((f) => f.id === id && f.outcome !== 'pass')
    .map((f) => `${f.outcome} ${f.severity}`);
const soft = ['fail soft'];
const hard = ['fail hard'];

const epidural = (name: string, more: object = {}): Changes => ({
  ...ordered('ropivacaine', 'epidural'),
  ...home(name, more),
});
const beside = (name: string, more: Changes = {}) =>
  told('mtd-c2', { ...ordered('methadone', 'IV'), ...home(name), ...more });
const morphine = (demand: string, patient: Changes): Changes => ({
  'order.drug': 'morphine',
  'order.regimen': { kind: 'pca', demand, lockout: '10 min', basal: '0 mg/h', limit: { kind: 'none' } },
  'order.preparation.vial': { strength: '25 mg/mL', volume: '10 mL' },
  'order.preparation.drugAmount': '100 mg',
  ...patient,
});

// ASRA asks for seven days after clopidogrel before an epidural (Glenn 2013, introduction); the grade is a house rule
describe('an antiplatelet beside an epidural catheter', () => {
  test.each([
    ['Plavix 75 mg', hard],
    ['Brilinta', hard],
    ['Effient', hard],
    ['eptifibatide', hard],
    ['dipyridamole', soft],
    ['cilostazol', soft],
  ])('%s', (name, expected) => {
    expect(told('ix-042b', epidural(name))).toEqual(expected);
  });
  // 2026-11-23 less seven days
  test.each([
    ['2026-11-17', hard],
    ['2026-11-16', []],
  ])('clopidogrel stopped on %s', (stopped, expected) => {
    expect(told('ix-042b', epidural('clopidogrel', { stopped }))).toEqual(expected);
  });
  test('beside a nerve catheter an anticoagulant is information', () => {
    const perineural = { ...ordered('ropivacaine', 'perineural'), ...home('Lovenox 40 mg') };
    expect(told('ix-042c', perineural)).toEqual(['fail info']);
    expect(told('ix-042', { ...ordered('ropivacaine', 'epidural'), ...home('Lovenox 40 mg') })).toEqual(hard);
  });
});

describe('what lengthens QT beside methadone', () => {
  test.each([
    ['sotalol', hard],
    ['Multaq', hard],
    ['Tikosyn', hard],
    ['thioridazine', hard],
    ['pimozide', hard],
    ['Zofran', soft],
    ['escitalopram', soft],
    ['haloperidol', soft],
  ])('%s', (name, expected) => {
    expect(beside(name)).toEqual(expected);
  });
  test('who is dying is asked about, and not stopped', () => {
    expect(beside('amiodarone', { 'patient.conditions': ['end-of-life'] })).toEqual(soft);
    expect(beside('amiodarone', { 'patient.conditions': ['cancer'] })).toEqual(hard);
  });
});

// Xyrem: one label rules opioids out, the other has it interrupted while an opioid is needed
test.each([
  ['Xyrem', hard],
  ['Xywav 4.5 g', hard],
  ['sodium oxybate', hard],
  ['gabapentin', []],
])('an oxybate beside an opioid: %s', (name, expected) => {
  expect(told('cns-4', home(name))).toEqual(expected);
});

// LONE-MOR: under 10 mL/min half of the usual dose; of 1 mg (mor-13) that is 0.5 mg. That it is hard is a house rule
describe('morphine where the kidneys clear nothing', () => {
  const dialysis = { 'patient.conditions': ['dialysis'], 'patient.creatinine': undefined };
  // 50 years, 70 kg: 8.8 mg/dL are 9.94 mL/min, 8.7 mg/dL 10.06
  const failure = { 'patient.creatinine': { value: '8.8 mg/dL', on: '2026-11-20' } };
  test.each([
    ['1 mg', dialysis, hard],
    ['0.5 mg', dialysis, []],
    ['1 mg', failure, hard],
    ['0.5 mg', failure, []],
    ['1 mg', { 'patient.creatinine': { value: '8.7 mg/dL', on: '2026-11-20' } }, []],
    ['1 mg', { ...dialysis, 'patient.conditions': ['dialysis', 'cancer'] }, soft],
    ['1 mg', { ...dialysis, 'patient.conditions': ['dialysis', 'end-of-life'] }, soft],
  ])('%s, %o', (demand, patient, expected) => {
    expect(told('org-01', morphine(demand, patient))).toEqual(expected);
  });
  test('by dialysis the number of a creatinine says nothing', () => {
    const low = { ...dialysis, 'patient.creatinine': { value: '0.9 mg/dL', on: '2026-11-20' } };
    expect(told('org-01', morphine('1 mg', low))).toEqual(hard);
    expect(told('mor-15', morphine('1 mg', low))).toEqual(soft);
  });
  test('without a creatinine it is asked once', () => {
    const unknown = morphine('1 mg', { 'patient.creatinine': undefined });
    expect([...told('mor-15', unknown), ...told('org-01', unknown)]).toEqual(['could-not-be-done soft']);
  });
});

// g-10 (UTD-PCA): the list of risks. Of a clearance of 58.3 mL/min alone the cautions of the drug speak; 29.97 and 30.17 are about the edge of the house
test.each([
  [{ 'patient.creatinine': { value: '2.92 mg/dL', on: '2026-11-20' } }, soft],
  [{ 'patient.creatinine': { value: '2.9 mg/dL', on: '2026-11-20' } }, []],
  [{ 'patient.creatinine': { value: '1.5 mg/dL', on: '2026-11-20' } }, []],
  [{ 'patient.creatinine': { value: '1.5 mg/dL', on: '2026-11-20' }, 'patient.conditions': ['copd'] }, soft],
  [{ 'patient.conditions': ['dialysis'] }, soft],
])('risks of breathing: %o', (patient, expected) => {
  expect(told('g-10', patient)).toEqual(expected);
});

test('how many risks at once stop an order is the site’s', () => {
  const three: Changes = {
    'patient.conditions': ['copd', 'sleep-apnoea'],
    'patient.medicines': [{ name: 'lorazepam', kind: 'benzodiazepine', intended: true }],
    'patient.noHomeMedicines': undefined,
  };
  const asked = (risksTogether: number) => {
    const own = {
      ...library,
      site: { ...library.site, plausibility: { ...library.site.plausibility, risksTogether } },
    };
    return findingsOf(factsOf(questionOf(three), own))
      .filter((f) => f.id === 'risks-together' && f.outcome === 'fail')
      .map((f) => f.severity);
  };
  expect([asked(3), asked(4)]).toEqual([['hard'], []]);
});
