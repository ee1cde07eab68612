import { withFixedWindow, type PcaDelivery, type RepeatedDelivery } from './delivery.ts';
import { worstOfRepeat } from './closed-form-repeat.ts';
import { gapOf, placings, seamless, type Placings } from './placings.ts';
import {
  ceil,
  derive,
  named,
  nothing,
  over,
  plus,
  step,
  times,
  type Derivation,
  type Expr,
} from '../derivation/derivation.ts';
import {
  amountOf,
  clinicianIn,
  limitWindows,
  mostCounted,
  runOf,
  split,
  timeToLimit,
  type Run,
} from './closed-form-run.ts';
import { lazyFields } from '../derivation/lazy.ts';
import { ONE, ZERO, type Exact } from '../number/notation.ts';
import {
  add,
  compare,
  isZero,
  least,
  most,
  of,
  plain,
  scale,
  div,
  type Mass,
  type Time,
} from '../number/quantity.ts';
import { fixedName, WHOLE, worstId, worstName, type Worst } from './worst-case.ts';

interface Total {
  readonly expr: Expr;
  readonly steps: readonly Derivation[];
  readonly runs: readonly Run[];
}

/** The limit is kept over the clock, gaps between sessions included: so many limits begin in a window, and KVO for all its running time. */
function byTheClock(d: PcaDelivery, window: Time, [first]: Placings): Expr | null {
  if (!d.limit || d.limit.atLimit.basal === 'not-known' || d.sessions.count.compare(ONE) === 0) return null;
  const limits =
    d.limit.atLimit.window === 'fixed'
      ? limitWindows(d.limit, window, 'whole')
      : ceil(over(named('window', window), named('limit window', d.limit.window)));
  const counted = times(limits, mostCounted(d, d.limit));
  if (isZero(d.kvoAtLimit) || timeToLimit(d) === null) return counted;
  const running = add(scale(d.sessions.duration, first.whole), first.rest);
  return plus(counted, times(named('KVO after the limit', d.kvoAtLimit), named('running time', running)));
}

/** What one placing gives: whole sessions, the stretch, clinician boluses in both, the loading dose once. */
function totalOf(d: PcaDelivery, p: Placings[number], remembers: boolean, clock: Expr | null): Total {
  const [pump, besides]: [Expr[], Expr[]] = [[], []];
  const steps: Derivation[] = [];
  const runs: Run[] = [];
  const { duration } = d.sessions;
  if (p.whole.n > 0n) {
    const session = runOf(d, duration, 'whole', remembers);
    const one = derive('session-worst', 'worst case of a session', session.expr, d.demand.unit, WHOLE);
    const wholes = named('whole sessions', plain(p.whole));
    runs.push(session);
    steps.push(one);
    pump.push(times(wholes, step(one)));
    if (d.clinician) besides.push(times(wholes, clinicianIn(d.clinician, duration, 'whole')));
  }
  if (!isZero(p.rest)) {
    const run = runOf(d, p.rest, p.stretch, remembers);
    runs.push(run);
    pump.push(run.expr);
    if (d.clinician) besides.push(clinicianIn(d.clinician, p.rest, p.stretch));
  }
  if (d.loading) besides.push(named('loading dose', d.loading));
  const given = sum(pump, d);
  if (!clock || compare(amountOf(d, clock), amountOf(d, given)) >= 0)
    return { expr: sum([...pump, ...besides], d), steps, runs };
  const limited: Run = { expr: clock, kind: 'bound', binding: 'limit' };
  return { expr: sum([clock, ...besides], d), steps: [], runs: [limited] };
}

const sum = ([first, ...others]: readonly Expr[], d: PcaDelivery): Expr =>
  others.reduce(plus, first ?? named('nothing', nothing<'mass'>(d.demand.unit)));

function worstTotal(d: PcaDelivery, window: Time, places: Placings, remembers: boolean): Total {
  const clock = byTheClock(d, window, places);
  const [first, ...others] = places;
  return others
    .map((p) => totalOf(d, p, remembers, clock))
    .reduce(
      (a, b) => (compare(amountOf(d, b.expr), amountOf(d, a.expr)) > 0 ? b : a),
      totalOf(d, first, remembers, clock),
    );
}

/**
 * The most a patient can receive of a PCA in any window, in closed form: whenever the patient presses, and wherever the
 * window begins. In: the delivery and the window. Out: exact amount with derivation, whether the patient who presses at
 * once gets just that (`exact`) or it is an upper bound, and what binds. Boluses outside the pump's limit are added.
 */
export function worstOfPca(d: PcaDelivery, window: Time): Worst {
  const pressed = worstOfPressed(d, window);
  return d.scheduled ? withScheduled(d, d.scheduled, pressed) : pressed;
}

/** What flows and is pressed: the basal rate, the patient's doses, and boluses by hand. */
function worstOfPressed(ordered: PcaDelivery, window: Time): Worst {
  const sessions = seamless(ordered.sessions);
  // where nothing is joined it stays the same delivery, of which is known when it reaches its limit
  const d = sessions === ordered.sessions ? ordered : { ...ordered, sessions };
  const gap = gapOf(d.sessions);
  const several = d.sessions.count.compare(ONE) > 0;
  const remembers = several && d.limit !== null && compare(gap, d.limit.window) < 0;
  const places = placings(d.sessions, window);
  const total = worstTotal(d, window, places, remembers);
  const amount = derive(worstId(window), worstName(window), total.expr, d.demand.unit, WHOLE);
  const worst = {
    window,
    amount,
    kind: isExact(d, places, total, remembers) ? ('exact' as const) : ('bound' as const),
    binding: total.runs.find((r) => r.binding !== 'lockout')?.binding ?? ('lockout' as const),
    steps: total.steps,
  };
  return fewAsk(worst, { d, window, places, amount });
}

