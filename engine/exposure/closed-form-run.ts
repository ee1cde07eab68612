import type { PcaDelivery } from './delivery.ts';
import {
  ceil,
  derive,
  floor,
  max,
  min,
  minus,
  named,
  nothing,
  number,
  over,
  plus,
  step,
  times,
  type Derivation,
  type Expr,
} from '../derivation/derivation.ts';
import { onceOf } from '../derivation/lazy.ts';
import { exact, ONE, ZERO, type Exact } from '../number/notation.ts';
import {
  add,
  compare,
  div,
  inBase,
  isZero,
  least,
  most,
  of,
  plain,
  quantity,
  scale,
  sub,
  type Mass,
  type Quantity,
  type Time,
} from '../number/quantity.ts';
import type { Train } from '../order/regimen/resolved.ts';
import { NUMBER, unit, type Dimension, type Unit } from '../number/units.ts';
import { WHOLE, type Binding } from './worst-case.ts';

const HOUR = quantity('1 h', 'time');
const DAY = quantity('24 h', 'time');
const isHour = (t: Time): boolean => compare(t, HOUR) === 0;

/** floor(w ÷ x) and the rest, exact. */
export function split(w: Time, x: Time): { k: Exact; rest: Time } {
  const k = div(w, x).amount.floor();
  return { k, rest: sub(w, scale(x, k)) };
}

const valueOf = <D extends Dimension>(e: Expr, u: Unit<D>): Quantity<D> => derive('', '', e, u, WHOLE).result;
/** An expression of a PCA's delivery as an amount in the unit of its demand dose, exact. */
export const amountOf = (d: PcaDelivery, e: Expr): Mass => valueOf(e, d.demand.unit);

/**
 * A bound on what fits into a stretch of running time. `whole`: the stretch is one piece. `cut`: it is what is left of
 * two sessions at both ends of a window, with the pump idle in between, and holds for every place of the cut.
 */
type Stretch = 'whole' | 'cut';
type Inside = (length: Time, stretch: Stretch) => Expr;

/** A quota that every rolling period keeps: whole periods hold the quota each, the rest no more than fits into it. */
function inPeriods(
  length: Time,
  stretch: Stretch,
  q: { period: Time; called: string; quota: (length: Time) => Expr; inside: Inside; unit: Unit },
): Expr {
  const { k, rest } = split(length, q.period);
  const full = q.quota(q.period);
  const wholes = k.n === 0n ? null : times(named(q.called, plain(k)), full);
  const join = (inRest: Expr | null) =>
    wholes && inRest ? plus(wholes, inRest) : (wholes ?? inRest ?? number(0n));
  if (stretch === 'whole') return join(isZero(rest) ? null : min(q.quota(rest), q.inside(rest, 'whole')));
  // Two pieces have as many whole periods as one, and each its own rest; or one whole period fewer and longer rests.
  const shortRests = isZero(rest) ? null : min(times(number('2'), full), q.inside(rest, 'cut'));
  if (!wholes) return join(shortRests);
  const longRests = min(full, minus(q.inside(add(rest, q.period), 'cut'), full));
  const other = shortRests ?? named('nothing', nothing(q.unit));
  return join(compare(valueOf(longRests, q.unit), valueOf(other, q.unit)) > 0 ? longRests : shortRests);
}

/** Spaced at least `interval` apart: ceil(length ÷ interval), and one more where the stretch is cut in two. */
const spaced =
  (interval: Time, called: string): Inside =>
  (length, stretch) => {
    const fits = ceil(over(named('window', length), named(called, interval)));
    return stretch === 'whole' ? fits : plus(fits, named('one at the cut', plain(ONE)));
  };

/** PCA doses that fit: by the lockout, and no more than each limit on their number allows. */
function doses(d: PcaDelivery, length: Time, stretch: Stretch): Expr {
  const byLockout = spaced(d.lockout, 'lockout');
  const free = byLockout(length, stretch);
  const counted = d.doseLimits.map(({ count, window }) => {
    const perHour = isHour(window);
    return inPeriods(length, stretch, {
      period: window,
      called: perHour ? 'whole hours' : 'whole windows of the dose limit',
      quota: () => named(perHour ? 'max doses per hour' : 'doses in its window', plain(count)),
      inside: byLockout,
      unit: NUMBER,
    });
  });
  return counted.length === 0 ? free : min(free, ...counted);
}

