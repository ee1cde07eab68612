import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import type { Previous } from '../../../engine/facts/facts.ts';
import { plausibility } from '../../../engine/formulary/plausibility.ts';
import { linesOf } from '../../../engine/checks/lines.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { quantityText } from '../../../engine/number/quantity.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const before: Previous = {
  worst24h: '10 mg',
  regimen: { demand: '0.2 mg', lockout: '10 min', basal: '0 mg/h', loading: null, limit: '4 mg in 4 h' },
  concentration: '0.2 mg/mL',
};
const find = (id: string, changes: Changes, previous: Previous | null = null, subject?: string) =>
  findingsOf(factsOf(questionOf(changes, previous), library)).filter(
    (f) => f.id === id && (subject === undefined || f.subject === subject),
  );
const earlier = (value: string) => ({ 'patient.earlierWeight': { value, on: '2026-10-01' } });
const later = { 'order.firstOrder': false };

describe('against the last order (errors.md 2)', () => {
  // ratios by hand: the last demand dose is 0.2 mg
  test.each([
    ['0.2 mg', 'pass', ''],
    ['0.7 mg', 'pass', ''],
    ['0.8 mg', 'fail', '4 times it, looks like morphine numbers'],
    ['1.2 mg', 'fail', 'morphine numbers on HYDROmorphone'],
    ['2 mg', 'fail', 'morphine numbers on HYDROmorphone'],
    ['2.2 mg', 'fail', 'a decimal point or a zero'],
    ['20 mg', 'fail', 'two places'],
    ['200 mg', 'fail', 'mg and mcg'],
    ['0.02 mg', 'fail', '0.1 times it, looks like a decimal point'],
  ])('a demand dose of %s: %s %s', (demand, outcome, words) => {
    const [found] = find(
      'far-from-last-order',
      { ...later, 'order.regimen.demand': demand, 'order.regimen.limit': { kind: 'none' } },
      before,
      'demand dose',
    );
    expect(found).toMatchObject({ outcome, severity: 'soft' });
    expect(found?.message).toContain(words);
  });

  test('speaks of lockout, limit and concentration too, and of nothing that was not there before', () => {
    const changes = { ...later, 'order.regimen.lockout': '60 min', 'order.regimen.loading': '0.2 mg' };
    const found = find('far-from-last-order', changes, before);
    expect(found.map((f) => [f.subject, f.outcome])).toEqual([
      ['demand dose', 'pass'],
      ['lockout', 'fail'],
      ['pump limit', 'pass'],
    ]);
    expect(find('far-from-last-order', changes, null)).toEqual([]);
    const stronger = { ...later, 'order.preparation.drugAmount': '100 mg' };
    expect(find('concentration-changed', stronger, before)).toMatchObject([
      { outcome: 'fail', observed: '1 mg/mL' },
    ]);
    expect(find('concentration-changed', later, before)).toMatchObject([{ outcome: 'pass' }]);
  });
});

describe("against the library's initial value (hm-05: 0.2 mg; mor-13: 1 mg)", () => {
  const morphine: Changes = {
    'order.drug': 'morphine',
    'order.preparation.vial': { strength: '10 mg/mL', volume: '1 mL' },
    'order.preparation.drugAmount': '100 mg',
    'order.regimen.limit': { kind: 'none' },
  };
  test('names the other drug of the look-alike pair', () => {
    const mixed = find('far-from-initial-value', { ...morphine, 'order.regimen.demand': '0.2 mg' });
    expect(mixed).toMatchObject([{ outcome: 'fail', severity: 'soft', source: { id: 'PL-PCA23' } }]);
    expect(mixed[0]?.message).toContain('HYDROmorphone numbers on morphine');
    expect(find('far-from-initial-value', { ...morphine, 'order.regimen.demand': '1 mg' })).toMatchObject([
      { outcome: 'pass' },
    ]);
  });
  test('is no yardstick for a tolerant patient, nor beside a last order', () => {
    const demand = { 'order.regimen.demand': '2 mg', 'order.regimen.limit': { kind: 'none' } };
    expect(find('far-from-initial-value', demand)).toMatchObject([{ outcome: 'fail' }]);
    const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'for weeks' };
    expect(find('far-from-initial-value', { ...demand, ...tolerant })).toEqual([]);
    expect(find('far-from-initial-value', { ...demand, ...later }, before)).toEqual([]);
  });
});

