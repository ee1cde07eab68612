import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlannedDelivery } from '../../../engine/exposure/delivery.ts';
import { printed } from '../../../engine/derivation/derivation.ts';
import { worstIn } from '../../../engine/exposure/closed-form.ts';
import { exact } from '../../../engine/number/notation.ts';
import { compare, of, quantity, quantityText, type Time } from '../../../engine/number/quantity.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { largestWindow } from '../../../engine/exposure/simulated-run.ts';
import { unit } from '../../../engine/number/units.ts';
import { minutes, units } from './deliveries.ts';
import { RUNS } from '../../property-runs.ts';

const SEED = 20_261_124;
const rate = (perMinute: number) =>
  of(exact(BigInt(perMinute)).mul(60n).div(100n), unit('mg/h', 'mass/time'));

/** A plan in whole minutes and hundredths of a mg: pieces one after the other, gaps between them, jumps at their starts. */
interface SmallPlan {
  readonly pieces: readonly { gap: number; lasts: number; rate: number; jump: number }[];
  readonly tail: number;
  readonly pause: number;
  readonly count: number;
  readonly loading: number;
  readonly clinician: { dose: number; interval: number; most: number; per: number } | null;
}
const lengthOf = (s: SmallPlan) => s.pieces.reduce((n, p) => n + p.gap + p.lasts, 0) + s.tail;

function planned(s: SmallPlan): PlannedDelivery {
  let at = 0;
  const places = s.pieces.map((p) => {
    const from = at + p.gap;
    at = from + p.lasts;
    return { ...p, from, to: at };
  });
  return {
    kind: 'planned',
    massUnit: unit('mg', 'mass'),
    flows: places.map((p, i) => ({
      name: `piece ${i}`,
      from: minutes(p.from),
      to: minutes(p.to),
      rate: rate(p.rate),
      dose: i % 2 === 0 ? units(p.rate * p.lasts) : null,
    })),
    doses: places.filter((p) => p.jump > 0).map((p) => ({ at: minutes(p.from), amount: units(p.jump) })),
    loading: s.loading === 0 ? null : units(s.loading),
    clinician: s.clinician && {
      dose: units(s.clinician.dose),
      interval: minutes(s.clinician.interval),
      most: exact(BigInt(s.clinician.most)),
      per: minutes(s.clinician.per),
    },
    sessions: {
      duration: minutes(lengthOf(s)),
      every: minutes(lengthOf(s) + s.pause),
      count: exact(BigInt(s.count)),
    },
  };
}

/** The naive way: what flows in each minute of the whole course, and every window looked at. `gives`: in which minutes somebody would give a bolus that is allowed. */
function naive(s: SmallPlan, window: number, gives: (minute: number) => boolean = () => true): number {
  const period = lengthOf(s) + s.pause;
  const course = period * s.count;
  const zeros = () => Array.from({ length: course + 1 }, () => 0);
  const [jumps, flows] = [zeros(), zeros()];
  jumps[0] = s.loading;
  for (let k = 0; k < s.count; k += 1) {
    let at = k * period;
    for (const p of s.pieces) {
      at += p.gap;
      jumps[at]! += p.jump;
      for (let m = 0; m < p.lasts; m += 1) flows[at + m]! += p.rate;
      at += p.lasts;
    }
  }
  const given: number[] = [];
  const c = s.clinician;
  for (let m = 0; m < course; m += 1) {
    if (!c) break;
    const apart = m - (given.at(-1) ?? -c.interval) >= c.interval;
    const few = given.filter((g) => g > m - c.per).length < c.most;
    if (m % period >= lengthOf(s) || !apart || !few || !gives(m)) continue;
    given.push(m);
    jumps[m]! += c.dose;
  }
  let most = 0;
  for (let t = -window; t <= course; t += 1) {
    let [start, end, flow] = [0, 0, 0];
    for (let m = Math.max(0, t); m < Math.min(course + 1, t + window); m += 1) {
      start += jumps[m]!;
      flow += flows[m]!;
    }
    for (let m = Math.max(0, t + 1); m <= Math.min(course, t + window); m += 1) end += jumps[m]!;
    most = Math.max(most, start + flow, end + flow);
  }
  return most;
}

const smallPlan: fc.Arbitrary<SmallPlan> = fc.record({
  pieces: fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 20 }),
      lasts: fc.integer({ min: 1, max: 40 }),
      rate: fc.integer({ min: 0, max: 9 }),
      jump: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 })),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  tail: fc.integer({ min: 0, max: 20 }),
  pause: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
  count: fc.integer({ min: 1, max: 4 }),
  loading: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
  clinician: fc.constant(null),
});
const byHand: fc.Arbitrary<SmallPlan> = fc
  .tuple(
    smallPlan,
    fc.record({
      dose: fc.integer({ min: 1, max: 50 }),
      interval: fc.integer({ min: 1, max: 60 }),
      most: fc.integer({ min: 1, max: 4 }),
      spare: fc.integer({ min: 0, max: 200 }),
    }),
  )
  .map(([s, { spare, ...c }]) => ({ ...s, clinician: { ...c, per: c.interval + spare } }));
const window = fc.integer({ min: 1, max: 300 });
const worst = (d: PlannedDelivery, w: Time) => quantityText(worstIn(d, w).amount.result);

describe('the worst window of a plan', () => {
  test(`closed form and event-by-event run agree on ${RUNS} random plans`, () => {
    fc.assert(
      fc.property(smallPlan, window, (s, w) => {
        const d = planned(s);
        const run = simulate(d, quantity('72 h', 'time').amount);
        expect(worst(d, minutes(w))).toBe(quantityText(largestWindow(run, minutes(w))));
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  test('and both are what a naive count over every minute gives', () => {
    fc.assert(
      fc.property(smallPlan, window, (s, w) => {
        expect(worst(planned(s), minutes(w))).toBe(quantityText(units(naive(s, w))));
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  test('with boluses by hand it is the run where it says so, and never below it', () => {
    const seen = { exact: 0, bound: 0 };
    fc.assert(
      fc.property(byHand, window, (s, w) => {
        const d = planned(s);
        const closed = worstIn(d, minutes(w));
        const run = largestWindow(simulate(d, quantity('72 h', 'time').amount), minutes(w));
        seen[closed.kind] += 1;
        expect(quantityText(run)).toBe(quantityText(units(naive(s, w))));
        if (closed.kind === 'exact') expect(quantityText(closed.amount.result)).toBe(quantityText(run));
        else expect(compare(run, closed.amount.result)).toBeLessThanOrEqual(0);
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
    expect(seen.exact).toBeGreaterThan(RUNS / 40);
  });

  test('and nobody who gives them otherwise gives more', () => {
    const habit = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(byHand, window, habit, (s, w, spells) => {
        const minutesOf = spells.flatMap((n, i) => Array.from({ length: n }, () => i % 2 === 1));
        const most = naive(s, w, (m) => minutesOf[m % minutesOf.length] ?? true);
        expect(compare(units(most), worstIn(planned(s), minutes(w)).amount.result)).toBeLessThanOrEqual(0);
      }),
      { numRuns: RUNS / 4, seed: SEED },
    );
  });

  test('every printed line is read back and comes to the same', () => {
    fc.assert(
      fc.property(fc.oneof(smallPlan, byHand), window, (s, w) => {
        expect(recheckAll([printed(worstIn(planned(s), minutes(w)).amount)])).toEqual([]);
      }),
      { numRuns: 200, seed: SEED },
    );
  });
});
