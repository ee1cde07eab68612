import type { Flowing, PlannedDelivery } from './delivery.ts';
import { derive, named, nothing, plus, times, type Expr } from '../derivation/derivation.ts';
import { exact } from '../number/notation.ts';
import { inBase, of, plain, quantityText, type Mass, type Time } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { lcmOf as over, scaled } from './whole-numbers.ts';
import { clinicianWorst } from './closed-form-clinician.ts';
import { worstId, worstName, WHOLE, type Worst } from './worst-case.ts';

/**
 * The largest amount of a plan in any window. The amount in [t, t + w) is straight between the instants at which an end
 * of the window meets a change of the plan, so the largest stands at one of them; and since every session is the same
 * and the loading dose comes with the first, a window that begins within the first period is never beaten.
 */

/** One session in whole ticks and whole amount units. */
interface Session {
  readonly period: bigint;
  readonly length: bigint;
  readonly count: bigint;
  readonly total: bigint;
  readonly loading: bigint;
  /** amount given before `at`, and with what is given at `at`; straight from one change to the next */
  readonly changes: readonly { readonly at: bigint; readonly before: bigint; readonly after: bigint }[];
}

interface Scale {
  readonly ticks: bigint;
  readonly units: bigint;
}

function scaleOf(d: PlannedDelivery, window: Time): Scale {
  const ticks = over(
    [
      window,
      d.sessions.duration,
      d.sessions.every,
      ...d.flows.flatMap((f) => [f.from, f.to]),
      ...d.doses.map((x) => x.at),
    ].map(inBase),
  );
  const amounts = [...d.doses.map((x) => x.amount), ...(d.loading ? [d.loading] : [])].map(inBase);
  const perTick = d.flows.map((f) => inBase(f.rate).div(ticks));
  return { ticks, units: over([...amounts, ...perTick]) };
}

function sessionOf(d: PlannedDelivery, { ticks, units }: Scale): Session {
  const tick = (t: Time) => scaled(inBase(t), ticks);
  const rate = (f: Flowing) => scaled(inBase(f.rate).div(ticks), units);
  const amount = (m: Mass) => scaled(inBase(m), units);
  const length = tick(d.sessions.duration);
  const jumps = new Map<bigint, bigint>();
  for (const x of d.doses) jumps.set(tick(x.at), (jumps.get(tick(x.at)) ?? 0n) + amount(x.amount));
  const slopes = d.flows.map((f) => ({ from: tick(f.from), to: tick(f.to), rate: rate(f) }));
  const instants = new Set([0n, length, ...jumps.keys(), ...slopes.flatMap((s) => [s.from, s.to])]);
  const ordered = [...instants].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  let [sum, last, next] = [0n, 0n, 0];
  const changes = ordered.map((at) => {
    // flows stand in order and do not overlap
    while (next < slopes.length && (slopes[next]?.to ?? 0n) <= last) next += 1;
    const s = slopes[next];
    if (s && s.from <= last && at <= s.to) sum += s.rate * (at - last);
    last = at;
    const before = sum;
    sum += jumps.get(at) ?? 0n;
    return { at, before, after: sum };
  });
  const every = tick(d.sessions.every);
  return {
    // one session may be ordered with any interval
    period: every < length ? length : every,
    length,
    count: d.sessions.count.n,
    total: sum,
    loading: d.loading ? amount(d.loading) : 0n,
    changes,
  };
}

/** The amount given before an instant, or with what is given at it. */
function given(s: Session, at: bigint, side: 'before' | 'after'): bigint {
  if (at < 0n) return 0n;
  const loading = at > 0n || side === 'after' ? s.loading : 0n;
  const k = at / s.period < s.count ? at / s.period : s.count - 1n;
  const into = at - k * s.period;
  return loading + k * s.total + inSession(s, into, side);
}

function inSession(s: Session, into: bigint, side: 'before' | 'after'): bigint {
  let [low, high] = [0, s.changes.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((s.changes[middle]?.at ?? 0n) <= into) low = middle;
    else high = middle - 1;
  }
  const here = s.changes[low];
  if (!here) return 0n;
  if (here.at === into) return here[side];
  const next = s.changes[low + 1];
  if (!next) return here.after;
  return here.after + ((next.before - here.after) * (into - here.at)) / (next.at - here.at);
}

