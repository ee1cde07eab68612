import type { PcaDelivery } from './delivery.ts';
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
} from './derivation.ts';
import { amountOf, clinicianIn, runOf, split, timeToLimit, type Run } from './exposure-run.ts';
import { lazyFields } from './lazy.ts';
import { ONE, ZERO, type Exact } from './notation.ts';
import {
  add,
  compare,
  isZero,
  least,
  most,
  of,
  plain,
  scale,
  sub,
  type Mass,
  type Time,
} from './quantity.ts';
import { WHOLE, worstId, worstName, type Worst } from './worst.ts';

/** How a window can lie on the sessions: so many whole ones, and a stretch that is one piece or cut in two by gaps. */
interface Placing {
  readonly whole: Exact;
  readonly rest: Time;
  readonly stretch: 'whole' | 'cut';
}

type Placings = readonly [Placing, ...Placing[]];

const gapOf = ({ duration, every }: PcaDelivery['sessions']): Time => sub(every, duration);

/** Sessions without a gap between them are one session. */
function seamless(d: PcaDelivery): PcaDelivery {
  const { duration, every, count } = d.sessions;
  if (count.compare(ONE) === 0 || compare(every, duration) > 0) return d;
  const all = scale(duration, count);
  return { ...d, sessions: { duration: all, every: all, count: ONE } };
}

/**
 * The placings among which the worst is. A window no longer than the gap meets one session; one that spans them all holds
 * all; any other can begin inside a session, so that the doses before the gap and after it both begin afresh.
 */
function placings(s: PcaDelivery['sessions'], window: Time): Placings {
  const { duration, every, count } = s;
  const none = nothing<'time'>(window.unit);
  if (count.compare(ONE) === 0 || compare(window, gapOf(s)) <= 0)
    return [{ whole: ZERO, rest: least(window, duration), stretch: 'whole' }];
  if (compare(window, add(scale(every, count.sub(ONE)), duration)) >= 0)
    return [{ whole: count, rest: none, stretch: 'whole' }];
  const { k, rest } = split(window, every);
  const found: [Placing, ...Placing[]] = [{ whole: k, rest: least(rest, duration), stretch: 'whole' }];
  if (k.n > 0n && compare(rest, duration) < 0)
    found.push({ whole: k.sub(ONE), rest: add(duration, rest), stretch: 'cut' });
  const beyond = sub(add(duration, rest), every);
  if (compare(beyond, none) > 0 && k.add(2n).compare(count) <= 0)
    found.push({ whole: k, rest: beyond, stretch: 'cut' });
  return found;
}

interface Total {
  readonly expr: Expr;
  readonly steps: readonly Derivation[];
  readonly runs: readonly Run[];
}

/** The limit is kept over the clock, gaps between sessions included: so many limits begin in a window, and KVO for all its running time. */
function byTheClock(d: PcaDelivery, window: Time, [first]: Placings): Expr | null {
  if (!d.limit || d.sessions.count.compare(ONE) === 0) return null;
  const limits = ceil(over(named('window', window), named('limit window', d.limit.window)));
  const counted = times(limits, named('limit', d.limit.amount));
  if (isZero(d.kvoAtLimit) || timeToLimit(d) === null) return counted;
  const running = add(scale(d.sessions.duration, first.whole), first.rest);
  return plus(counted, times(named('KVO after the limit', d.kvoAtLimit), named('running time', running)));
}

/** What one placing gives: whole sessions, the stretch, clinician boluses in both, the loading dose once. */
function totalOf(d: PcaDelivery, p: Placing, remembers: boolean, clock: Expr | null): Total {
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
export function worstOfPca(ordered: PcaDelivery, window: Time): Worst {
  const d = seamless(ordered);
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

const fewAsk = lazyFields({
  underLimit: ({ d, window, places, amount }: Asked): Mass => {
    if (d.loading === null && d.clinician === null && isZero(d.kvoAtLimit)) return amount.result;
    const counted = { ...d, loading: null, clinician: null, kvoAtLimit: of(ZERO, d.kvoAtLimit.unit) };
    return amountOf(d, worstTotal(counted, window, places, false).expr);
  },
  plusOneDose: ({ d, amount }: Asked): Derivation<'mass'> =>
    derive(
      `${amount.id}-plus-one`,
      `${amount.name}, one more dose at its edge`,
      plus(step(amount), named('demand dose', d.demand)),
      d.demand.unit,
      WHOLE,
    ),
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
