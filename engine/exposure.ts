import {
  ceil,
  derive,
  floor,
  min,
  minus,
  named,
  nothing,
  over,
  plus,
  step,
  times,
  type Derivation,
  type Expr,
  type Source,
} from './derivation.ts';
import { ONE, ZERO, type Exact } from './notation.ts';
import {
  add as sum,
  compare,
  div,
  inBase,
  isZero,
  of,
  plain,
  quantity,
  quantityText,
  scale,
  sub,
  to,
  type Mass,
  type MassRate,
  type Time,
} from './quantity.ts';
import type { Schedule, Train } from './regimen.ts';
import { NUMBER, unit } from './units.ts';

/** What a pump gives at most, once programmed: the input of both the closed form and the simulation. */
export interface Delivery {
  readonly demand: Mass;
  readonly lockout: Time;
  readonly basal: MassRate;
  readonly limit: { readonly amount: Mass; readonly window: Time } | null;
  readonly maxDosesPerHour: Exact | null;
  /** outside the limit, once at the first start */
  readonly loading: Mass | null;
  /** outside the limit, as often as the order allows */
  readonly clinician: Train | null;
  /** drug per time that still flows at the limit, on top of what the limit counts */
  readonly kvoAtLimit: MassRate;
  readonly sessions: Pick<Schedule, 'duration' | 'every' | 'count'>;
}

export interface Worst {
  readonly window: Time;
  readonly amount: Derivation<'mass'>;
  /** of that, what the pump's own limit counts: without KVO after it and without boluses outside it */
  readonly underLimit: Mass;
  /** `exact`: the simulation must give the same; `bound`: it must not give more */
  readonly kind: 'exact' | 'bound';
  readonly binding: 'lockout' | 'limit' | 'max-doses-per-hour';
  /** with one more dose at the boundary, for a pump whose limit window is not known to roll (house rule, calculations.md 7) */
  readonly plusOneDose: Derivation<'mass'>;
  readonly steps: readonly Derivation[];
}

const WHOLE: Source = {
  id: 'CALC-7',
  title:
    'whole doses in a rolling window: ceil(window ÷ lockout), half-open; limit over its own rolling window; KVO after it (calculations.md 7, notes.md 4)',
};
const hour = quantity('1 h', 'time');

/** floor(w ÷ x) and the rest, exact. */
function split(w: Time, x: Time): { k: Exact; rest: Time } {
  const k = div(w, x).amount.floor();
  return { k, rest: sub(w, scale(x, k)) };
}

/** Doses that fit in `w`: whole ones, and no more than the hourly count allows. */
function doses(d: Delivery, w: Time): { expr: Expr; capped: boolean } {
  const fits = ceil(over(named('window', w), named('lockout', d.lockout)));
  if (d.maxDosesPerHour === null) return { expr: fits, capped: false };
  const { k, rest } = split(w, hour);
  const cap = d.maxDosesPerHour;
  const inRest = plain(div(rest, d.lockout).amount.ceil());
  const restDoses = inRest.amount.compare(cap) < 0 ? inRest.amount : cap;
  const allowed = plus(
    times(named('whole hours', plain(k)), named('max doses per hour', plain(cap))),
    named('doses in the rest', plain(restDoses)),
  );
  const lockoutDoses = div(w, d.lockout).amount.ceil();
  return { expr: min(fits, allowed), capped: k.mul(cap).add(restDoses).compare(lockoutDoses) < 0 };
}

/** basal × w + whole doses × demand, with no limit in the way. */
function free(d: Delivery, w: Time): { expr: Expr; capped: boolean } {
  const n = doses(d, w);
  const boluses = times(n.expr, named('demand dose', d.demand));
  return {
    expr: isZero(d.basal) ? boluses : plus(times(named('basal rate', d.basal), named('window', w)), boluses),
    capped: n.capped,
  };
}

const massUnit = (d: Delivery) => d.demand.unit;
const amountOf = (d: Delivery, e: Expr): Mass => derive('', '', e, massUnit(d), WHOLE).result;

