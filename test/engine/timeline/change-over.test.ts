import { describe, expect, test } from 'vitest';
import { checkOrder } from '../told.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { exact, exactText } from '../../../engine/number/notation.ts';
import { exposureOf } from '../../../engine/timeline/answer.ts';
import { ofPlan, readAt, withChange } from '../../../engine/timeline/curve.ts';
import { library, questionOf, type Changes } from '../base-order.ts';

const h = (t: string) => exact(t);

// the base order: 0.2 mg/mL, 0.2 mg a dose, 4 mg in 4 h; library 6 mg in 4 h (hm-07)
const holds = (volume: string, concentration: string): Changes => ({
  'order.preparation.lineHolds': { volume, concentration },
});
const findings = (changes: Changes) =>
  checkOrder(questionOf(changes), library).findings.filter((f) => f.check === 'exposure-change-over');
const worst4h = (changes: Changes) =>
  exposureOf(factsOf(questionOf(changes), library), {
    hours: '24 h',
    windows: ['4 h'],
    dosesPerHour: null,
    draw: null,
  }).lines[0]?.windows[0];

describe('what is left in the line runs first', () => {
  test('doses: the first ones count fivefold, the one that empties the line in part', () => {
    // programmed 0.2 mg an hour; up to 0.5 mg programmed the line gives five times as much
    const doses = ['0', '1', '2', '3'].map((t) => ({ at: h(t), amount: h('0.2') }));
    const c = withChange(ofPlan(doses, []), h('0.5'), h('5'));
    // 1, 2; then 0.1 × 5 + 0.1 × 1; then 0.2
    expect(readAt(c, ['0', '1', '2', '3'].map(h)).map((r) => exactText(r.after))).toEqual([
      '1',
      '2',
      '2.6',
      '2.8',
    ]);
  });

  test('a flow turns where the line is empty', () => {
    // 1 mg/h as programmed, 1/3 mg of it from the line at double strength: 2 mg/h for 20 min, then 1 mg/h
    const c = withChange(ofPlan([], [{ from: h('0'), to: h('2'), rate: h('1') }]), h('1/3'), h('2'));
    expect(readAt(c, ['1/6', '1/3', '1', '2'].map(h)).map((r) => exactText(r.after))).toEqual([
      '1/3',
      '2/3',
      '4/3',
      '7/3',
    ]);
  });
});

describe('an order whose line holds another concentration', () => {
  test('stronger is a hard finding with the amount in the line; weaker a soft one; the same passes', () => {
    // 2 mL × 1 mg/mL = 2 mg in the line, 5 times 0.2 mg/mL, 2 doses of 1 mL
    expect(findings(holds('2 mL', '1 mg/mL'))[0]).toMatchObject({
      id: 'line-holds-stronger',
      severity: 'hard',
      observed: '2 mg in the line, 5 times what the pump counts, 2 doses',
    });
    expect(findings(holds('2 mL', '0.1 mg/mL'))).toMatchObject([
      { id: 'line-holds-weaker', outcome: 'fail', severity: 'soft' },
    ]);
    expect(findings(holds('2 mL', '0.2 mg/mL'))).toMatchObject([{ outcome: 'pass' }]);
    expect(findings({})).toEqual([]);
  });

  test('it is in the exposure, and passes a limit that the order alone keeps', () => {
    // the line gives 2 mg where the pump counts 0.4: 4 + 1.6 = 5.6 mg in 4 h; with 3 mL 4 + 2.4 = 6.4 mg
    expect(worst4h(holds('2 mL', '1 mg/mL'))).toMatchObject({ worst: { amount: '5.6 mg' }, bound: '5.6 mg' });
    expect(findings(holds('2 mL', '1 mg/mL')).map((f) => f.id)).toEqual(['line-holds-stronger']);
    expect(findings(holds('3 mL', '1 mg/mL')).find((f) => f.id === 'hm-07')).toMatchObject({
      outcome: 'fail',
      observed: '6.4 mg',
      limit: '6 mg',
    });
  });

  test('a line of nothing is refused', () => {
    expect(() => findings(holds('0 mL', '1 mg/mL'))).toThrow(
      'order.preparation.lineHolds.volume: amount-zero',
    );
  });
});

const left = (concentration: string, changes: Changes = {}) =>
  checkOrder(questionOf(changes, { concentration }), library).findings.filter(
    (f) => f.check === 'exposure-change-over' && f.id.startsWith('line-holds'),
  );

// by hand: 2 mL of 1 mg/mL are 2 mg, which the pump counts as 0.4 mg at 0.2 mg/mL
test('what the version before left in the line is taken without being said again, and asked about', () => {
  expect(left('1 mg/mL')).toMatchObject([{ id: 'line-holds-stronger', outcome: 'fail', severity: 'soft' }]);
  expect(left('1 mg/mL')[0]?.derivations.map((d) => d.result)).toEqual(
    expect.arrayContaining(['5', '2 mg', '1.6 mg']),
  );
  expect(left('0.1 mg/mL')).toMatchObject([{ id: 'line-holds-weaker', outcome: 'fail', severity: 'soft' }]);
  expect(left('0.2 mg/mL')).toEqual([]);
  expect(left('1 mg/mL', { 'order.preparation.priming': '0 mL' })).toEqual([]);
});
