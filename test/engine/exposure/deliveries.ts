import * as fc from 'fast-check';
import { KEEPS_ITS_LIMIT, type PcaDelivery } from '../../../engine/exposure/delivery.ts';
import { exact } from '../../../engine/number/notation.ts';
import { of, quantity, type Mass, type Time } from '../../../engine/number/quantity.ts';
import type { AtLimit } from '../../../engine/pumps/pump.ts';
import { unit } from '../../../engine/number/units.ts';

/** A delivery in small whole numbers: minutes, and amount units of 0.01 mg; rates in amount units a minute. */
export interface SmallDelivery {
  readonly demand: number;
  readonly lockout: number;
  readonly basal: number;
  readonly limit: { readonly amount: number; readonly window: number } | null;
  /** left out: the pump keeps its limit */
  readonly atLimit?: AtLimit;
  readonly maxPerHour: number | null;
  /** a limit on the number of doses over another window */
  readonly counts?: { readonly count: number; readonly window: number } | null;
  /** another basal rate by the pump's clock, which stands at `clock` when the first session starts */
  readonly night?: {
    readonly rate: number;
    readonly from: number;
    readonly lasts: number;
    readonly clock: number;
  } | null;
  readonly loading: number;
  readonly clinician: {
    readonly dose: number;
    readonly interval: number;
    readonly most: number;
    readonly per: number;
  } | null;
  /** boluses by the clock, from the start of each session */
  readonly scheduled?: { readonly dose: number; readonly every: number } | null;
  readonly kvo: number;
  readonly sessions: { readonly duration: number; readonly every: number; readonly count: number };
}

export const minutes = (n: number): Time => quantity(`${n} min`, 'time');
export const units = (n: number): Mass => of(exact(BigInt(n)).div(100n), unit('mg', 'mass'));
const rate = (n: number) => of(exact(BigInt(n)).mul(60n).div(100n), unit('mg/h', 'mass/time'));

const highest = (s: SmallDelivery) => Math.max(s.basal, s.night?.rate ?? 0);

/** The same delivery as the engine takes it. */
export const engineDelivery = (s: SmallDelivery): PcaDelivery => ({
  kind: 'pca',
  demand: units(s.demand),
  lockout: minutes(s.lockout),
  basal: rate(highest(s)),
  limit: s.limit && {
    amount: units(s.limit.amount),
    window: minutes(s.limit.window),
    atLimit: s.atLimit ?? KEEPS_ITS_LIMIT,
  },
  dayNight: s.night
    ? {
        day: rate(s.basal),
        night: rate(s.night.rate),
        nightFrom: minutes(s.night.from),
        nightLasts: minutes(s.night.lasts),
        clockAtStart: minutes(s.night.clock),
      }
    : null,
  doseLimits: [
    ...(s.maxPerHour === null ? [] : [{ count: exact(BigInt(s.maxPerHour)), window: minutes(60) }]),
    ...(s.counts ? [{ count: exact(BigInt(s.counts.count)), window: minutes(s.counts.window) }] : []),
  ],
  loading: s.loading === 0 ? null : units(s.loading),
  clinician: s.clinician && {
    dose: units(s.clinician.dose),
    interval: minutes(s.clinician.interval),
    most: exact(BigInt(s.clinician.most)),
    per: minutes(s.clinician.per),
  },
  scheduled: s.scheduled ? { amount: units(s.scheduled.dose), every: minutes(s.scheduled.every) } : null,
  kvoAtLimit: rate(s.kvo),
  sessions: {
    duration: minutes(s.sessions.duration),
    every: minutes(s.sessions.every),
    count: exact(BigInt(s.sessions.count)),
  },
});

const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 14 }, { arbitrary: value, weight: 1 });

const clinician = fc
  .record({
    dose: fc.integer({ min: 1, max: 30 }),
    interval: fc.integer({ min: 1, max: 40 }),
    most: fc.integer({ min: 1, max: 5 }),
    spare: fc.integer({ min: 0, max: 200 }),
  })
  .map(({ spare, ...c }) => ({ ...c, per: c.interval + spare }));

const sessions = (longest: number) =>
  fc
    .record({
      duration: fc.integer({ min: 1, max: longest }),
      gap: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: longest })),
      count: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ duration, gap, count }) => ({ duration, every: duration + gap, count }));

/** Orders that a prescriber could write: limit at least one dose, and above what the basal rate gives in its window. */
export const smallDelivery = (longest = 720): fc.Arbitrary<SmallDelivery> =>
  fc
    .record({
      basal: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 })),
      doseSteps: fc.integer({ min: 1, max: 40 }),
      lockout: fc.oneof(fc.constantFrom(5, 6, 8, 10, 15, 20, 45, 60), fc.integer({ min: 1, max: 90 })),
      window: fc.oneof(fc.constantFrom(60, 240, 720), fc.integer({ min: 1, max: 300 })),
      room: fc.integer({ min: 1, max: 400 }),
      limited: fc.boolean(),
      atLimit: fc.constantFrom<AtLimit | undefined>(
        undefined,
        undefined,
        { window: 'rolling', basal: 'not-known', demand: 'finished' },
        { window: 'rolling', basal: 'not-known', demand: 'cut' },
        { window: 'rolling', basal: 'stops', demand: 'finished' },
        { window: 'fixed', basal: 'stops', demand: 'cut' },
        { window: 'fixed', basal: 'not-known', demand: 'finished' },
      ),
      maxPerHour: fc.option(fc.integer({ min: 1, max: 8 }), { freq: 3 }),
      counts: seldom(
        fc.record({ count: fc.integer({ min: 1, max: 12 }), window: fc.integer({ min: 10, max: 400 }) }),
      ),
      nights: seldom(
        fc.record({
          rate: fc.integer({ min: 0, max: 3 }),
          from: fc.integer({ min: 0, max: 1439 }),
          lasts: fc.integer({ min: 1, max: 1439 }),
          clock: fc.integer({ min: 0, max: 1439 }),
        }),
      ),
      loading: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
      clinician: fc.option(clinician, { freq: 3 }),
      scheduled: fc.oneof(
        { arbitrary: fc.constant(null), weight: 3 },
        {
          arbitrary: fc.record({
            dose: fc.integer({ min: 1, max: 40 }),
            every: fc.integer({ min: 1, max: 200 }),
          }),
          weight: 1,
        },
      ),
      kvo: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 })),
      sessions: sessions(longest),
    })
    .map(({ basal, doseSteps, window, room, limited, kvo, nights, atLimit, ...rest }) => {
      // whole steps of the basal rate, so that the limit is reached at a whole minute
      const step = Math.max(1, basal);
      const demand = doseSteps * step;
      const night = nights && nights.rate !== basal ? nights : null;
      const amount = Math.max(demand, Math.max(basal, night?.rate ?? 0) * window + room * step);
      return {
        ...rest,
        basal,
        night,
        demand,
        limit: limited ? { amount, window } : null,
        // the pump runs at KVO only after a limit and, as on the CADD-Solis, only where a basal rate is set
        kvo: limited && basal > 0 && atLimit?.basal !== 'not-known' ? kvo : 0,
        ...(atLimit && { atLimit }),
      };
    });
