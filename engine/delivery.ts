import type { Derivation } from './derivation.ts';
import { exact, ONE, ZERO } from './notation.ts';
import {
  add,
  compare,
  div,
  inBase,
  isZero,
  of,
  scale,
  to,
  type Mass,
  type MassRate,
  type Time,
} from './quantity.ts';
import type { DayNight, DoseLimit, PlannedDose, Regimen, Train } from './regimen/resolved.ts';
import type { Schedule } from './regimen/sessions.ts';
import { unit } from './units.ts';

type Repeats = Pick<Schedule, 'duration' | 'every' | 'count'>;

/** What a pump gives at most where the patient triggers doses: the input of both the closed form and the simulation. */
export interface PcaDelivery {
  readonly kind: 'pca';
  readonly demand: Mass;
  readonly lockout: Time;
  /** the higher of day and night, where they differ */
  readonly basal: MassRate;
  readonly dayNight: (DayNight & { readonly clockAtStart: Time }) | null;
  readonly limit: { readonly amount: Mass; readonly window: Time } | null;
  readonly doseLimits: readonly DoseLimit[];
  /** outside the limit, once at the first start */
  readonly loading: Mass | null;
  /** outside the limit, as often as the order allows */
  readonly clinician: Train | null;
  /** drug per time that still flows at the limit, on top of what the limit counts */
  readonly kvoAtLimit: MassRate;
  readonly sessions: Repeats;
}

/** A stretch of even flow, from the start of a session. `dose`: the flow is one whole dose, counted as such. */
export interface Flowing {
  readonly name: string;
  readonly from: Time;
  readonly to: Time;
  readonly rate: MassRate;
  readonly dose: Mass | null;
}

/** What a pump gives by the clock alone: a step function of one session, the same in each. */
export interface PlannedDelivery {
  readonly kind: 'planned';
  readonly flows: readonly Flowing[];
  /** given at once, from the start of a session */
  readonly doses: readonly { readonly at: Time; readonly amount: Mass }[];
  /** once at the first start */
  readonly loading: Mass | null;
  readonly sessions: Repeats;
  readonly massUnit: Mass['unit'];
}

export type Delivery = PcaDelivery | PlannedDelivery;

/** What the pump adds to or keeps from a regimen. */
export interface PumpSide {
  readonly holdsLimit: boolean;
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
    limit: pump.holdsLimit ? r.limit : null,
    doseLimits: r.doseLimits.filter(pump.holds),
    loading: r.loading,
    clinician: r.clinician,
    kvoAtLimit: pump.kvoAtLimit.result,
    sessions,
  };
}

const start: Time = of(ZERO, unit('min', 'time'));

function planOf(r: Regimen, sessions: Schedule): PlannedDelivery {
  const common = { kind: 'planned', loading: r.loading, sessions, massUnit: unitOf(r) } as const;
  if (r.dose) return { ...common, ...byTheClock(r.dose, sessions.duration) };
  if (r.taper.length > 0) {
    let from = start;
    const flows = r.taper.map(({ rate, lasts }, i): Flowing => {
      const until = add(from, lasts);
      const flow = { name: `step ${i + 1}`, from, to: until, rate, dose: null };
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

/** Doses at their interval from the session's start, and KVO in between. */
function byTheClock(dose: PlannedDose, session: Time): Pick<PlannedDelivery, 'flows' | 'doses'> {
  const { amount, over, every, kvo } = dose;
  const end = to(session, 'min');
  const count = div(session, every).amount.ceil();
  const starts = Array.from({ length: parseInt(count.n.toString(), 10) }, (_, i) =>
    scale(every, exact(BigInt(i))),
  );
  const length = over ?? start;
  const flows = starts.flatMap((from): Flowing[] => {
    const done = add(from, length);
    const next = add(from, every);
    const until = compare(next, end) < 0 ? next : end;
    const rate = over === null ? null : of(div(amount, over).amount.div(kvo.unit.factor), kvo.unit);
    return [
      ...(rate ? [{ name: 'dose', from, to: done, rate, dose: amount }] : []),
      ...(isZero(kvo) || compare(until, done) <= 0
        ? []
        : [{ name: 'KVO between doses', from: done, to: until, rate: kvo, dose: null }]),
    ];
  });
  return { flows, doses: over === null ? starts.map((at) => ({ at, amount })) : [] };
}
