import { derive, named, nothing, plus, times, type Expr } from '../derivation/derivation.ts';
import { exact } from '../number/notation.ts';
import { inBase, of, plain, type MassRate, type Time } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import type { RepeatedDelivery } from './delivery.ts';
import { ceiling, lcmOf, scaled } from './whole-numbers.ts';
import { worstId, worstName, WHOLE, type Worst } from './worst-case.ts';

/**
 * Doses by the clock in whole ticks and whole amount units. How long a session is and how many doses it holds changes no
 * work: what has been given is a formula, and the worst window begins or ends where a cycle turns, next to one of the few
 * places where an end of it passes the beginning or the end of a session. In between, the amount repeats with every cycle.
 */
interface Cycles {
  readonly ticks: bigint;
  readonly period: bigint;
  readonly length: bigint;
  readonly count: bigint;
  readonly every: bigint;
  /** zero: at once */
  readonly over: bigint;
  readonly doses: bigint;
  readonly amount: bigint;
  readonly kvo: bigint;
  readonly loading: bigint;
}

/** `before`: what is given at the instant itself is not in it. */
type Side = 'before' | 'after';

function cyclesOf(d: RepeatedDelivery, window: Time): Cycles {
  const { sessions, over } = d;
  const ticks = lcmOf(
    [window, sessions.duration, sessions.every, d.every, ...(over ? [over] : [])].map(inBase),
  );
  const perTick = inBase(d.kvo).div(ticks);
  const length = scaled(inBase(sessions.duration), ticks);
  const lasts = over ? scaled(inBase(over), ticks) : 0n;
  // so much finer that a dose flows in whole units a tick
  const units = lcmOf([inBase(d.amount), perTick, ...(d.loading ? [inBase(d.loading)] : [])]) * (lasts || 1n);
  const every = scaled(inBase(d.every), ticks);
  const between = scaled(inBase(sessions.every), ticks);
  return {
    ticks,
    // one session may be ordered with any interval
    period: between < length ? length : between,
    length,
    count: sessions.count.n,
    every,
    over: lasts,
    doses: ceiling(length, every),
    amount: scaled(inBase(d.amount), units),
    kvo: scaled(perTick, units),
    loading: d.loading ? scaled(inBase(d.loading), units) : 0n,
  };
}

/** How long doses have flowed, and how many begun, in a session up to an instant. */
function within(c: Cycles, at: bigint, side: Side): { flowed: bigint; begun: bigint } {
  if (at < 0n) return { flowed: 0n, begun: 0n };
  const into = at < c.length ? at : c.length;
  const [k, rest] = [into / c.every, into % c.every];
  const started = rest > 0n || side === 'after' ? k + 1n : k;
  const begun = started < c.doses ? started : c.doses;
  return { flowed: k * c.over + (rest < c.over ? rest : c.over), begun };
}

function inSession(c: Cycles, at: bigint, side: Side): bigint {
  const { flowed, begun } = within(c, at, side);
  const into = at < 0n ? 0n : at < c.length ? at : c.length;
  const doses = c.over === 0n ? begun * c.amount : flowed * (c.amount / c.over);
  return doses + (into - flowed) * c.kvo;
}

function given(c: Cycles, at: bigint, side: Side): bigint {
  if (at < 0n) return 0n;
  const loading = at > 0n || side === 'after' ? c.loading : 0n;
  const k = at / c.period < c.count ? at / c.period : c.count - 1n;
  return loading + k * inSession(c, c.length, 'after') + inSession(c, at - k * c.period, side);
}