describe('proportions of one order', () => {
  test.each([
    ['119 min', 'pass'],
    ['2 h', 'fail'],
  ])('a lockout of %s: %s', (lockout, outcome) => {
    const changes = { 'order.regimen.lockout': lockout, 'order.regimen.limit': { kind: 'none' } };
    expect(find('lockout-looks-like-hours', changes)).toMatchObject([{ outcome }]);
  });
  // 24 doses of 0.2 mg in 4 h: 4.8 mg; an eighth is 0.6 mg, four times is 19.2 mg
  test.each([
    ['0.6 mg', 'pass'],
    ['0.59 mg', 'fail'],
    ['19.2 mg', 'pass'],
    ['19.3 mg', 'fail'],
  ])('a limit of %s in 4 h: %s', (amount, outcome) => {
    const changes = { 'order.regimen.limit': { kind: 'amount', amount, window: '4 h' } };
    expect(find('limit-out-of-proportion', changes)).toMatchObject([{ outcome }]);
  });
});

const steps = (...rates: string[]): Changes => ({
  'order.pump': 'sapphire',
  'order.regimen': { kind: 'taper', steps: rates.map((rate) => ({ rate, lasts: '4 h' })) },
  'order.sessions.duration': `${4 * rates.length} h`,
});

describe('the steps of a plan, each against the one before', () => {
  // four times, as the house rule of slips has it
  test.each([
    [['0.4 mg/h', '1.5 mg/h'], []],
    [['0.4 mg/h', '1.6 mg/h'], ['step 2']],
    [['0.1 mg/h', '1 mg/h', '0.5 mg/h'], ['step 2']],
    [
      ['1 mg/h', '10 mg/h', '1 mg/h'],
      ['step 2', 'step 3'],
    ],
    [['1 mg/h', '0 mg/h', '1 mg/h'], []],
  ])('%j: %j', (rates, asked) => {
    const found = find('far-from-last-step', steps(...rates)).filter((f) => f.outcome === 'fail');
    expect(found.map((f) => f.subject)).toEqual(asked);
  });
});

const block = (rate: string, dose: string): Changes => ({
  'order.drug': 'ropivacaine',
  'order.route': 'perineural',
  'order.regimen': {
    kind: 'nerve-block',
    rate,
    bolus: { dose, lockout: '60 min' },
    through: { kind: 'pump' },
  },
  'order.preparation.vial': { strength: '2 mg/mL', volume: '200 mL' },
  'order.preparation.diluent': 'none',
  'order.preparation.drugAmount': '200 mg',
  'order.pump': 'ambit-pib',
});

const askedOfBlock = (rate: string, dose: string) =>
  find('below-usual-dose', block(rate, dose))
    .filter((f) => f.outcome === 'fail')
    .map((f) => `${f.subject} ${f.observed}`);

describe('the least that is published, of a block with a bolus', () => {
  // ILF-INT R43 gives 2 mL of 2 mg/mL every hour beside 8 mL/h, ILF-POP R47 9.9 mL beside 0.3 mL/h
  test.each([
    ['8 mL/h', '2 mL', []],
    ['0.3 mL/h', '9.9 mL', []],
    ['8 mL/h', '0.5 mL', []],
    ['8 mL/h', '0.2 mL', ['patient bolus 0.4 mg']],
    ['1 mL/h', '2 mL', []],
    ['0.9 mL/h', '2 mL', ['worst case per hour 5.8 mg']],
  ])('%s and %s an hour: %j', (rate, dose, expected) => expect(askedOfBlock(rate, dose)).toEqual(expected));
});

