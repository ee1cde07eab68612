import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exact } from '../../../engine/number/notation.ts';
import { exactText } from '../../../engine/number/notation.ts';
import { inBase, quantityText } from '../../../engine/number/quantity.ts';
import { worstIn } from '../../../engine/exposure/closed-form.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { largestWindow } from '../../../engine/exposure/simulated-run.ts';
import { ofPlan, ofRun, readAt, times, together } from '../../../engine/timeline/curve.ts';
import { firstOver, heldAt, mostIn } from '../../../engine/timeline/window.ts';
import { unit } from '../../../engine/number/units.ts';
import { engineDelivery, minutes, smallDelivery, units } from '../exposure/deliveries.ts';
import { RUNS } from '../../property-runs.ts';

const mg = unit('mg', 'mass');
const text = (x: ReturnType<typeof exact> | null) => (x === null ? null : exactText(x));
const h = (t: string) => exact(t);
const upTo = (c: Parameters<typeof readAt>[0], t: ReturnType<typeof exact>) => readAt(c, [t])[0]!.after;

/** Doses at whole minutes and flows between whole minutes, small enough to add up minute by minute. */
const plan = fc.record({
  doses: fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 90 }), amount: fc.integer({ min: 1, max: 9 }) }),
    {
      maxLength: 8,
    },
  ),
  flows: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 80 }),
      lasts: fc.integer({ min: 1, max: 40 }),
      rate: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 4 },
  ),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;
const curveOf = (p: Plan) =>
  ofPlan(
    p.doses.map((d) => ({ at: exact(BigInt(d.at)).div(60n), amount: exact(BigInt(d.amount)) })),
    p.flows.map((f) => ({
      from: exact(BigInt(f.from)).div(60n),
      to: exact(BigInt(f.from + f.lasts)).div(60n),
      rate: exact(BigInt(f.rate * 60)),
    })),
  );
/** The second way: what flows in each minute, and what is given at each. */
const flowIn = (p: Plan, a: number, b: number) =>
  p.flows.reduce((s, f) => s + f.rate * Math.max(0, Math.min(b, f.from + f.lasts) - Math.max(a, f.from)), 0);
const dosesIn = (p: Plan, holds: (at: number) => boolean) =>
  p.doses.reduce((s, d) => s + (holds(d.at) ? d.amount : 0), 0);

