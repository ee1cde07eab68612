import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { pumpModels } from '../../../engine/pumps/models.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const pca: Changes = {};
const withoutLimit: Changes = { 'order.regimen.limit': { kind: 'none' } };
const lockoutOverADay: Changes = { 'order.regimen.lockout': '1441 min' };
const clock: Changes = {
  'order.regimen': { kind: 'intermittent', dose: '0.2 mg', over: '30 min', every: '4 h' },
};
const continuous: Changes = { 'order.regimen': { kind: 'continuous', rate: '0.2 mg/h' } };
/** 3 mL of 10 mg/mL: an hour of half-milligram doses over 10 min */
const inACartridge: Changes = {
  'order.regimen': { kind: 'intermittent', dose: '0.5 mg', over: '10 min', every: '4 h' },
  'order.preparation.vial': { strength: '10 mg/mL', volume: '5 mL' },
  'order.preparation.drugAmount': '30 mg',
  'order.preparation.finalVolume': '3 mL',
  'order.preparation.container': 'syringe',
  'order.preparation.capacity': '3 mL',
  'order.preparation.priming': '0 mL',
  'order.preparation.residual': '0 mL',
};
const elastomeric = (rate: string, tolerance: string): Changes => ({
  'order.drug': 'ropivacaine',
  'order.route': 'perineural',
  'order.naloxone': 'none',
  'order.regimen': { kind: 'nerve-block', rate, through: { kind: 'elastomeric', tolerance } },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '12 h', every: '24 h', count: '1' },
  'order.preparation.vial': { strength: '2 mg/mL', volume: '100 mL' },
  'order.preparation.drugAmount': '200 mg',
  'order.preparation.diluent': 'none',
});

/** For each pump an order that it takes, and one that it can not carry out. */
const ORDERS: Readonly<Record<string, readonly [takes: Changes | null, refuses: Changes, why: string]>> = {
  'cadd-solis': [pca, lockoutOverADay, 'pump-range'],
  'cadd-solis-vip': [clock, elastomeric('8 mL/h', '20 %'), 'pump-has-no-such-mode'],
  'cadd-prizm-pcs2': [pca, clock, 'pump-has-no-such-mode'],
  'cadd-prizm-vip': [clock, elastomeric('8 mL/h', '20 %'), 'pump-has-no-such-mode'],
  'cadd-legacy-pca': [withoutLimit, pca, 'pump-has-no-field'],
  'cadd-legacy-plus': [continuous, pca, 'pump-has-no-such-mode'],
  'cadd-legacy-1': [continuous, pca, 'pump-has-no-such-mode'],
  'cadd-ms3': [inACartridge, { ...inACartridge, 'order.regimen.over': '30 min' }, 'pump-range'],
  'curlin-4000': [clock, pca, 'pump-has-no-field'],
  'curlin-6000-8000': [clock, pca, 'pump-has-no-field'],
  gemstar: [pca, clock, 'pump-has-no-such-mode'],
  sapphire: [pca, elastomeric('8 mL/h', '20 %'), 'pump-has-no-such-mode'],
  'ambit-pib': [continuous, pca, 'pump-has-no-field'],
  avoset: [withoutLimit, pca, 'pump-has-no-field'],
  'onq-fixed': [elastomeric('8 mL/h', '20 %'), pca, 'pump-has-no-such-mode'],
  'onq-select-a-flow': [elastomeric('8 mL/h', '20 %'), elastomeric('8 mL/h', '15 %'), 'flow-tolerance'],
  'onq-ondemand': [elastomeric('8 mL/h', '20 %'), clock, 'pump-has-no-such-mode'],
  'easypump-2': [elastomeric('8 mL/h', '20 %'), continuous, 'pump-has-no-such-mode'],
  'infusor-lv10': [elastomeric('10 mL/h', '22 %'), elastomeric('8 mL/h', '22 %'), 'pump-range'],
  // recognised, and refused with the reason: it takes none
  'bodyguard-us': [null, withoutLimit, 'pump-removed'],
};

const stops = (pump: string, changes: Changes) =>
  findingsOf(factsOf(questionOf({ ...changes, 'order.pump': pump }), library))
    .filter((f) => f.check.startsWith('program-') && f.outcome === 'fail' && f.severity === 'hard')
    .map((f) => f.id);

test('every pump has its orders', () => {
  expect(Object.keys(ORDERS)).toEqual(pumpModels.map((p) => p.id));
});

describe.each(Object.entries(ORDERS))('%s', (pump, [takes, refuses, why]) => {
  test.skipIf(takes === null)('takes an order', () => expect(stops(pump, takes ?? {})).toEqual([]));
  test(`can not carry out another: ${why}`, () => expect(stops(pump, refuses)).toContain(why));
});