/** What a basal rate gives in a stretch: day and night by the clock, the night as much inside it as can be. */
function background(d: PcaDelivery, length: Time, stretch: Stretch): Expr {
  const all = times(named('basal rate', d.basal), named('window', length));
  if (!d.dayNight || stretch === 'cut') return all;
  const { day, night, nightLasts } = d.dayNight;
  const nightIsHigher = compare(night, day) > 0;
  const [low, high] = nightIsHigher ? [day, night] : [night, day];
  const lasts = nightIsHigher ? nightLasts : sub(DAY, nightLasts);
  const { k, rest } = split(length, DAY);
  const inIt = add(scale(lasts, k), least(rest, lasts));
  const [lower, higher] = nightIsHigher ? ['day rate', 'night'] : ['night rate', 'day'];
  return plus(
    times(named(lower, low), named('window', length)),
    times(named(`${higher} rate above it`, sub(high, low)), named(`${higher} in the window at most`, inIt)),
  );
}

/** Background and PCA doses, with no limit in the way. Above the basal rate, KVO after the limit is the background. */
function open(d: PcaDelivery, length: Time, stretch: Stretch, withKvo: boolean): Expr {
  const boluses = times(doses(d, length, stretch), named('demand dose', d.demand));
  const kvo = withKvo && compare(d.kvoAtLimit, d.basal) > 0;
  if (kvo)
    return plus(times(named('KVO, above the basal rate', d.kvoAtLimit), named('window', length)), boluses);
  if (isZero(d.basal)) return boluses;
  // with KVO above the lower of two rates the higher one stands for both
  const flowing = withKvo && !isZero(d.kvoAtLimit) ? { ...d, dayNight: null } : d;
  return plus(background(flowing, length, stretch), boluses);
}

/**
 * When the limit is reached by a patient who presses at once and as often as the lockout lets, from an empty window.
 * In: the delivery. Out: the time from the start; null if there is no limit or it is never reached.
 */
export const timeToLimit = (d: PcaDelivery): Time | null => (d.limit ? reachedAfter(d) : null);

// each window of a delivery asks for it, more than once
const reachedAfter = onceOf((d: PcaDelivery): Time | null => {
  if (!d.limit) return null;
  const pressed = amountOf(d, open(d, d.limit.window, 'whole', false));
  const order = compare(pressed, d.limit.amount);
  // doses that use the limit up to the last leave the pump at KVO, where it has one without a basal rate
  const usedUp = order === 0 && isZero(d.basal) && !isZero(d.kvoAtLimit);
  if (order < 0 || (order === 0 && !usedUp)) return null;
  const [b, h, r, l] = [inBase(d.demand), inBase(d.limit.amount), inBase(d.basal), inBase(d.lockout)];
  const perCycle = r.mul(l).add(b);
  const j = h.sub(b).div(perCycle).ceil();
  const atDose = j.s < 0n ? ZERO : j.mul(l);
  const byBasal = r.n === 0n || j.n === 0n ? null : h.sub(j.mul(b)).div(r);
  const hours = byBasal !== null && byBasal.s >= 0n && byBasal.compare(atDose) < 0 ? byBasal : atDose;
  return of(hours, unit('h', 'time'));
});

/** What the limit holds of drug in one window of its own, at most: a dose begun below it may be finished beyond it. */
export function mostCounted(d: PcaDelivery, limit: NonNullable<PcaDelivery['limit']>): Expr {
  const amount = named('limit', limit.amount);
  if (limit.atLimit.demand !== 'finished') return amount;
  const dose = named('demand dose', d.demand);
  return isZero(d.basal) ? times(ceil(over(amount, dose)), dose) : plus(amount, dose);
}

/**
 * PCA doses that a limit leaves room for while the basal rate runs on and is counted: most of them at once after the start,
 * before the basal rate has filled the window; in every later window what the whole basal rate leaves.
 */
function besideBasal(
  d: PcaDelivery,
  limit: NonNullable<PcaDelivery['limit']>,
): { readonly first: Expr; readonly later: Expr } {
  const rate = d.dayNight ? least(d.dayNight.day, d.dayNight.night) : d.basal;
  const [amount, dose] = [named('limit', limit.amount), named('demand dose', d.demand)];
  const basal = named(d.dayNight ? 'lower basal rate' : 'basal rate', rate);
  const beforeNext = times(basal, named('lockout', d.lockout));
  const cycles = over(amount, isZero(rate) ? dose : plus(dose, beforeNext));
  const full = times(basal, named('limit window', limit.window));
  const left = sub(limit.amount, amountOf(d, full));
  const room = isZero(rate) ? amount : minus(amount, full);
  const nothingLeft = compare(left, of(ZERO, left.unit)) <= 0;
  if (limit.atLimit.demand === 'finished')
    return {
      first: times(ceil(cycles), dose),
      later: nothingLeft ? named('nothing', of(ZERO, d.demand.unit)) : times(ceil(over(room, dose)), dose),
    };
  return {
    first: isZero(rate)
      ? amount
      : min(times(ceil(cycles), dose), minus(amount, times(floor(cycles), beforeNext))),
    later: nothingLeft ? named('nothing', of(ZERO, d.demand.unit)) : room,
  };
}

