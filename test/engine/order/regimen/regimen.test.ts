import { describe, expect, test } from 'vitest';
import { printed } from '../../../../engine/derivation/derivation.ts';
import { quantity, quantityText, type Weight } from '../../../../engine/number/quantity.ts';
import { recheckAll } from '../../../../engine/derivation/reread.ts';
import { pcaIssues, pcaRegimen, resolvePca, type PcaRegimen } from '../../../../engine/order/regimen/pca.ts';
import { schedule, sessionIssues, sessions } from '../../../../engine/order/regimen/sessions.ts';

const regimen = (over: object = {}) =>
  pcaRegimen.parse({
    kind: 'pca',
    demand: '0.2 mg',
    lockout: '10 min',
    basal: '0 mg/h',
    limit: { kind: 'amount', amount: '4 mg', window: '4 h' },
    ...over,
  });
const kg70: Weight = quantity('70 kg', 'weight');
const basis = (weight: Weight | null, drugUnit = 'mg') => ({
  weight,
  drugUnit,
  concentration: null,
  mixture: false,
});
const resolve = (r: PcaRegimen, weight: Weight | null, drugUnit: string) =>
  resolvePca(r, basis(weight, drugUnit));
const codes = (over: object, weight: Weight | null = kg70) =>
  pcaIssues(regimen(over), basis(weight)).map((i) => `${i.path} ${i.code}`);

describe('doses by weight', () => {
  test('2 mcg/kg for 70 kg is 0.14 mg (field study (e), golden case 6)', () => {
    const r = resolve(regimen({ demand: '2 mcg/kg' }), kg70, 'mg');
    expect(quantityText(r.demand!)).toBe('0.14 mg');
    expect(r.steps.map((s) => printed(s).line)).toEqual(['2 mcg/kg × 70 kg = 0.14 mg']);
    expect(recheckAll(r.steps.map(printed))).toEqual([]);
  });
  test('in the unit of the drug: 2 mcg/kg of a drug in mcg is 140 mcg', () => {
    const limit = { kind: 'none' };
    expect(quantityText(resolve(regimen({ demand: '2 mcg/kg', limit }), kg70, 'mcg').demand!)).toBe(
      '140 mcg',
    );
  });
  test('154 lb is 154 × 0.45359237 kg, exact', () => {
    const r = resolve(regimen({ demand: '1 mcg/kg' }), quantity('154 lb', 'weight'), 'mg');
    expect(quantityText(r.demand!)).toBe('0.06985322498 mg');
  });
  test('a basal rate per kg and minute', () => {
    // 0.05 mcg/kg/min × 70 kg × 60 min/h = 210 mcg/h
    expect(quantityText(resolve(regimen({ basal: '0.05 mcg/kg/min' }), kg70, 'mg').basal)).toBe('0.21 mg/h');
  });
  test('needs a weight, and a dose without /kg does not', () => {
    expect(codes({ demand: '2 mcg/kg' }, null)).toEqual(['demand weight-missing']);
    expect(codes({}, null)).toEqual([]);
  });
});

describe('contradictions', () => {
  test.each([
    [{}, []],
    [{ lockout: '0 min' }, ['lockout lockout-zero']],
    [{ demand: '0 mg' }, ['demand demand-zero']],
    [{ loading: '0 mg' }, ['loading loading-zero']],
    [{ demand: '200 mcg' }, ['demand unit-not-used-for-drug']],
    [{ basal: '1 mcg/h' }, ['basal unit-not-used-for-drug']],
    [{ basal: '0.001 mg/min' }, ['basal unit-not-used-for-drug']],
    [
      { limit: { kind: 'amount', amount: '4000 mcg', window: '4 h' } },
      ['limit.amount unit-not-used-for-drug'],
    ],
    // exactly one dose is allowed, less is not
    [{ limit: { kind: 'amount', amount: '0.2 mg', window: '4 h' } }, []],
    [{ limit: { kind: 'amount', amount: '0.19 mg', window: '4 h' } }, ['limit.amount limit-below-one-dose']],
    // calculations.md 7: H4 > 4R; equal is not above
    [{ basal: '1 mg/h' }, ['limit.amount limit-not-above-basal']],
    [{ basal: '0.99 mg/h' }, []],
    [{ basal: '9 mg/h', limit: { kind: 'none' } }, []],
  ])('%j: %j', (over, wanted) => {
    expect(codes(over)).toEqual(wanted);
  });
});

const planned = (over: object) =>
  sessions.parse({ start: '2025-03-03T08:00Z', duration: '30 min', every: '4 h', count: '42', ...over });

describe('sessions', () => {
  test('every 4 h for 7 days is 42 sessions, the last at 2025-03-10 04:00 (calculations.md 11)', () => {
    const s = schedule(planned({}));
    expect(quantityText(s.every)).toBe('4 h');
    expect(s.count.sub(1n).mul(240n).add(BigInt(s.start)).n).toBe(
      BigInt(schedule(planned({ start: '2025-03-10T04:00Z' })).start),
    );
  });
  test.each([
    [{}, []],
    [{ duration: '4 h' }, []],
    [{ duration: '241 min' }, ['sessions-overlap']],
    [{ duration: '241 min', count: '1' }, []],
    [{ duration: '24 h', every: '24 h' }, []],
    [{ duration: '0 min' }, ['session-duration-zero']],
    [{ every: '14401 s' }, ['session-not-whole-minutes']],
  ])('%j: %j', (over, wanted) => {
    expect(sessionIssues(planned(over)).map((i) => i.code)).toEqual(wanted);
  });
});
