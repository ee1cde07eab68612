import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { library, questionOf, withSteps, type Changes } from '../base-order.ts';

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on opioids for weeks' };
const find = (id: string, changes: Changes, subject?: string, own = library) =>
  findingsOf(factsOf(questionOf(changes), own)).filter(
    (f) => f.id === id && (subject === undefined || f.subject === subject),
  );
const outcomes = (id: string, changes: Changes, subject?: string) =>
  find(id, changes, subject).map((f) => f.outcome);
const bag = (method: string): Changes => ({
  'order.preparation': {
    method,
    bag: { nominal: '100 mL', overfill: '7 mL' },
    vial: { strength: '2 mg/mL', volume: '20 mL' },
    diluent: 'ns09',
    drugAmount: '20 mg',
    container: 'bag',
    containers: '1',
    storage: 'refrigerated',
  },
});

describe('the recipe', () => {
  test.each([
    // calculations.md 3: opioid reservoirs allow C or D only
    ['add', 'fail'],
    ['replace', 'fail'],
    ['remove-overfill', 'pass'],
  ])('%s: %s', (method, outcome) => {
    expect(outcomes('overfill-method', bag(method))).toEqual([outcome]);
  });
  test('exact fill passes', () => {
    expect(outcomes('overfill-method', {})).toEqual(['pass']);
  });
  test.each([
    ['2 mg/mL', '20 mL', 'pass'],
    ['2 mg/mL', '10 mL', 'fail'],
    ['3 mg/mL', '20 mL', 'fail'],
  ])('a vial of %s, %s: %s', (strength, volume, outcome) => {
    expect(outcomes('vial-not-in-formulary', { 'order.preparation.vial': { strength, volume } })).toEqual([
      outcome,
    ]);
  });
  test.each([
    // hydromorphone reservoirs: 0.1 to 10 mg/mL
    ['9.9 mg', '2 mg/mL', 'fail'],
    ['10 mg', '2 mg/mL', 'pass'],
    ['1000 mg', '10 mg/mL', 'pass'],
    ['1001 mg', '20 mg/mL', 'fail'],
  ])('%s in 100 mL: %s', (drugAmount, strength, outcome) => {
    const changes = {
      'order.preparation.drugAmount': drugAmount,
      'order.preparation.vial.strength': strength,
      ...tolerant,
    };
    expect(outcomes('concentration-range', changes)).toEqual([outcome]);
  });
});

describe('the container against one session (calculations.md 9 and 10)', () => {
  // 8 h under 4 mg in 4 h: 8 mg ÷ 0.2 mg/mL = 40 mL, and 6 % for the pump
  test('need and usable volume', () => {
    expect(find('reservoir-need', {})).toMatchObject([
      { outcome: 'pass', observed: '42.4 mL', limit: '95 mL usable' },
    ]);
  });
  test.each([
    ['50 mL', '42.6 mL', 'pass'],
    ['50 mL', '42.4 mL', 'pass'],
    ['50 mL', '42.3 mL', 'fail'],
  ])('a fill of %s with %s usable: %s', (_, usable, outcome) => {
    const residual = { '42.6 mL': '5.4 mL', '42.4 mL': '5.6 mL', '42.3 mL': '5.7 mL' }[usable];
    const changes = {
      'order.preparation.finalVolume': '50 mL',
      'order.preparation.drugAmount': '10 mg',
      'order.preparation.residual': residual,
    };
    expect(outcomes('reservoir-need', changes)).toEqual([outcome]);
  });
  test.each([
    // steps of a program summed against the bag, on a pump whose accuracy no page gives: 4 h of 2 mg/h and 4 h of 3 mg/h are
    // 20 mg, 100 mL of 0.2 mg/mL; 95 mL are usable
    ['3 mg/h', 'fail'],
    // 4 h of 2 mg/h and 4 h of 2.75 mg/h are 19 mg, 95 mL
    ['2.75 mg/h', 'could-not-be-done'],
  ])('a program of steps that ends with %s: %s', (last, outcome) => {
    const steps = {
      ...tolerant,
      'order.pump': 'curlin-4000',
      'order.sessions': { start: '2026-11-24T01:00Z', duration: '8 h', every: '24 h', count: '1' },
      'order.regimen': {
        kind: 'taper',
        steps: [
          { rate: '2 mg/h', lasts: '4 h' },
          { rate: last, lasts: '4 h' },
        ],
      },
    };
    expect(outcomes('reservoir-need', steps)).toEqual(outcome === 'fail' ? ['fail'] : []);
  });
  test('without priming and residual the question stays open', () => {
    expect(find('reservoir-need', { 'order.preparation.priming': undefined })).toMatchObject([
      { outcome: 'could-not-be-done', missing: 'priming and residual volume' },
    ]);
  });
});