/** When the limit is reached by a patient who presses at once and as often as the lockout lets, from an empty window. */
export function timeToLimit(d: Delivery): Time | null {
  if (!d.limit || compare(amountOf(d, free(d, d.limit.window).expr), d.limit.amount) <= 0) return null;
  const [b, h, r, l] = [inBase(d.demand), inBase(d.limit.amount), inBase(d.basal), inBase(d.lockout)];
  const perCycle = r.mul(l).add(b);
  const j = h.sub(b).div(perCycle).ceil();
  const atDose = j.s < 0n ? ZERO : j.mul(l);
  const byBasal = r.n === 0n || j.n === 0n ? null : h.sub(j.mul(b)).div(r);
  const hours = byBasal !== null && byBasal.s >= 0n && byBasal.compare(atDose) < 0 ? byBasal : atDose;
  return of(hours, unit('h', 'time'));
}

interface Part {
  readonly expr: Expr;
  readonly counted: Expr;
  readonly kind: Worst['kind'];
  readonly binding: Worst['binding'];
}

/** Worst amount inside one uninterrupted run of length `w`, limit and KVO included, boluses outside the limit left out. */
function run(d: Delivery, w: Time): Part {
  const open = free(d, w);
  const byLockout = open.capped ? 'max-doses-per-hour' : 'lockout';
  const hourly = d.maxDosesPerHour !== null && open.capped ? 'bound' : 'exact';
  const unlimited: Part = { expr: open.expr, counted: open.expr, kind: hourly, binding: byLockout };
  const reached = timeToLimit(d);
  if (!d.limit || reached === null) return unlimited;
  const { k, rest } = split(w, d.limit.window);
  const limit = named('limit', d.limit.amount);
  const inRest = isZero(rest) ? null : min(limit, free(d, rest).expr);
  const whole = k.n === 0n ? null : times(named('whole limit windows', plain(k)), limit);
  const capped = whole && inRest ? plus(whole, inRest) : (whole ?? inRest);
  if (!capped) return unlimited;
  const atLimit = kvoTime(d.limit.window, reached, k, rest);
  const base = k.n === 0n ? capped : min(open.expr, capped);
  const binds = compare(amountOf(d, capped), amountOf(d, open.expr)) < 0;
  if (!binds) return unlimited;
  const expr =
    isZero(d.kvoAtLimit) || isZero(atLimit)
      ? base
      : plus(base, times(named('KVO after the limit', d.kvoAtLimit), named('time at the limit', atLimit)));
  return {
    expr,
    counted: base,
    kind: exactAtLimit(d, reached, k) && hourly === 'exact' ? 'exact' : 'bound',
    binding: 'limit',
  };
}

function kvoTime(window: Time, reached: Time, k: Exact, rest: Time): Time {
  const each = sub(window, reached);
  const inRest = compare(rest, reached) > 0 ? sub(rest, reached) : nothing<'time'>(rest.unit);
  return of(scale(each, k).amount.add(to(inRest, each.unit).amount), each.unit);
}

/**
 * The closed form is exact at the limit if the pattern repeats with the limit's window (the lockout after the last dose
 * ends inside it) and KVO gives no more than the basal it replaces; otherwise it is an upper bound.
 */
function exactAtLimit(d: Delivery, reached: Time, k: Exact): boolean {
  if (!d.limit) return true;
  if (compare(d.kvoAtLimit, d.basal) > 0) return false;
  if (k.n === 0n) return true;
  const doseCount = div(reached, d.lockout).amount.floor().add(ONE);
  return compare(scale(d.lockout, doseCount), d.limit.window) <= 0;
}

/** Boluses by the clinician: outside the pump's limit, as many as the order allows in `w`. */
function clinicianIn(t: Train, w: Time): Expr {
  const { k, rest } = split(w, t.per);
  const inRest = isZero(rest) ? ZERO : div(rest, t.interval).amount.ceil();
  const restDoses = inRest.compare(t.most) < 0 ? inRest : t.most;
  const allowed = plus(
    times(named('whole periods', plain(k)), named('most per period', plain(t.most))),
    named('in the rest', plain(restDoses)),
  );
  return times(allowed, named('clinician bolus', t.dose));
}