interface Place {
  readonly from: bigint;
  /** `before`: [from, from + w); `after`: just after both, (from, from + w] */
  readonly side: 'before' | 'after';
  readonly amount: bigint;
}

function best(s: Session, w: bigint): Place {
  let found: Place = { from: 0n, side: 'before', amount: given(s, w, 'before') };
  const look = (from: bigint) => {
    for (const side of ['before', 'after'] as const) {
      const amount = given(s, from + w, side) - given(s, from, side);
      if (amount > found.amount) found = { from, side, amount };
    }
  };
  for (const { at } of s.changes) {
    look(at);
    // the window's end at this change, its beginning within the first period
    const short = w - at;
    const k = short <= 0n ? 0n : (short + s.period - 1n) / s.period;
    if (at + k * s.period - w >= 0n) look(at + k * s.period - w);
  }
  return found;
}

/** What of the plan lies in a window: whole doses counted, and how long each rate flows. */
function partsOf(d: PlannedDelivery, place: Place, w: bigint, { ticks }: Scale, s: Session): Expr[] {
  const tick = (t: Time) => scaled(inBase(t), ticks);
  const [from, until] = [place.from, place.from + w];
  const wholes = new Map<string, { name: string; dose: Mass; count: bigint }>();
  const flowing = new Map<string, { flow: Flowing; length: bigint }>();
  const count = (name: string, dose: Mass) => {
    const key = `${name} of ${quantityText(dose)}`;
    wholes.set(key, { name, dose, count: (wholes.get(key)?.count ?? 0n) + 1n });
  };
  const first = from / s.period;
  for (let k = first; k < s.count && k * s.period < until + 1n; k += 1n) {
    const origin = k * s.period;
    for (const f of d.flows) {
      const [a, b] = [origin + tick(f.from), origin + tick(f.to)];
      const length = (b < until ? b : until) - (a > from ? a : from);
      if (length <= 0n) continue;
      if (f.dose && length === b - a) count('whole doses', f.dose);
      else flowing.set(f.name, { flow: f, length: (flowing.get(f.name)?.length ?? 0n) + length });
    }
    for (const x of d.doses) {
      const at = origin + tick(x.at);
      const inside = place.side === 'before' ? at >= from && at < until : at > from && at <= until;
      if (inside) count('doses', x.amount);
    }
  }
  const hours = unit('h', 'time');
  const inWindow = (length: bigint): Time => of(exact(length).div(ticks), hours);
  const withLoading = d.loading && place.from === 0n && place.side === 'before' ? [d.loading] : [];
  return [
    ...withLoading.map((m) => named('loading dose', m)),
    ...[...wholes.values()].map(({ name, dose, count: n }) =>
      times(named(`${name} in the window`, plain(exact(n))), named('dose', dose)),
    ),
    ...[...flowing].map(([name, { flow, length }]) =>
      times(
        named(flow.dose ? 'rate of a dose' : name, flow.rate),
        named(flow.dose ? 'part of a dose in the window' : `${name} in the window`, inWindow(length)),
      ),
    ),
  ];
}

/**
 * The most of a plan in any window: exact, with the doses and rates that the worst window holds. Boluses by hand are added
 * where they are most: exact where both are most from the start.
 */
export function worstOfPlan(d: PlannedDelivery, window: Time): Worst {
  const scale = scaleOf(d, window);
  const s = sessionOf(d, scale);
  const w = scaled(inBase(window), scale.ticks);
  const place = best(s, w);
  const byHand = d.clinician && clinicianWorst(d.clinician, d.sessions, window);
  const [first, ...others] = [...partsOf(d, place, w, scale, s), ...(byHand ? [byHand.expr] : [])];
  const expr = others.reduce(plus, first ?? named('nothing', nothing<'mass'>(d.massUnit)));
  const amount = derive(worstId(window), worstName(window), expr, d.massUnit, WHOLE);
  return {
    window,
    amount,
    underLimit: amount.result,
    kind: !byHand || (byHand.exact && place.from === 0n && place.side === 'before') ? 'exact' : 'bound',
    binding: 'plan',
    plusOneDose: null,
    ifFixed: null,
    steps: [],
  };
}
