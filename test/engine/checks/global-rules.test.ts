import { describe, expect, test } from 'vitest';
import { findingsOf } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { library as libraryOf } from '../../../engine/formulary/formulary.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on opioids for weeks' };
const find = (id: string, changes: Changes, previous: { worst24h: string } | null = null) =>
  findingsOf(factsOf(questionOf(changes, previous), library)).filter((f) => f.id === id);
const outcomes = (id: string, changes: Changes, previous: { worst24h: string } | null = null) =>
  find(id, changes, previous).map((f) => f.outcome);
const medicine = (kind: string, intended = false) => ({
  'patient.medicines': [{ name: `a ${kind}`, kind, intended }],
});
const has = (...conditions: string[]) => ({ 'patient.conditions': conditions });
const morphine: Changes = {
  'order.drug': 'morphine',
  'order.regimen.demand': '0.5 mg',
  'order.preparation.drugAmount': '100 mg',
  'order.preparation.vial': { strength: '25 mg/mL', volume: '10 mL' },
};

const withContext = (context: string) => ({
  ...library,
  formulary: {
    ...library.formulary,
    drugs: library.formulary.drugs.map((d) =>
      d.id === 'hydromorphone'
        ? { ...d, rules: d.rules.map((r) => (r.id === 'hm-04' ? { ...r, context } : r)) }
        : d,
    ),
  },
});

describe('rules for every opioid order', () => {
  const rows: readonly (readonly [string, string, Changes, string])[] = [
    ['g-01', 'no basal rate, naive', {}, 'pass'],
    ['g-01', 'a basal rate, naive', { 'order.regimen.basal': '0.1 mg/h' }, 'fail'],
    [
      'g-01',
      'a basal rate, unknown',
      { 'order.regimen.basal': '0.1 mg/h', 'patient.opioidStatus': 'unknown' },
      'fail',
    ],
    ['g-01', 'a basal rate, tolerant', { 'order.regimen.basal': '0.1 mg/h', ...tolerant }, 'pass'],
    ['g-02', 'unknown opioid status', { 'patient.opioidStatus': 'unknown' }, 'fail'],
    ['g-02', 'known opioid status', {}, 'pass'],
    ['g-03', 'weighed 30 days ago', { 'patient.weight.on': '2026-10-24' }, 'pass'],
    ['g-03', 'weighed 31 days ago', { 'patient.weight.on': '2026-10-23' }, 'fail'],
    ['g-03', 'never weighed', { 'patient.weight': undefined }, 'could-not-be-done'],
    ['g-04', 'no naloxone', { 'order.naloxone': 'none' }, 'fail'],
    ['g-04', 'naloxone refused in writing', { 'order.naloxone': 'refused' }, 'pass'],
    ['g-04', 'naloxone at home', { 'order.naloxone': 'none', ...medicine('naloxone') }, 'pass'],
    ['g-05', 'buprenorphine', medicine('buprenorphine'), 'fail'],
    ['g-05', 'nalbuphine, even if intended', medicine('nalbuphine', true), 'fail'],
    ['g-06', 'another opioid', medicine('opioid'), 'fail'],
    ['g-06', 'a patch', medicine('transdermal-opioid'), 'fail'],
    ['g-06', 'a patch, intended', medicine('transdermal-opioid', true), 'pass'],
    ['g-08', 'a standard concentration', {}, 'pass'],
    ['g-08', 'another concentration', { 'order.preparation.drugAmount': '21 mg' }, 'fail'],
    ['g-10', 'no risk', {}, 'pass'],
    ['g-10', 'sleep apnoea', has('sleep-apnoea'), 'fail'],
    ['g-10', 'COPD', has('copd'), 'fail'],
    ['g-10', '65 today', { 'patient.birthDate': '1961-11-23' }, 'fail'],
    ['g-10', '65 tomorrow', { 'patient.birthDate': '1961-11-24' }, 'pass'],
    ['g-10', 'a benzodiazepine', medicine('benzodiazepine', true), 'fail'],
    // 1.75 m: 40 kg/m² is 122.5 kg
    ['g-10', 'BMI of 40', { 'patient.weight.value': '122.5 kg', 'patient.weight.confirmed': true }, 'fail'],
    [
      'g-10',
      'BMI just below 40',
      { 'patient.weight.value': '122.4 kg', 'patient.weight.confirmed': true },
      'pass',
    ],
    ['g-12', '17 years old', { 'patient.birthDate': '2008-11-24' }, 'fail'],
    ['g-12', '18 today', { 'patient.birthDate': '2008-11-23' }, 'pass'],
    ['g-13', 'pregnancy', has('pregnancy'), 'fail'],
    ['g-13', 'lactation', has('lactation'), 'fail'],
    ['cns-1', 'a benzodiazepine', medicine('benzodiazepine', true), 'fail'],
    ['cns-1', 'no benzodiazepine', {}, 'pass'],
    ['cns-2', 'another sedative', medicine('cns-depressant', true), 'fail'],
    ['cns-2', 'no sedative', {}, 'pass'],
    ['hm-c1', 'respiratory compromise', has('respiratory-compromise'), 'fail'],
    ['mor-c3', 'a MAO inhibitor', { ...morphine, ...medicine('maoi') }, 'fail'],
    ['mor-c3', 'no MAO inhibitor', morphine, 'pass'],
    ['session-24h', '23 h 59 min', { 'order.sessions.duration': '1439 min' }, 'pass'],
    ['session-24h', '24 h: S9326', { 'order.sessions.duration': '24 h' }, 'fail'],
  ];
  test.each(rows)('%s: %s', (id, _, changes, outcome) => {
    expect(outcomes(id, changes)).toEqual([outcome]);
  });

  test('a rule that this version does not know stands in the way', () => {
    const rule = { ...library.formulary.global_rules[0]!, id: 'g-99' };
    const lib = { ...library, formulary: { ...library.formulary, global_rules: [rule] } };
    expect(findingsOf(factsOf(questionOf(), lib)).find((f) => f.id === 'g-99')?.outcome).toBe(
      'could-not-be-done',
    );
  });
  test('a context that it does not know is no rule set', () => {
    expect(libraryOf.safeParse(withContext('PCA basal')).success).toBe(true);
    const read = libraryOf.safeParse(withContext('on Sundays'));
    expect(read.error?.issues.map((i) => i.path.slice(-1))).toEqual([['context']]);
  });
  test('one that its kind can not have stands in the way', () => {
    const lib = libraryOf.parse(withContext('all parenteral morphine'));
    const found = findingsOf(factsOf(questionOf(), lib)).find((f) => f.id === 'hm-04');
    expect(found).toMatchObject({
      outcome: 'could-not-be-done',
      missing: 'what the rule means by “all parenteral morphine”',
    });
  });
});