/** Where a window may begin so that none gives more: all within the first period, since all sessions are the same. */
function places(c: Cycles, w: bigint): bigint[] {
  const inPeriod = (at: bigint): bigint => ((at % c.period) + c.period) % c.period;
  const turns = [0n, c.length, inPeriod(-w), inPeriod(c.length - w)];
  const phases = [0n, c.over];
  const near = turns.flatMap((turn) =>
    phases.flatMap((phase) => {
      const starting = turn - (turn % c.every) + phase;
      // the end of the window as far into its session as this
      const end = (turn + w) % c.period;
      const ending = turn - (end % c.every) + phase;
      return [starting, ending].flatMap((at) => [at - c.every, at, at + c.every]);
    }),
  );
  return [...turns, ...near].filter((at) => at >= 0n && at < c.period);
}

interface Place {
  readonly from: bigint;
  readonly side: Side;
}

function worstPlace(c: Cycles, w: bigint): Place {
  const inside = ({ from, side }: Place): bigint => given(c, from + w, side) - given(c, from, side);
  const all = places(c, w).flatMap((from): Place[] => [
    { from, side: 'before' },
    { from, side: 'after' },
  ]);
  return all.reduce((best, place) => (inside(place) > inside(best) ? place : best), {
    from: 0n,
    side: 'before',
  });
}

/** What lies in a window: whole doses counted, the parts of others, and how long KVO flows; session by session. */
function held(c: Cycles, { from, side }: Place, w: bigint): { whole: bigint; part: bigint; kvo: bigint } {
  const sum = { whole: 0n, part: 0n, kvo: 0n };
  const clip = (at: bigint): bigint => (at < 0n ? 0n : at < c.length ? at : c.length);
  for (let k = from / c.period; k < c.count && k * c.period <= from + w; k += 1n) {
    const [begin, end] = [from - k * c.period, from + w - k * c.period];
    const [a, b] = [within(c, begin, side), within(c, end, side)];
    const flowed = b.flowed - a.flowed;
    const first = begin <= 0n ? 0n : ceiling(begin, c.every);
    const last = end < c.over ? 0n : (end - c.over) / c.every + 1n;
    const ended = last < c.doses ? last : c.doses;
    const whole = c.over === 0n ? b.begun - a.begun : ended > first ? ended - first : 0n;
    sum.whole += whole;
    sum.part += flowed - whole * c.over;
    sum.kvo += clip(end) - clip(begin) - flowed;
  }
  return sum;
}

/** The most of doses by the clock in any window: exact, with the doses and the flow that the worst window holds. */
export function worstOfRepeat(d: RepeatedDelivery, window: Time): Worst {
  const c = cyclesOf(d, window);
  const w = scaled(inBase(window), c.ticks);
  const place = worstPlace(c, w);
  const { whole, part, kvo } = held(c, place, w);
  const flow = (name: string, called: string, rate: MassRate, length: bigint): Expr =>
    times(named(name, rate), named(called, of(exact(length).div(c.ticks), unit('h', 'time'))));
  const terms: Expr[] = [];
  if (d.loading && place.from === 0n && place.side === 'before') terms.push(named('loading dose', d.loading));
  if (whole > 0n) {
    const name = d.over ? 'whole doses' : 'doses';
    terms.push(times(named(`${name} in the window`, plain(exact(whole))), named('dose', d.amount)));
  }
  if (part > 0n && d.over) {
    const rate = of(d.amount.amount.div(inBase(d.over)), unit(`${d.amount.unit.code}/h`, 'mass/time'));
    terms.push(flow('rate of a dose', 'part of a dose in the window', rate, part));
  }
  if (kvo > 0n && c.kvo > 0n)
    terms.push(flow('KVO between doses', 'KVO between doses in the window', d.kvo, kvo));
  const [first, ...others] = terms;
  const expr = others.reduce(plus, first ?? named('nothing', nothing<'mass'>(d.amount.unit)));
  const amount = derive(worstId(window), worstName(window), expr, d.amount.unit, WHOLE);
  return {
    window,
    amount,
    underLimit: amount.result,
    kind: 'exact',
    binding: 'plan',
    plusOneDose: null,
    ifFixed: null,
    steps: [],
  };
}
