import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivery, PcaDelivery } from '../../../engine/exposure/delivery.ts';
import { worstIn } from '../../../engine/exposure/closed-form.ts';
import { exact } from '../../../engine/number/notation.ts';
import { compare, inBase, quantityText, scale, type Mass } from '../../../engine/number/quantity.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { largestWindow } from '../../../engine/exposure/simulated-run.ts';
import { RUNS } from '../../property-runs.ts';
import { brutePump, mostOnTape } from './brute-pump.ts';
import { engineDelivery, minutes, smallDelivery, units, type SmallDelivery } from './deliveries.ts';

const SEED = 20_261_123;
const HORIZON = 72 * 60;
const window = fc.oneof(fc.constantFrom(60, 240, 1440), fc.integer({ min: 1, max: 1600 }));
const simulated = (d: Delivery, length: number): Mass =>
  largestWindow(simulate(d, inBase(minutes(HORIZON))), minutes(length));
const closed = (s: SmallDelivery, length: number) => worstIn(engineDelivery(s), minutes(length));
const notAbove = (a: Mass, b: Mass) =>
  expect(compare(a, b), `${quantityText(a)} above ${quantityText(b)}`).toBeLessThanOrEqual(0);
const lengthOf = (s: SmallDelivery) => Math.min(HORIZON, s.sessions.every * s.sessions.count);

describe('closed form and simulation', () => {
  test(`agree on ${RUNS} random deliveries`, () => {
    const seen = { exact: 0, bound: 0 };
    fc.assert(
      fc.property(smallDelivery(), window, (small, length) => {
        const answer = closed(small, length);
        const run = simulated(engineDelivery(small), length);
        seen[answer.kind] += 1;
        if (answer.kind === 'exact') expect(quantityText(run)).toBe(quantityText(answer.amount.result));
        else notAbove(run, answer.amount.result);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // a closed form that called everything a bound would pass above and say little
    expect(seen.exact).toBeGreaterThan(seen.bound);
  });

  test('the simulation is what a naive minute-by-minute pump gives', () => {
    fc.assert(
      fc.property(smallDelivery(300), fc.integer({ min: 1, max: 400 }), (small, length) => {
        // a limit met at two rates falls between two minutes, which a pump of whole minutes can not do
        fc.pre(!(small.limit && small.night));
        const tape = brutePump(small, lengthOf(small), () => true);
        expect(quantityText(simulated(engineDelivery(small), length))).toBe(
          quantityText(units(mostOnTape(tape, length))),
        );
      }),
      { numRuns: RUNS / 5, seed: SEED },
    );
  });

  test('no patient, whenever pressing, gets more than the closed form', () => {
    const habit = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(smallDelivery(400), fc.integer({ min: 1, max: 900 }), habit, (small, length, spells) => {
        fc.pre(!(small.limit && small.night));
        // spells of rest and of pressing, in turn, over and over
        const presses = spells.flatMap((n, i) => Array.from({ length: n }, () => i % 2 === 1));
        // windows that do not roll begin whenever the pump's clock begins them
        const firstEnds = (spells[0] ?? 0) % (small.limit?.window ?? 1);
        const tape = brutePump(small, lengthOf(small), (t) => presses[t % presses.length] ?? true, firstEnds);
        notAbove(units(mostOnTape(tape, length)), closed(small, length).amount.result);
      }),
      { numRuns: RUNS / 5, seed: SEED },
    );
  });
});

describe('the closed form follows the order', () => {
  const safer: readonly [
    string,
    'where both are exact' | 'always',
    (s: SmallDelivery, by: number) => SmallDelivery | null,
  ][] = [
    ['a longer lockout', 'where both are exact', (s, by) => ({ ...s, lockout: s.lockout + by })],
    [
      'a smaller demand dose',
      'where both are exact',
      // where a dose begun below the limit is finished, two smaller ones may give more than one
      (s, by) => (s.demand > by && s.atLimit?.demand !== 'finished' ? { ...s, demand: s.demand - by } : null),
    ],
    [
      'a lower limit',
      'where both are exact',
      (s, by) => {
        const amount = (s.limit?.amount ?? 0) - by;
        if (!s.limit || amount < s.demand || amount <= s.basal * s.limit.window) return null;
        return { ...s, limit: { ...s.limit, amount } };
      },
    ],
    [
      'fewer doses per hour',
      'where both are exact',
      (s) => (s.maxPerHour !== null && s.maxPerHour > 1 ? { ...s, maxPerHour: s.maxPerHour - 1 } : null),
    ],
    ['no loading dose', 'always', (s) => ({ ...s, loading: 0 })],
    ['no clinician bolus', 'always', (s) => ({ ...s, clinician: null })],
  ];
  test.each(safer)('%s, %s, never raises the worst case', (_, where, change) => {
    fc.assert(
      fc.property(smallDelivery(), window, fc.integer({ min: 1, max: 30 }), (small, length, by) => {
        const changed = change(small, by);
        fc.pre(changed !== null);
        const [before, after] = [closed(small, length), closed(changed, length)];
        fc.pre(where === 'always' || (before.kind === 'exact' && after.kind === 'exact'));
        notAbove(after.amount.result, before.amount.result);
      }),
      { numRuns: RUNS / 4, seed: SEED, maxSkipsPerRun: 200 },
    );
  });

  test('all amounts times a factor give the worst case times that factor', () => {
    fc.assert(
      fc.property(smallDelivery(), window, fc.integer({ min: 1, max: 999 }), (small, length, thousandths) => {
        const by = exact(BigInt(thousandths)).div(exact('37'));
        const d = engineDelivery(small);
        const scaled: PcaDelivery = {
          ...d,
          demand: scale(d.demand, by),
          basal: scale(d.basal, by),
          dayNight: d.dayNight && {
            ...d.dayNight,
            day: scale(d.dayNight.day, by),
            night: scale(d.dayNight.night, by),
          },
          kvoAtLimit: scale(d.kvoAtLimit, by),
          limit: d.limit && { ...d.limit, amount: scale(d.limit.amount, by) },
          loading: d.loading && scale(d.loading, by),
          clinician: d.clinician && { ...d.clinician, dose: scale(d.clinician.dose, by) },
          scheduled: d.scheduled && { ...d.scheduled, amount: scale(d.scheduled.amount, by) },
        };
        const [one, other] = [worstIn(d, minutes(length)), worstIn(scaled, minutes(length))];
        expect(quantityText(other.amount.result)).toBe(quantityText(scale(one.amount.result, by)));
        expect(other.kind).toBe(one.kind);
        expect(quantityText(other.underLimit)).toBe(quantityText(scale(one.underLimit, by)));
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
  });

  test('in any window as long as its own, the limit counts no more than the limit', () => {
    fc.assert(
      fc.property(smallDelivery(), (small) => {
        fc.pre(small.limit !== null);
        const { amount, underLimit } = closed(small, small.limit!.window);
        notAbove(underLimit, amount.result);
        // a dose that the pump finishes may pass it
        if (!small.atLimit) notAbove(underLimit, units(small.limit!.amount));
      }),
      { numRuns: RUNS / 2, seed: SEED },
    );
  });
});
