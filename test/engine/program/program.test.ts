import { describe, expect, test } from 'vitest';
import type { FieldId } from '../../../engine/pumps/pump.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { factsWith, withSteps, type Changes } from '../base-order.ts';

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on morphine for weeks' };
const fieldOf = (id: FieldId, changes: Changes) =>
  factsWith({ ...tolerant, ...changes }, null, withSteps).program.fields.find((f) => f.id === id)!;
const at5 = { 'order.preparation.drugAmount': '500 mg', 'order.preparation.vial.strength': '10 mg/mL' };

describe('the grid of the pump', () => {
  test('0.4 mg at 5 mg/mL on 0.05 mL: 0.25 mg (−37.5 %) or 0.5 mg (+25 %) (field study (e), golden case 9)', () => {
    const f = fieldOf('demand-dose', { ...at5, 'order.regimen.demand': '0.4 mg' });
    expect(f.onGrid).toBe('off-grid');
    expect(f.below).toEqual({ value: '0.25 mg', volume: '0.05 mL', deviation: '-0.375' });
    expect(f.above).toEqual({ value: '0.5 mg', volume: '0.1 mL', deviation: '0.25' });
    expect(f.programmed).toBe('0.25 mg');
  });
  test.each([
    // field study (c) 6: 0.4 mg is programmable at 1, 2, 4 and 8 mg/mL, not at 5 or 10
    ['1 mg/mL', '100 mg', 'on-grid'],
    ['2 mg/mL', '200 mg', 'on-grid'],
    ['4 mg/mL', '400 mg', 'on-grid'],
    ['8 mg/mL', '800 mg', 'on-grid'],
    ['5 mg/mL', '500 mg', 'off-grid'],
    ['10 mg/mL', '1000 mg', 'off-grid'],
  ])('0.4 mg at %s is %s', (_, drugAmount, wanted) => {
    const f = fieldOf('demand-dose', {
      ...at5,
      'order.preparation.drugAmount': drugAmount,
      'order.regimen.demand': '0.4 mg',
    });
    expect(f.onGrid).toBe(wanted);
  });
  test('1.37 mg/h at 5 mg/mL is 0.274 mL/h, between 0.2 and 0.3 mL/h; 1.5 mg/h is 9.5 % high (calculations.md 8)', () => {
    const f = fieldOf('continuous-rate', {
      ...at5,
      'order.regimen.basal': '1.37 mg/h',
      'order.regimen.limit.amount': '20 mg',
    });
    expect(f.below).toEqual({ value: '1 mg/h', volume: '0.2 mL/h', deviation: '-37/137' });
    expect(f.above).toEqual({ value: '1.5 mg/h', volume: '0.3 mL/h', deviation: '13/137' });
  });
  test('a dose below the first step has nothing below it but zero', () => {
    const f = fieldOf('demand-dose', { ...at5, 'order.regimen.demand': '0.1 mg' });
    expect([f.below?.value, f.below?.deviation, f.above?.value, f.above?.deviation]).toEqual([
      '0 mg',
      '-1',
      '0.25 mg',
      '1.5',
    ]);
  });
  test('a lockout of part of a minute is off the grid', () => {
    expect(fieldOf('lockout', { 'order.regimen.lockout': '630 s' }).onGrid).toBe('off-grid');
    expect(fieldOf('lockout', { 'order.regimen.lockout': '600 s' }).onGrid).toBe('on-grid');
  });
  test('what can not be programmed is held against the limits as ordered, never as rounded down', () => {
    const f = factsWith({
      ...tolerant,
      ...at5,
      'order.regimen.demand': '0.4 mg',
      'order.regimen.limit': { kind: 'none' },
    });
    expect(quantityText(f.worst.hour.amount.result)).toBe('2.4 mg');
  });
});

describe('volumes and flows', () => {
  test('20 mg in 100 mL at 2.5 mg/h runs at 12.5 mL/h; under 0.1 mg/mL at 25 mL/h (ISMP, golden case 1)', () => {
    const basal = { 'order.regimen.basal': '2.5 mg/h', 'order.regimen.limit.amount': '14 mg' };
    expect(fieldOf('continuous-rate', basal).volume).toBe('12.5 mL/h');
    expect(fieldOf('continuous-rate', { ...basal, 'order.preparation.drugAmount': '10 mg' }).volume).toBe(
      '25 mL/h',
    );
  });
  test('KVO 0.1 mL/h at 50 mg/mL is 5 mg/h (golden case 10), and nothing without a basal rate', () => {
    const strong = {
      'order.drug': 'morphine',
      'order.preparation.drugAmount': '5000 mg',
      'order.preparation.vial.strength': '50 mg/mL',
      'order.regimen.demand': '2.5 mg',
      'order.regimen.limit.amount': '40 mg',
    };
    const kvo = (basal: string) =>
      quantityText(
        factsWith({ ...tolerant, ...strong, 'order.regimen.basal': basal }).program.kvoAtLimit.result,
      );
    expect(kvo('5 mg/h')).toBe('5 mg/h');
    expect(kvo('0 mg/h')).toBe('0 mg/h');
  });
  test.each([
    ['20 mg', 'within'],
    ['20.2 mg', 'outside'],
  ])('a clinician bolus of %s at 1 mg/mL is %s the 20 mL of the pump', (dose, range) => {
    const f = fieldOf('clinician-bolus', {
      'order.preparation.drugAmount': '100 mg',
      'order.preparation.vial.strength': '10 mg/mL',
      'order.regimen.clinicianBolus': { dose, interval: '30 min', most: '2', per: '4 h' },
    });
    expect(f.range).toBe(range);
  });
  test.each([
    ['1 h', 'within'],
    ['12 h', 'within'],
    ['13 h', 'outside'],
    ['30 min', 'outside'],
  ])('a limit window of %s is %s the 1 to 12 h of the pump', (window, range) => {
    expect(fieldOf('limit-window', { 'order.regimen.limit.window': window }).range).toBe(range);
  });
});