describe('the grid of the pump (calculations.md 0: over 5 % a reason, over 10 % two pharmacists)', () => {
  // 1 mg/mL: steps of 0.05 mg; rounded down
  const at1 = {
    'order.preparation.drugAmount': '100 mg',
    'order.preparation.vial.strength': '10 mg/mL',
    ...tolerant,
  };
  test.each([
    ['1.05 mg', 'pass', 'soft'],
    ['1.04 mg', 'fail', 'info'], // 1/26 low, 3.8 %
    ['0.52 mg', 'fail', 'info'], // 0.5 mg, 3.8 %
    ['0.53 mg', 'fail', 'soft'], // 0.5 mg, 5.7 %
    ['0.26 mg', 'fail', 'info'], // 0.25 mg, 3.8 %
    ['0.28 mg', 'fail', 'hard'], // 0.25 mg, 10.7 %
  ])('%s: %s, %s', (demand, outcome, severity) => {
    const found = find('pump-grid', { ...at1, 'order.regimen.demand': demand }, 'PCA Dose', withSteps);
    expect(found).toMatchObject([{ outcome, severity }]);
  });
  test('both neighbours are offered with their signed error (golden case 9)', () => {
    const at5 = { ...at1, 'order.preparation.drugAmount': '500 mg', 'order.regimen.demand': '0.4 mg' };
    expect(find('pump-grid', at5, 'PCA Dose', withSteps)[0]?.message).toContain(
      '0.25 mg (0.05 mL, −37.5 %) or 0.5 mg (0.1 mL, +25 %)',
    );
  });
  test.each([
    ['10 min', 'pass'],
    ['24 h', 'pass'],
    ['1441 min', 'fail'],
  ])('a lockout of %s against the range of the pump: %s', (lockout, outcome) => {
    expect(outcomes('pump-range', { 'order.regimen.lockout': lockout }, 'PCA Lockout')).toEqual([outcome]);
  });
  test('a step that no source gives is said to be open, and never to be outside the grid', () => {
    // 0.25 mg/h at 1 mg/mL: the 0.1 mL/h of the CADD-Prizm is its millilitre mode, and no page of the CADD-Solis was read
    const quarter = { ...at1, 'order.regimen.basal': '0.25 mg/h', 'order.regimen.limit': { kind: 'none' } };
    expect(find('pump-grid', quarter, 'Continuous Rate')).toEqual([]);
    expect(find('pump-range-not-known', quarter)).toMatchObject([{ outcome: 'could-not-be-done' }]);
    expect(
      find('pump-grid', { ...quarter, 'order.pump': 'cadd-prizm-pcs2' }, 'Continuous Rate'),
    ).toMatchObject([{ outcome: 'pass' }]);
  });
  test.each([
    // CADD-Prizm PCS II, scroll table 1: worked lines of the compiler at 1, 2, 10, 0.2 and 5 mg/mL
    ['100 mg', '0.25 mg/h', 'pass', 'pass'],
    ['200 mg', '0.5 mg/h', 'pass', 'pass'],
    ['1000 mg', '0.5 mg/h', 'pass', 'fail'],
    ['20 mg', '0.55 mg/h', 'fail', 'pass'],
    ['500 mg', '1.25 mg/h', 'fail', 'pass'],
  ])('%s in 100 mL at %s on the CADD-Prizm: step %s, range %s', (drugAmount, basal, step, range) => {
    const changes = {
      ...at1,
      'order.pump': 'cadd-prizm-pcs2',
      'order.preparation.drugAmount': drugAmount,
      'order.regimen.basal': basal,
      'order.regimen.limit': { kind: 'none' },
    };
    expect(outcomes('pump-grid', changes, 'Continuous Rate')).toEqual([step]);
    expect(outcomes('pump-range', changes, 'Continuous Rate')).toEqual([range]);
  });
  test.each([
    // scroll table 2: 0.1 to 0.5 by 0.1, 1 to 15 by 1, 20 to 100 by 5 mg/mL; by hand 0.25 ÷ 0.2 and 0.25 ÷ 0.3
    ['25 mg', 'fail', '0.2 mg/mL (+25 %) or 0.3 mg/mL (−16.67 %)'],
    ['20 mg', 'pass', null],
    ['150 mg', 'fail', '1 mg/mL (+50 %) or 2 mg/mL (−25 %)'],
    ['1500 mg', 'pass', null],
    ['1600 mg', 'fail', '15 mg/mL (+6.667 %) or 20 mg/mL (−20 %)'],
    ['10500 mg', 'fail', '100 mg/mL (+5 %)'],
  ])('%s in 100 mL on the CADD-Prizm, which has a closed list: %s', (drugAmount, outcome, offered) => {
    const found = find(
      'pump-grid',
      {
        ...tolerant,
        'order.drug': 'morphine',
        'order.pump': 'cadd-prizm-pcs2',
        'order.preparation.vial.strength': '200 mg/mL',
        'order.preparation.drugAmount': drugAmount,
      },
      'Concentration',
    );
    expect(found).toMatchObject([{ outcome, ...(outcome === 'fail' && { severity: 'hard' }) }]);
    if (offered !== null) expect(found[0]?.message).toContain(offered);
  });
  test('a range that no source gives is said to be open', () => {
    expect(find('pump-range-not-known', {})).toMatchObject([{ outcome: 'could-not-be-done' }]);
  });
});