describe('weight and height', () => {
  // the weight in use is 70 kg
  test.each([
    ['77 kg', 'pass', ''],
    ['64 kg', 'pass', ''],
    ['79 kg', 'fail', 'times the one before'],
    ['31.75 kg', 'fail', 'lb entered as kg'],
    ['154.3 kg', 'fail', 'kg entered as lb'],
    ['154 lb', 'pass', ''],
  ])('70 kg after %s: %s %s', (value, outcome, words) => {
    const [found] = find('weight-changed', earlier(value));
    expect(found).toMatchObject({ outcome });
    expect(found?.message).toContain(words);
  });
  test('no earlier weight, no comparison', () => expect(find('weight-changed', {})).toEqual([]));
  test.each([
    ['2025-11-23', 'pass'],
    ['2025-11-22', 'fail'],
  ])('a height of %s: %s', (on, outcome) => {
    expect(find('height-stale', { 'patient.height': { value: '175 cm', on } })).toMatchObject([{ outcome }]);
  });
});

describe('the bag and the order', () => {
  test.each([
    ['0.2 mg/mL', 'pass'],
    ['0.20001 mg/mL', 'fail'],
    ['1 mg/mL', 'fail'],
  ])('ordered %s, 0.2 mg/mL in the bag: %s', (concentration, outcome) => {
    expect(find('bag-not-as-ordered', { 'order.concentration': concentration })).toMatchObject([
      { outcome, severity: 'hard' },
    ]);
  });
  test('a strong standard concentration is asked about for a naive patient only', () => {
    const strong = { 'order.preparation.drugAmount': '100 mg' };
    expect(find('strong-concentration-for-naive', strong)).toMatchObject([{ outcome: 'fail' }]);
    expect(find('strong-concentration-for-naive', {})).toMatchObject([{ outcome: 'pass' }]);
    const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'for weeks' };
    expect(find('strong-concentration-for-naive', { ...strong, ...tolerant })).toEqual([]);
  });
});

const failing = (changes: Changes, lib: typeof library) =>
  findingsOf(factsOf(questionOf(changes, before), lib))
    .filter((f) => f.outcome === 'fail')
    .map((f) => f.id);

// house rules are data of the site: what it asks about follows what it enters
test('a site that asks sooner is answered sooner', () => {
  const strict = {
    ...library,
    site: {
      ...library.site,
      plausibility: {
        ...library.site.plausibility,
        far: '3',
        longLockout: '30 min',
        weightChange: '0.05',
        // 175 cm and 70 kg: 22.9 kg/m²
        usual: {
          height: { least: '140 cm', most: '174 cm' },
          creatinine: { least: '0.4 mg/dL', most: '5 mg/dL' },
          bodyMassIndex: { least: '14', most: '22.8' },
        },
      },
    },
  };
  const changes = {
    ...later,
    'order.regimen.demand': '0.6 mg',
    'order.regimen.lockout': '30 min',
    ...earlier('75 kg'),
  };
  for (const id of [
    'far-from-last-order',
    'lockout-looks-like-hours',
    'weight-changed',
    'measure-unusual',
    'weight-against-height',
  ]) {
    expect(failing(changes, library)).not.toContain(id);
    expect(failing(changes, strict)).toContain(id);
  }
});

test('a library from before the usual measures stood in it has those that were in force', () => {
  const { usual, ...older } = library.site.plausibility;
  expect(plausibility.parse(older).usual).toEqual(usual);
});

// by hand: 01:00Z is 20:00 in New York, so seven sessions of 8 h touch the local days 23 to 30 November, and 7 in UTC
test('days of a course are days of the clock at the site', () => {
  const rule = library.formulary.drugs.flatMap((d) => d.rules).find((r) => r.kind === 'duration_days')!;
  const days = (start: string) =>
    linesOf(rule, factsOf(questionOf({ 'order.sessions.start': start }), library)).map((l) =>
      'value' in l ? quantityText(l.value) : l.missing,
    );
  expect(days('2026-11-24T01:00Z')).toEqual(['8 day']);
  expect(days('2026-11-24T05:00Z')).toEqual(['7 day']);
});