/** A stretch of running time on a pump that stops nothing but doses at its limit. */
function runsOn(
  d: PcaDelivery,
  limit: NonNullable<PcaDelivery['limit']>,
  length: Time,
  stretch: Stretch,
): Expr {
  const { first, later } = besideBasal(d, limit);
  const { k, rest } = split(length, limit.window);
  const more = (n: Exact): Expr[] =>
    n.n === 0n ? [] : [times(named('later limit windows', plain(n)), later)];
  const inRest = isZero(rest)
    ? []
    : [min(later, times(doses(d, rest, 'whole'), named('demand dose', d.demand)))];
  const parts =
    stretch === 'cut'
      ? [times(number('2'), first), ...more(isZero(rest) ? k.sub(ONE) : k)]
      : k.n === 0n
        ? [first]
        : [first, ...more(k.sub(ONE)), ...inRest];
  const pressed = parts.reduce(plus);
  return isZero(d.basal) ? pressed : plus(background(d, length, stretch), pressed);
}

/** How many windows of a limit that does not roll can meet in a stretch: they begin whenever the pump's clock begins them. */
export function limitWindows(limit: NonNullable<PcaDelivery['limit']>, length: Time, stretch: Stretch): Expr {
  const fit = ceil(over(named('window', length), named('limit window', limit.window)));
  const more = stretch === 'whole' ? ONE : exact('3');
  return plus(fit, named('more, begun before it or cut', plain(more)));
}

/** A stretch on a pump whose limit window does not roll: each window that it meets may hold all that the limit lets through. */
function inFixedWindows(
  d: PcaDelivery,
  limit: NonNullable<PcaDelivery['limit']>,
  at: { length: Time; stretch: Stretch; remembers: boolean; reached: Time },
): Expr {
  const meets = limitWindows(limit, at.length, at.stretch);
  const counted = times(meets, mostCounted(d, limit));
  const running = scale(at.reached, valueOf(meets, NUMBER).amount);
  const idle =
    at.stretch === 'cut' || idlesThroughout(d, limit, at.remembers)
      ? at.length
      : most(sub(at.length, running), nothing<'time'>(at.length.unit));
  const stops =
    isZero(d.kvoAtLimit) || isZero(idle)
      ? counted
      : plus(counted, times(named('KVO after the limit', d.kvoAtLimit), named('time at the limit', idle)));
  if (limit.atLimit.basal === 'stops') return stops;
  const pressed = times(meets, besideBasal(d, limit).first);
  return max(isZero(d.basal) ? pressed : plus(background(d, at.length, at.stretch), pressed), stops);
}

/** Whether a window may be at the limit, and at KVO, from its start on. */
const idlesThroughout = (
  d: PcaDelivery,
  limit: NonNullable<PcaDelivery['limit']>,
  remembers: boolean,
): boolean =>
  remembers ||
  compare(d.kvoAtLimit, d.basal) > 0 ||
  limit.atLimit.demand === 'finished' ||
  d.dayNight !== null;

export interface Run {
  readonly expr: Expr;
  readonly kind: 'exact' | 'bound';
  readonly binding: Binding;
}

/**
 * Worst amount inside a stretch of running time, limit and KVO included, boluses outside the limit left out.
 * `remembers`: another session ended so shortly before that the limit may be used up from the start.
 */