const limit = (amount: string, window: string): Changes => ({
  'order.regimen.limit': { kind: 'amount', amount, window },
});

describe('the limit of the pump', () => {
  test.each([
    // CADD-Solis: 1 to 12 h, whole hours (SOLIS-49)
    ['1 h', 'pass'],
    ['12 h', 'pass'],
    ['13 h', 'fail'],
    ['90 min', 'fail'],
    ['30 min', 'fail'],
  ])('a window of %s: %s', (window, outcome) => {
    expect(outcomes('limit-window', limit('1 mg', window))).toEqual([outcome]);
  });
  test('no limit ordered is said, and the worst case named', () => {
    expect(find('no-limit-ordered', { 'order.regimen.limit': { kind: 'none' } })).toMatchObject([
      { severity: 'soft', observed: '4.8 mg in any 4 h' },
    ]);
  });
  test('looser than the lockout, or binding: one of the two', () => {
    // 0.2 mg every 10 min: 4.8 mg in 4 h
    expect([
      outcomes('limit-adds-no-protection', limit('4.8 mg', '4 h')),
      outcomes('limit-binds', limit('4.8 mg', '4 h')),
    ]).toEqual([['fail'], []]);
    expect([
      outcomes('limit-adds-no-protection', limit('4.7 mg', '4 h')),
      outcomes('limit-binds', limit('4.7 mg', '4 h')),
    ]).toEqual([[], ['fail']]);
  });
  test('KVO after the limit is named only where a basal rate makes the pump run it', () => {
    expect(outcomes('kvo-at-limit', {})).toEqual([]);
    expect(find('kvo-at-limit', { ...tolerant, 'order.regimen.basal': '0.1 mg/h' })).toMatchObject([
      { observed: '0.02 mg/h' },
    ]);
  });
  test('a clinician bolus is outside the limit, and said to be', () => {
    const train = { dose: '0.4 mg', interval: '5 min', most: '3', per: '4 h' };
    const changes = { 'order.regimen.clinicianBolus': train };
    expect(find('clinician-bolus-outside-limit', changes)).toMatchObject([{ observed: '0.4 mg, 3 in 4 h' }]);
    // 4 mg under the limit and 3 × 0.4 mg outside it: 5.2 mg, still below the 6 mg of hm-07
    expect(find('hm-07', changes)).toMatchObject([{ outcome: 'pass', observed: '5.2 mg' }]);
  });
});
