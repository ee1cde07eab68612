import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flowing, PlannedDelivery, RepeatedDelivery } from '../../../engine/exposure/delivery.ts';
import { printed } from '../../../engine/derivation/derivation.ts';
import { recheckAll } from '../../../engine/derivation/reread.ts';
import { worstIn } from '../../../engine/exposure/closed-form.ts';
import { largestWindow } from '../../../engine/exposure/simulated-run.ts';
import { simulate } from '../../../engine/exposure/simulation.ts';
import { exact } from '../../../engine/number/notation.ts';
import { of, quantity, quantityText, type Time } from '../../../engine/number/quantity.ts';
import { unit } from '../../../engine/number/units.ts';
import { minutes, units } from './deliveries.ts';
import { RUNS } from '../../property-runs.ts';

const perMinute = (n: number) => of(exact(BigInt(n)).mul(60n).div(100n), unit('mg/h', 'mass/time'));

interface SmallRepeat {
  readonly amount: number;
  readonly over: number;
  readonly every: number;
  readonly kvo: number;
  readonly loading: number;
  readonly cycles: number;
  readonly rest: number;
  readonly pause: number;
  readonly count: number;
}
const small: fc.Arbitrary<SmallRepeat> = fc
  .record({
    amount: fc.integer({ min: 1, max: 60 }),
    over: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
    pauseInside: fc.integer({ min: 0, max: 40 }),
    kvo: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 })),
    loading: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
    cycles: fc.integer({ min: 0, max: 6 }),
    restShare: fc.integer({ min: 0, max: 100 }),
    pause: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90 })),
    count: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ pauseInside, restShare, ...s }) => {
    const every = Math.max(1, s.over + pauseInside);
    // the last dose ends inside the session; without a length any place after its start will do
    const shortest = Math.max(1, s.over);
    const rest = shortest + Math.floor(((every - shortest) * restShare) / 100);
    return { ...s, every, rest };
  });

const lengthOf = (s: SmallRepeat) => s.cycles * s.every + s.rest;
const sessionsOf = (s: SmallRepeat) => ({
  duration: minutes(lengthOf(s)),
  every: minutes(lengthOf(s) + s.pause),
  count: exact(BigInt(s.count)),
});
const loadingOf = (s: SmallRepeat) => (s.loading === 0 ? null : units(s.loading));

const repeated = (s: SmallRepeat): RepeatedDelivery => ({
  kind: 'repeated',
  amount: units(s.amount),
  over: s.over === 0 ? null : minutes(s.over),
  every: minutes(s.every),
  kvo: perMinute(s.kvo),
  loading: loadingOf(s),
  sessions: sessionsOf(s),
});

/** The same, every dose and every flow between two written out. */
function listed(s: SmallRepeat): PlannedDelivery {
  const starts = Array.from({ length: s.cycles + 1 }, (_, i) => i * s.every);
  const flows = starts.flatMap((from): Flowing[] => {
    const [done, next] = [from + s.over, Math.min(from + s.every, lengthOf(s))];
    const flow = of(
      exact(BigInt(s.amount))
        .div(100n)
        .mul(60n)
        .div(BigInt(s.over || 1)),
      perMinute(0).unit,
    );
    const dose = { name: 'dose', from: minutes(from), to: minutes(done), rate: flow, dose: units(s.amount) };
    const kvo = { name: 'KVO', from: minutes(done), to: minutes(next), rate: perMinute(s.kvo), dose: null };
    return [...(s.over > 0 ? [dose] : []), ...(s.kvo > 0 && next > done ? [kvo] : [])];
  });
  return {
    kind: 'planned',
    massUnit: unit('mg', 'mass'),
    flows,
    doses: s.over > 0 ? [] : starts.map((at) => ({ at: minutes(at), amount: units(s.amount) })),
    loading: loadingOf(s),
    clinician: null,
    sessions: sessionsOf(s),
  };
}

const window = fc.integer({ min: 1, max: 400 });
const worst = (d: RepeatedDelivery | PlannedDelivery, w: Time) => quantityText(worstIn(d, w).amount.result);

describe('doses that repeat', () => {
  test(`give in closed form what the list of them gives, and what the run gives, in ${RUNS} random regimens`, () => {
    fc.assert(
      fc.property(small, window, (s, w) => {
        const answer = worst(repeated(s), minutes(w));
        expect(answer).toBe(worst(listed(s), minutes(w)));
        const run = simulate(repeated(s), exact('72'));
        expect(answer).toBe(quantityText(largestWindow(run, minutes(w))));
      }),
      { numRuns: RUNS, seed: 20_261_130 },
    );
  });

  test('every printed line is read back and comes to the same', () => {
    fc.assert(
      fc.property(small, window, (s, w) => {
        expect(recheckAll([printed(worstIn(repeated(s), minutes(w)).amount)])).toEqual([]);
      }),
      { numRuns: 200, seed: 20_261_130 },
    );
  });

  /** Thirty million doses: 24 h hold 720 of them, begun or ended within, whichever way they are counted. */
  test('are counted, not listed', () => {
    const d: RepeatedDelivery = {
      kind: 'repeated',
      amount: units(10),
      over: minutes(1),
      every: minutes(2),
      kvo: perMinute(0),
      loading: null,
      sessions: { duration: quantity('1000000 h'), every: quantity('1000000 h'), count: exact('1') } as never,
    };
    expect(worst(d, quantity('24 h', 'time'))).toBe('72 mg');
  });
});