describe('a step function of exact time and amount', () => {
  test('doses and flows by hand', () => {
    // 2 mg at 0 h, 1 mg/h from 1 h to 3 h, 3 mg at 2 h
    const c = ofPlan(
      [
        { at: h('0'), amount: h('2') },
        { at: h('2'), amount: h('3') },
      ],
      [{ from: h('1'), to: h('3'), rate: h('1') }],
    );
    expect(['0', '0.5', '1.5', '2', '9'].map((t) => exactText(upTo(c, h(t))))).toEqual([
      '2',
      '2',
      '2.5',
      '6',
      '7',
    ]);
    // (1, 2]: half an hour of flow short of two doses; [0, 2]: both doses and 1 mg of flow
    expect(quantityText(mostIn(c, minutes(60), 'half-open', mg).amount)).toBe('4 mg');
    expect(quantityText(mostIn(c, minutes(120), 'half-open', mg).amount)).toBe('5 mg');
    expect(quantityText(mostIn(c, minutes(120), 'closed', mg).amount)).toBe('6 mg');
  });

  test('a limit that a steady flow meets is passed between two points', () => {
    const c = ofPlan([], [{ from: h('0'), to: h('10'), rate: h('3') }]);
    expect(text(firstOver(c, minutes(600), units(100), 'above', 'half-open'))).toBe('1/3');
    expect(firstOver(c, minutes(600), units(3000), 'above', 'half-open')).toBeNull();
    expect(text(firstOver(c, minutes(600), units(3000), 'reached', 'half-open'))).toBe('10');
  });

  test('one more dose at the boundary passes a limit that whole doses only reach', () => {
    const every10 = Array.from({ length: 13 }, (_, i) => ({
      at: exact(BigInt(i)).div(6n),
      amount: exact('0.4'),
    }));
    const c = ofPlan(every10, []);
    // calculations.md 7: six doses of 0.4 mg in an hour at a lockout of 10 min, seven with the one at the boundary
    expect(quantityText(mostIn(c, minutes(60), 'half-open', mg).amount)).toBe('2.4 mg');
    expect(quantityText(mostIn(c, minutes(60), 'closed', mg).amount)).toBe('2.8 mg');
    expect(firstOver(c, minutes(60), units(240), 'above', 'half-open')).toBeNull();
    expect(text(firstOver(c, minutes(60), units(240), 'above', 'closed'))).toBe('1');
    expect(text(firstOver(c, minutes(60), units(240), 'reached', 'half-open'))).toBe('5/6');
  });

  test('window sums are what adding up minute by minute gives', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 150 }), (p, w) => {
        const ends = Array.from({ length: 300 }, (_, t) => t);
        const held = heldAt(
          curveOf(p),
          minutes(w),
          ends.map((t) => exact(BigInt(t)).div(60n)),
        );
        const byHand = (t: number) => flowIn(p, t - w, t) + dosesIn(p, (d) => d > t - w && d <= t);
        expect(held.map(exactText)).toEqual(ends.map((t) => String(byHand(t))));
        // a half-open window may as well hold the dose at its beginning and not the one at its end
        const coming = (t: number) => flowIn(p, t - w, t) + dosesIn(p, (d) => d >= t - w && d < t);
        const closed = ends.map((t) => flowIn(p, t - w, t) + dosesIn(p, (d) => d >= t - w && d <= t));
        expect(quantityText(mostIn(curveOf(p), minutes(w), 'closed', mg).amount)).toBe(
          `${Math.max(...closed)} mg`,
        );
        expect(quantityText(mostIn(curveOf(p), minutes(w), 'half-open', mg).amount)).toBe(
          `${Math.max(...ends.map(byHand), ...ends.map(coming))} mg`,
        );
      }),
      { numRuns: 200, seed: 20_261_123 },
    );
  });

  test('curves on different grids add up to the sum, and a factor scales it', () => {
    fc.assert(
      fc.property(plan, plan, fc.integer({ min: 1, max: 7 }), (a, b, seventh) => {
        const factor = exact(BigInt(seventh)).div(7n);
        const other = times(curveOf(b), factor);
        const sum = together([curveOf(a), other]);
        for (const t of ['0', '1/3', '0.5', '1.25', '2', '5'])
          expect(exactText(upTo(sum, h(t)))).toBe(
            exactText(upTo(curveOf(a), h(t)).add(upTo(curveOf(b), h(t)).mul(factor))),
          );
      }),
      { numRuns: 200, seed: 20_261_123 },
    );
  });
});

describe('on runs of the pump', () => {
  const window = fc.oneof(fc.constantFrom(60, 240, 720, 1440, 4320), fc.integer({ min: 1, max: 1600 }));

  test(`the most in a window is what the simulation and the closed form say, on ${RUNS} deliveries`, () => {
    let exactly = 0;
    fc.assert(
      fc.property(smallDelivery(), window, fc.integer({ min: 0, max: 999 }), (small, length, late) => {
        const d = engineDelivery(small);
        const run = simulate(d, h('72'));
        const most = mostIn(ofRun(run, BigInt(late)), minutes(length), 'half-open', mg);
        expect(quantityText(most.amount)).toBe(quantityText(largestWindow(run, minutes(length))));
        const closed = worstIn(d, minutes(length));
        if (closed.kind === 'exact') {
          exactly += 1;
          expect(quantityText(most.amount)).toBe(quantityText(closed.amount.result));
        } else expect(inBase(most.amount).compare(inBase(closed.amount.result))).toBeLessThanOrEqual(0);
      }),
      { numRuns: RUNS, seed: 20_261_123 },
    );
    expect(exactly).toBeGreaterThan(RUNS / 3);
  });

  test('a limit is first passed where the window that ends there holds more, and not before', () => {
    fc.assert(
      fc.property(
        smallDelivery(300),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 500 }),
        (small, length, hundredths) => {
          const c = ofRun(simulate(engineDelivery(small), h('24')), 0n);
          const at = firstOver(c, minutes(length), units(hundredths), 'reached', 'half-open');
          const most = mostIn(c, minutes(length), 'half-open', mg).amount;
          if (at === null) {
            expect(inBase(most).compare(inBase(units(hundredths)))).toBeLessThan(0);
            return;
          }
          const minutesBefore = Array.from({ length: 1440 }, (_, i) => exact(BigInt(i)).div(60n)).filter(
            (t) => t.compare(at) < 0,
          );
          const held = heldAt(c, minutes(length), [...minutesBefore, at]);
          const limit = inBase(units(hundredths));
          expect(held.slice(0, -1).every((x) => x.compare(limit) < 0)).toBe(true);
          expect(held.at(-1)!.compare(limit)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 150, seed: 20_261_123 },
    );
  });
});