/**
 * The most a patient can receive in any window of a given length, in closed form.
 * In: the delivery and the window. Out: exact amount with derivation, whether it is exact or an upper bound, and what
 * binds. Sessions shorter than the window are counted whole. Boluses outside the pump's limit are added.
 * Source: calculations.md 7 with the corrections of notes.md 4. Counterpart: `simulate`.
 */
export function worstIn(d: Delivery, window: Time): Worst {
  const { duration, every, count } = d.sessions;
  const single = count.compare(1n) === 0;
  const { k: cycles, rest } = single ? { k: ZERO, rest: window } : split(window, every);
  const whole = cycles.compare(count) < 0 ? cycles : count;
  const restRun =
    whole.compare(count) === 0 && !single
      ? nothing<'time'>(rest.unit)
      : compare(rest, duration) < 0
        ? rest
        : duration;
  const parts: Part[] = [];
  let counted = nothing<'mass'>(massUnit(d));
  const steps: Derivation[] = [];
  let expr: Expr | null = null;
  const add = (e: Expr) => {
    expr = expr === null ? e : plus(expr, e);
  };
  if (whole.n > 0n) {
    const session = run(d, duration);
    parts.push(session);
    counted = sum(counted, scale(amountOf(d, session.counted), whole));
    const one = derive('session-worst', 'worst case of a session', session.expr, massUnit(d), WHOLE);
    steps.push(one);
    add(times(named('whole sessions', plain(whole)), step(one)));
  }
  if (!isZero(restRun)) {
    const part = run(d, restRun);
    parts.push(part);
    counted = sum(counted, amountOf(d, part.counted));
    add(part.expr);
  }
  if (d.clinician) {
    const inSession =
      whole.n > 0n ? times(named('whole sessions', plain(whole)), clinicianIn(d.clinician, duration)) : null;
    if (inSession) add(inSession);
    if (!isZero(restRun)) add(clinicianIn(d.clinician, restRun));
  }
  if (d.loading) add(named('loading dose', d.loading));
  const label = `worst case in any ${windowText(window)}`;
  const amount = derive(
    `worst-${windowText(window).replace(' ', '-')}`,
    label,
    expr ?? named('nothing', nothing<'mass'>(massUnit(d))),
    massUnit(d),
    WHOLE,
  );
  const gapTooShort = !single && compare(sub(every, duration), memory(d)) < 0;
  const kind = gapTooShort || parts.some((p) => p.kind === 'bound') ? 'bound' : 'exact';
  const binding = parts.find((p) => p.binding !== 'lockout')?.binding ?? 'lockout';
  const stated = gapTooShort ? bounded(amount, d) : amount;
  const plusOneDose = derive(
    `${amount.id}-plus-one`,
    `${label}, one more dose at its edge`,
    plus(step(stated), named('demand dose', d.demand)),
    massUnit(d),
    WHOLE,
  );
  return { window, amount: stated, underLimit: counted, kind, binding, plusOneDose, steps };
}

/** How long the pump remembers: sessions closer than this influence each other. */
function memory(d: Delivery): Time {
  const windows = [
    d.lockout,
    ...(d.limit ? [d.limit.window] : []),
    ...(d.maxDosesPerHour ? [hour] : []),
    ...(d.clinician ? [d.clinician.per] : []),
  ];
  return windows.reduce((a, b) => (compare(b, a) > 0 ? b : a));
}

/** Sessions that follow each other within the pump's memory can share one dose at the seam: one more is counted. */
function bounded(amount: Derivation<'mass'>, d: Delivery): Derivation<'mass'> {
  return derive(
    amount.id,
    amount.name,
    plus(amount.expr, named('one dose at the seam of sessions', d.demand)),
    massUnit(d),
    WHOLE,
  );
}

export const windowText = (w: Time): string => quantityText(to(w, 'h'));

/** PCA doses that the limit leaves room for in its own window, and how far apart they are on average. */
export function dosesUnderLimit(d: Delivery): { doses: Derivation<''>; spacing: Derivation<'time'> } | null {
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