export function runOf(d: PcaDelivery, length: Time, stretch: Stretch, remembers: boolean): Run {
  const reached = timeToLimit(d);
  const free = open(d, length, stretch, reached !== null);
  const fit = (x: PcaDelivery) => valueOf(doses(x, length, stretch), NUMBER);
  const capped = d.doseLimits.length > 0 && compare(fit(d), fit({ ...d, doseLimits: [] })) < 0;
  const counts = d.doseLimits.some((x) => !isHour(x.window)) ? 'dose-limit' : 'max-doses-per-hour';
  const binding = capped ? counts : 'lockout';
  // two limits on the number of doses need not be used up by the same way of pressing
  const kind = stretch === 'whole' && d.doseLimits.length < 2 ? 'exact' : 'bound';
  if (!d.limit || reached === null) return { expr: free, kind, binding };
  const { window, atLimit: behaviour } = d.limit;
  if (behaviour.window === 'fixed') {
    const fixed = inFixedWindows(d, d.limit, { length, stretch, remembers, reached });
    const binds = compare(amountOf(d, fixed), amountOf(d, free)) < 0;
    const before = compare(length, reached) <= 0 && compare(d.kvoAtLimit, d.basal) <= 0;
    return {
      expr: min(free, fixed),
      kind: kind === 'exact' && before ? 'exact' : 'bound',
      binding: binds ? 'limit' : binding,
    };
  }
  const stops = stopsAt(d, d.limit, { length, stretch, remembers, reached });
  // a basal rate that stands still now and then leaves room for more doses later: neither way is always the worse one
  const on = behaviour.basal === 'stops' ? null : runsOn(d, d.limit, length, stretch);
  const limited = on ? max(on, stops) : stops;
  const fromStart = on === null || compare(amountOf(d, on), amountOf(d, stops)) >= 0;
  const binds = compare(amountOf(d, limited), amountOf(d, free)) < 0;
  const within = compare(length, window) < 0 && stretch === 'whole' && behaviour.basal === 'stops';
  return {
    expr: within ? limited : min(free, limited),
    kind: kind === 'exact' && attained(d, d.limit, length, reached, capped || !fromStart) ? 'exact' : 'bound',
    binding: binds ? 'limit' : binding,
  };
}

/** A stretch of running time on a pump that stands still, or runs at KVO, at its limit. */
function stopsAt(
  d: PcaDelivery,
  limit: NonNullable<PcaDelivery['limit']>,
  at: { length: Time; stretch: Stretch; remembers: boolean; reached: Time },
): Expr {
  const throughout = idlesThroughout(d, limit, at.remembers);
  const atLimit = (t: Time): Time =>
    throughout ? t : compare(t, at.reached) > 0 ? sub(t, at.reached) : nothing<'time'>(t.unit);
  const quota = (t: Time): Expr => {
    const idle = atLimit(t);
    const counted = mostCounted(d, limit);
    if (isZero(d.kvoAtLimit) || isZero(idle)) return counted;
    return plus(counted, times(named('KVO after the limit', d.kvoAtLimit), named('time at the limit', idle)));
  };
  return inPeriods(at.length, at.stretch, {
    period: limit.window,
    called: 'whole limit windows',
    quota,
    inside: (t, s) => open(d, t, s, true),
    unit: d.demand.unit,
  });
}

/**
 * A limited run really gives the closed form while it is not yet limited, in its first limit window, and after that only
 * if the pattern repeats with the window: the lockout after the last dose must end inside it.
 */
function attained(
  d: PcaDelivery,
  { window, atLimit }: NonNullable<PcaDelivery['limit']>,
  length: Time,
  reached: Time,
  capped: boolean,
): boolean {
  if (compare(d.kvoAtLimit, d.basal) > 0) return false;
  if (compare(length, reached) <= 0) return true;
  if (capped || d.doseLimits.length > 0) return false;
  if (atLimit.basal === 'not-known') return compare(length, window) <= 0 && !d.dayNight;
  if (atLimit.demand === 'finished') return false;
  if (compare(length, window) <= 0) return true;
  const doseCount = div(reached, d.lockout).amount.floor().add(ONE);
  return compare(scale(d.lockout, doseCount), window) <= 0;
}

/** Boluses by the clinician: outside the pump's limit, spaced by their interval, as many as the order allows. */
export function clinicianIn(t: Train, length: Time, stretch: Stretch): Expr {
  const byInterval = spaced(t.interval, 'clinician interval');
  const quota = () => named('most clinician boluses', plain(t.most));
  const byCount = { period: t.per, called: 'whole periods', quota, inside: byInterval, unit: NUMBER };
  const allowed = min(byInterval(length, stretch), inPeriods(length, stretch, byCount));
  return times(allowed, named('clinician bolus', t.dose));
}

/** PCA doses that the limit leaves room for in its own window, and how far apart they are on average. */
export function dosesUnderLimit(
  d: PcaDelivery,
): { doses: Derivation<''>; spacing: Derivation<'time'> } | null {
  if (!d.limit) return null;
  const room = minus(
    named('limit', d.limit.amount),
    times(named('basal rate', d.basal), named('limit window', d.limit.window)),
  );
  const fit = derive(
    'doses-under-limit',
    'PCA doses under the limit',
    floor(over(room, named('demand dose', d.demand))),
    NUMBER,
    WHOLE,
  );
  if (isZero(fit.result)) return null;
  const spacing = derive(
    'dose-spacing',
    'one dose per, on average',
    over(named('limit window', d.limit.window), step(fit)),
    unit('min', 'time'),
    WHOLE,
  );
  return { doses: fit, spacing };
}