const limited = (amount: string): Changes => ({
  'order.regimen.limit': { kind: 'amount', amount, window: '8 h' },
  'order.sessions.count': '1',
});

describe('oral morphine equivalents of the programmed maximum', () => {
  // hydromorphone IV: 20 MME per mg (formulary.json); 24 h of one session of 8 h
  test.each([
    ['2.4 mg', '48 MME', 'pass'],
    ['2.5 mg', '50 MME', 'fail'],
    ['2.6 mg', '52 MME', 'fail'],
  ])('%s in 24 h is %s: %s', (amount, observed, outcome) => {
    const severity = outcome === 'fail' ? 'info' : 'soft';
    // beside it the expected use, which nobody stated
    const expected = { subject: 'expected use in any 24 h, MME', outcome: 'pass' };
    expect(find('mme-50', limited(amount))).toMatchObject([{ observed, outcome, severity }, expected]);
    // who is tolerant is not exempt by it: CDC 2022 leaves out by condition
    const held = find('mme-50', { ...limited(amount), ...tolerant });
    expect(held).toMatchObject([{ outcome, severity }, expected]);
    const cancer = { 'patient.conditions': ['cancer'] };
    expect(outcomes('mme-50', { ...limited(amount), ...cancer })).toEqual(['pass', 'pass']);
  });

  test('a second order may double the worst case of the first, and not more', () => {
    const later = { ...limited('4 mg'), 'order.firstOrder': false };
    expect(outcomes('mme-jump', later, { worst24h: '2 mg' })).toEqual(['pass']);
    expect(outcomes('mme-jump', later, { worst24h: '1.99 mg' })).toEqual(['fail']);
    // as a record holds it, where the decimal does not end
    expect(outcomes('mme-jump', later, { worst24h: '919/375 mg' })).toEqual(['pass']);
    expect(outcomes('mme-jump', later)).toEqual(['could-not-be-done']);
    expect(outcomes('mme-jump', limited('4 mg'))).toEqual(['pass']);
  });
});

const coverage = (changes: Changes) =>
  Object.fromEntries(find('no-library-limit', changes).map((f) => [f.subject, f.outcome]));

describe('"none set" is not "any amount allowed"', () => {
  test('naive: the library holds limits', () => {
    expect(coverage({})).toEqual({ 'demand dose limit': 'pass', 'worst-case limit': 'pass' });
  });
  test('tolerant: it holds none for hydromorphone', () => {
    expect(coverage(tolerant)).toEqual({
      'demand dose limit': 'could-not-be-done',
      'worst-case limit': 'could-not-be-done',
    });
  });
  test('SC: what IV lets a naive patient have holds by SC', () => {
    expect(coverage({ 'order.route': 'SC' })).toEqual({
      'demand dose limit': 'pass',
      'worst-case limit': 'pass',
    });
  });
});