/**
 * With boluses by the clock, which nothing that the patient does puts off: the most of them is added to the most of the
 * rest. A pump may lock a patient dose after such a bolus; that it does not gives never less.
 */
function withScheduled(
  d: PcaDelivery,
  { amount, every }: NonNullable<PcaDelivery['scheduled']>,
  pressed: Worst,
): Worst {
  const { window } = pressed;
  const clock: RepeatedDelivery = {
    kind: 'repeated',
    amount,
    over: null,
    every,
    kvo: of(ZERO, d.basal.unit),
    loading: null,
    sessions: d.sessions,
  };
  const byClock = worstOfRepeat(clock, window);
  const [rest, doses] = [
    {
      ...pressed.amount,
      id: `${pressed.amount.id}-pressed`,
      name: `what flows and is pressed, ${pressed.amount.name}`,
    },
    {
      ...byClock.amount,
      id: `${byClock.amount.id}-scheduled`,
      name: `scheduled boluses, ${byClock.amount.name}`,
    },
  ];
  const total = derive(worstId(window), worstName(window), plus(step(rest), step(doses)), amount.unit, WHOLE);
  const fromStart = scale(amount, dosesFromStart(d.sessions, every, window));
  return {
    window,
    amount: total,
    kind: pressed.kind === 'exact' && compare(fromStart, doses.result) === 0 ? 'exact' : 'bound',
    binding: pressed.binding,
    steps: [...pressed.steps, rest, doses],
    underLimit: pressed.underLimit,
    plusOneDose: oneMore(total, d.demand),
    ifFixed: worstIfFixed(d, window, total),
  };
}

/** Unknown means worst: the same on a pump whose limit window is fixed, where the sources leave open whether it is. */
function worstIfFixed(d: PcaDelivery, window: Time, rolling: Derivation<'mass'>): Derivation<'mass'> | null {
  const fixed = withFixedWindow(d);
  if (fixed === null) return null;
  const { amount } = worstOfPca(fixed, window);
  return compare(amount.result, rolling.result) > 0
    ? { ...amount, id: `${amount.id}-if-fixed`, name: fixedName(window) }
    : null;
}

/** Scheduled boluses in a window that begins with the first session. */
function dosesFromStart(
  { duration, every: between, count }: PcaDelivery['sessions'],
  every: Time,
  window: Time,
): Exact {
  const begun = (t: Time): Exact => div(least(t, duration), every).amount.ceil();
  const { k, rest } = count.compare(ONE) === 0 ? { k: ZERO, rest: window } : split(window, between);
  return k.compare(count) >= 0 ? begun(duration).mul(count) : begun(duration).mul(k).add(begun(rest));
}

const oneMore = (amount: Derivation<'mass'>, demand: Mass): Derivation<'mass'> =>
  derive(
    `${amount.id}-plus-one`,
    `${amount.name}, one more dose at its edge`,
    plus(step(amount), named('demand dose', demand)),
    demand.unit,
    WHOLE,
  );

const fewAsk = lazyFields({
  underLimit: ({ d, window, places, amount }: Asked): Mass => {
    if (d.loading === null && d.clinician === null && isZero(d.kvoAtLimit)) return amount.result;
    const counted = { ...d, loading: null, clinician: null, kvoAtLimit: of(ZERO, d.kvoAtLimit.unit) };
    return amountOf(d, worstTotal(counted, window, places, false).expr);
  },
  plusOneDose: ({ d, amount }: Asked): Derivation<'mass'> => oneMore(amount, d.demand),
  ifFixed: ({ d, window, amount }: Asked): Derivation<'mass'> | null => worstIfFixed(d, window, amount),
});

interface Asked {
  readonly d: PcaDelivery;
  readonly window: Time;
  readonly places: Placings;
  readonly amount: Derivation<'mass'>;
}

/** A first session from an empty pump gives the closed form; several do where the pump has forgotten in between. */
function isExact(d: PcaDelivery, [only, ...others]: Placings, total: Total, remembers: boolean): boolean {
  // by the clock the night may lie anywhere in a window; a run has it where it is
  if (d.dayNight) return false;
  if (others.length > 0 || total.runs.some((r) => r.kind === 'bound')) return false;
  if (only.whole.n === 0n) return !remembers || isZero(d.kvoAtLimit) || timeToLimit(d) === null;
  return compare(gapOf(d.sessions), memory(d)) >= 0;
}

/** How long the pump and the clinician's order remember: sessions closer than this influence each other. */
function memory(d: PcaDelivery): Time {
  return most(
    d.lockout,
    ...(d.limit ? [d.limit.window] : []),
    ...d.doseLimits.map((x) => x.window),
    ...(d.clinician ? [d.clinician.per, d.clinician.interval] : []),
  );
}
