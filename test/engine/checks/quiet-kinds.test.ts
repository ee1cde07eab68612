import { expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const told = (id: string, changes: Changes) =>
  findingsOf(factsOf(questionOf(changes), library))
    .filter((f) => f.id === id && f.outcome !== 'pass')
    .map((f) => `${f.outcome} ${f.severity}`);
const tolerant = (mme: string): Changes => ({
  'patient.opioidStatus': 'tolerant',
  'patient.opioidEvidence': `oral morphine ${mme} mg a day since 2026-10-01`,
});
const noLimit = { 'order.regimen.limit': { kind: 'none' }, 'order.regimen.lockout': '60 min' };

// R13, R15, R17 and Growth House publish PCA without a limit for palliative patients; that of others is asked about
test.each([
  [{ ...tolerant('240'), 'patient.conditions': ['palliative-care'] }, ['fail info']],
  [{ ...tolerant('240'), 'order.course': { indication: 'cancer-pain' } }, ['fail info']],
  [tolerant('240'), ['fail soft']],
  [{ 'patient.conditions': ['palliative-care'] }, ['fail soft']],
])('a PCA without a limit: %o', (who, expected) => {
  expect(told('no-limit-ordered', { ...noLimit, ...who })).toEqual(expected);
});

// sc-02: 2 mL in one injection. 1 mg in 0.2 mg/mL are 5 mL, in 1 mg/mL 1 mL; 0.4 mg in 0.2 mg/mL are 2 mL
test.each([
  ['SC', '1 mg', []],
  ['SC', '0.4 mg', ['fail soft']],
  ['IV', '1 mg', ['fail soft']],
])('HYDROmorphone 1 mg/mL for a naive patient by %s, %s a dose', (route, dose, expected) => {
  const order = {
    'order.route': route,
    'order.regimen': { kind: 'intermittent', dose, over: '30 min', every: '4 h' },
    'order.concentration': '1 mg/mL',
    'order.preparation.drugAmount': '100 mg',
  };
  expect(told('strong-concentration-for-naive', order)).toEqual(expected);
});

// rop-02: 28 mg/h; a button of 6 mg every 20 min on 8 mg/h gives 26 mg in an hour, and stands in it
test('the button of a local anaesthetic is held by its hour', () => {
  const order = {
    'order.drug': 'ropivacaine',
    'order.route': 'epidural',
    'order.course': { indication: 'postoperative-pain', preservativeFree: true },
    'patient.lastLocalAnaesthetic': 'none',
    'order.regimen': {
      kind: 'pca',
      demand: '6 mg',
      lockout: '20 min',
      basal: '8 mg/h',
      limit: { kind: 'amount', amount: '104 mg', window: '4 h' },
    },
    'order.preparation.vial': { strength: '2 mg/mL', volume: '200 mL' },
    'order.preparation.drugAmount': '200 mg',
    'order.preparation.diluent': 'none',
  };
  expect(told('no-library-limit', order)).toEqual([]);
  expect(told('rop-02', order)).toEqual([]);
  expect(told('rop-02', { ...order, 'order.regimen.demand': '8 mg' })).toEqual(['fail hard']);
});
