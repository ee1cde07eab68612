import type { Derivation } from '../derivation/derivation.ts';
import { ONE, ZERO } from '../number/notation.ts';
import {
  add,
  inBase,
  isZero,
  of,
  scale,
  to,
  type Mass,
  type MassRate,
  type Time,
} from '../number/quantity.ts';
import type { DayNight, DoseLimit, Regimen, Train } from '../order/regimen/resolved.ts';
import type { Schedule } from '../order/regimen/sessions.ts';
import { unit } from '../number/units.ts';
import type { AtLimit } from '../pumps/pump.ts';

type Repeats = Pick<Schedule, 'duration' | 'every' | 'count'>;

/** A pump that stands still at its limit and cuts the dose that would pass it: no more than the limit in its window. */
export const KEEPS_ITS_LIMIT: AtLimit = { window: 'rolling', basal: 'stops', demand: 'cut' };

/** What a pump gives at most where the patient triggers doses: the input of both the closed form and the simulation. */
export interface PcaDelivery {
  readonly kind: 'pca';
  readonly demand: Mass;
  readonly lockout: Time;
  /** the higher of day and night, where they differ */
  readonly basal: MassRate;
  readonly dayNight: (DayNight & { readonly clockAtStart: Time }) | null;
  readonly limit: { readonly amount: Mass; readonly window: Time; readonly atLimit: AtLimit } | null;
  readonly doseLimits: readonly DoseLimit[];
  /** outside the limit, once at the first start */
  readonly loading: Mass | null;
  /** outside the limit, as often as the order allows */
  readonly clinician: Train | null;
  /** by the clock from the start of each session, at once; no source says that a limit counts it */
  readonly scheduled: { readonly amount: Mass; readonly every: Time } | null;
  /** drug per time that still flows at the limit, on top of what the limit counts */
  readonly kvoAtLimit: MassRate;
  readonly sessions: Repeats;
}

/**
 * The same on a pump whose limit window does not roll. In: what a pump gives. Out: it with a fixed window; null where the
 * sources do not leave open whether the window rolls.
 */
export function withFixedWindow(d: Delivery): PcaDelivery | null {
  if (d.kind !== 'pca' || d.limit?.atLimit.window !== 'not-stated') return null;
  return { ...d, limit: { ...d.limit, atLimit: { ...d.limit.atLimit, window: 'fixed' } } };
}

/** A stretch of even flow, from the start of a session. `dose`: the flow is one whole dose, counted as such. */
export interface Flowing {
  readonly name: string;
  readonly from: Time;
  readonly to: Time;
  readonly rate: MassRate;
  readonly dose: Mass | null;
}

/** The same dose again and again from the start of each session, and what flows in between. */
export interface RepeatedDelivery {
  readonly kind: 'repeated';
  readonly amount: Mass;
  /** null: at once */
  readonly over: Time | null;
  /** from the start of a dose to the start of the next */
  readonly every: Time;
  /** zero where nothing flows between two doses */
  readonly kvo: MassRate;
  /** once at the first start */
  readonly loading: Mass | null;
  readonly sessions: Repeats;
}

/** What a pump gives by the clock alone: a step function of one session, the same in each. */
export interface PlannedDelivery {
  readonly kind: 'planned';
  readonly flows: readonly Flowing[];
  /** given at once, from the start of a session */
  readonly doses: readonly { readonly at: Time; readonly amount: Mass }[];
  /** once at the first start */
  readonly loading: Mass | null;
  /** by hand, as often as the order allows */
  readonly clinician: Train | null;
  readonly sessions: Repeats;
  readonly massUnit: Mass['unit'];
}

export type Delivery = PcaDelivery | RepeatedDelivery | PlannedDelivery;

/** What the pump adds to or keeps from a regimen. */
interface PumpSide {
  /** what it does at a limit that it holds; null: it holds none */
  readonly atLimit: AtLimit | null;
  readonly holds: (limit: DoseLimit) => boolean;
  readonly kvoAtLimit: Derivation<'mass/time'>;
  /** the pump's clock at the first start, in minutes after midnight */
  readonly clockAtStart: Time;
}

/** A patient dose and the highest rate as they reach the patient at most: an elastomeric device gives more than nominal. */
export function highestOf(r: Regimen): { readonly demand: Mass | null; readonly basal: MassRate } {
  const more = r.tolerance === null ? ONE : ONE.add(inBase(r.tolerance));
  return { demand: r.demand && scale(r.demand, more), basal: scale(r.basal, more) };
}

/**
 * What the patient gets of a regimen at most. In: the regimen in exact amounts, the sessions, and what the pump holds.
 * Out: as ordered, which is never less than as programmed, since each field goes down to the grid; a limit that the pump
 * can not hold protects nobody and is left out; an elastomeric device gives its nominal flow and its tolerance on top.
 */
export function deliveryOf(r: Regimen, sessions: Schedule, pump: PumpSide): Delivery {
  const { demand, basal } = highestOf(r);
  if (demand === null || r.lockout === null) return planOf({ ...r, basal }, sessions);
  return {
    kind: 'pca',
    demand,
    lockout: r.lockout,
    basal,
    dayNight: r.dayNight && { ...r.dayNight, clockAtStart: pump.clockAtStart },
    limit: r.limit && pump.atLimit && { ...r.limit, atLimit: pump.atLimit },
    doseLimits: r.doseLimits.filter(pump.holds),
    loading: r.loading,
    clinician: r.clinician,
    scheduled: r.dose && { amount: r.dose.amount, every: r.dose.every },
    kvoAtLimit: pump.kvoAtLimit.result,
    sessions,
  };
}

const start: Time = of(ZERO, unit('min', 'time'));

function planOf(r: Regimen, sessions: Schedule): RepeatedDelivery | PlannedDelivery {
  if (r.dose) return { kind: 'repeated', ...r.dose, loading: r.loading, sessions };
  const { loading, clinician } = r;
  const common = { kind: 'planned', loading, clinician, sessions, massUnit: unitOf(r) } as const;
  if (r.taper.length > 0) {
    let from = start;
    const flows = r.taper.map(({ name, rate, lasts }): Flowing => {
      const until = add(from, lasts);
      const flow = { name, from, to: until, rate, dose: null };
      from = until;
      return flow;
    });
    return { ...common, flows, doses: [] };
  }
  const whole = {
    name: r.basalName,
    from: start,
    to: to(sessions.duration, 'min'),
    rate: r.basal,
    dose: null,
  };
  return { ...common, flows: isZero(r.basal) ? [] : [whole], doses: [] };
}

const unitOf = (r: Regimen): Mass['unit'] => unit(r.basal.unit.code.replace('/h', ''), 'mass');
