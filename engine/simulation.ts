import type { Delivery } from './delivery.ts';
import { inBase, of, type Mass, type Time } from './quantity.ts';
import type { Exact } from './notation.ts';
import Fraction from 'fraction.js';
import { unit } from './units.ts';

/**
 * The second way to the worst case: an event-by-event run of the pump in whole ticks and whole amount units (BigInt),
 * for a patient who presses at once whenever the pump would deliver. Knows nothing of the closed form.
 */

/** Cumulative amount as a list of instants: a jump at `at` from `before` to `after`, straight in between. */
interface Point {
  readonly at: bigint;
  readonly before: bigint;
  readonly after: bigint;
}

export interface Run {
  readonly points: readonly Point[];
  /** ticks in an hour, amount units in a base unit of mass (mg) */
  readonly ticksPerHour: Exact;
  readonly unitsPerMg: Exact;
  readonly drugUnit: string;
  readonly doses: number;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

/**
 * Scales so that every instant is a whole tick and every amount a whole unit, basal included: the instant at which the
 * basal alone reaches the limit then is a whole tick as well.
 */
function scaling(d: Delivery): { ticksPerHour: bigint; unitsPerMg: bigint } {
  const times: Exact[] = [
    inBase(d.lockout),
    inBase(d.sessions.duration),
    inBase(d.sessions.every),
    new Fraction(1n, 60n), // windows of whole minutes, and the hour of the dose count
  ];
  const amounts: Exact[] = [inBase(d.demand)];
  if (d.limit) {
    times.push(inBase(d.limit.window));
    amounts.push(inBase(d.limit.amount));
  }
  if (d.loading) amounts.push(inBase(d.loading));
  if (d.clinician) {
    times.push(inBase(d.clinician.interval), inBase(d.clinician.per));
    amounts.push(inBase(d.clinician.dose));
  }
  const ticks = times.map((t) => t.d).reduce(lcm, 1n);
  const units = amounts.map((a) => a.d).reduce(lcm, 1n);
  const basal = inBase(d.basal);
  if (basal.n === 0n) return { ticksPerHour: ticks, unitsPerMg: units };
  // basal per tick = basal × units ÷ ticks = p/q: q× finer units and p× finer ticks make it one unit a tick
  const perTick = basal.mul(units).div(ticks);
  return { ticksPerHour: ticks * perTick.n, unitsPerMg: units * perTick.d };
}

const whole = (value: Exact, by: bigint): bigint => {
  const scaled = value.mul(by);
  if (scaled.d !== 1n) throw new Error('simulation scaling is not whole');
  return scaled.n;
};

interface Bolus {
  readonly at: bigint;
  readonly amount: bigint;
}

/**
 * Runs the pump from the first session's start. In: the delivery, and how many hours to run at most.
 * Out: the cumulative worst case. Limit over its rolling window, doses truncated at it, basal stopped at it and KVO
 * instead (not counted by the pump), whole-hour dose cap, loading and clinician boluses outside.
 */
export function simulate(d: Delivery, hours: Exact): Run {
  const { ticksPerHour, unitsPerMg } = scaling(d);
  // KVO per tick need not be whole: amounts are scaled once more by its denominator
  const kvoRaw = inBase(d.kvoAtLimit).mul(unitsPerMg).div(ticksPerHour);
  const fine = unitsPerMg * kvoRaw.d;
  const kvo = kvoRaw.n;
  const tick = (t: Time): bigint => whole(inBase(t), ticksPerHour);
  const amount = (m: Mass): bigint => whole(inBase(m), fine);
  const basal = whole(inBase(d.basal).div(ticksPerHour), fine);
  const [demand, lockout] = [amount(d.demand), tick(d.lockout)];
  const limit = d.limit ? { amount: amount(d.limit.amount), window: tick(d.limit.window) } : null;
  const end = hours.mul(ticksPerHour).floor().n;
  const [duration, every] = [tick(d.sessions.duration), tick(d.sessions.every)];

  const points: Point[] = [];
  let total = 0n;
  let now = 0n;
  const given: Bolus[] = [];
  const flows: { from: bigint; to: bigint }[] = [];
  let nextPress = 0n;

  // what the pump's own limit has counted in (now − window, now]
  let firstBolus = 0;
  let firstFlow = 0;
  const counted = (at: bigint): bigint => {
    if (!limit) return 0n;
    const from = at - limit.window;
    while (firstBolus < given.length && (given[firstBolus] as Bolus).at <= from) firstBolus += 1;
    while (firstFlow < flows.length && (flows[firstFlow] as { to: bigint }).to <= from) firstFlow += 1;
    let sum = 0n;
    for (let i = firstBolus; i < given.length; i += 1) sum += (given[i] as Bolus).amount;
    for (let i = firstFlow; i < flows.length; i += 1) {
      const f = flows[i] as { from: bigint; to: bigint };
      sum += ((f.to < at ? f.to : at) - (f.from > from ? f.from : from)) * basal;
    }
    return sum;
  };
  const jump = (size: bigint): void => {
    points.push({ at: now, before: total, after: total + size });
    total += size;
  };
  const flow = (until: bigint, running: boolean): void => {
    if (until <= now) return;
    const rate = running ? basal : kvo;
    if (running && basal > 0n) {
      const last = flows.at(-1);
      if (last && last.to === now) flows[flows.length - 1] = { from: last.from, to: until };
      else flows.push({ from: now, to: until });
    }
    points.push({ at: now, before: total, after: total });
    total += rate * (until - now);
    now = until;
    points.push({ at: now, before: total, after: total });
  };
  const outside = outsideBoluses(d, { tick, amount, duration, every, end });
  const hourlyCap = d.maxDosesPerHour?.n ?? null;
  const recent: bigint[] = []; // the last doses, as many as an hour may hold
  const capReopens = (): bigint =>
    hourlyCap === null || BigInt(recent.length) < hourlyCap ? now : (recent[0] as bigint) + ticksPerHour;

  for (let s = 0n; s < d.sessions.count.n; s += 1n) {
    const start = s * every;
    if (start >= end) break;
    const stop = start + duration < end ? start + duration : end;
    if (now < start) {
      points.push({ at: now, before: total, after: total });
      now = start;
    }
    if (nextPress < now) nextPress = now;
    const running = (): boolean => now < stop;
    while (running()) {
      while (outside.length > 0 && (outside[0] as Bolus).at <= now) jump((outside.shift() as Bolus).amount);
      const room = limit ? limit.amount - counted(now) : null;
      if (now >= nextPress && capReopens() <= now && (room === null || room > 0n)) {
        const size = room !== null && room < demand ? room : demand;
        jump(size);
        given.push({ at: now, amount: size });
        recent.push(now);
        if (hourlyCap !== null && BigInt(recent.length) > hourlyCap) recent.shift();
        nextPress = now + lockout;
        continue;
      }
      const until = nextChange({
        now,
        stop,
        nextPress,
        reopen: capReopens(),
        outside: outside[0]?.at,
        room,
        basal,
        limit,
        given,
        flows,
        firstBolus,
        firstFlow,
      });
      const blocked = room !== null && room <= 0n && !agesOutNow(now, limit, flows, basal);
      flow(until, !blocked);
    }
  }
  points.push({ at: now, before: total, after: total });
  return {
    points,
    ticksPerHour: new Fraction(ticksPerHour),
    unitsPerMg: new Fraction(fine),
    drugUnit: d.demand.unit.code,
    doses: given.length,
  };
}

/** At the limit the basal goes on only while as much basal leaves the window as comes in. */
function agesOutNow(
  now: bigint,
  limit: { window: bigint } | null,
  flows: readonly { from: bigint; to: bigint }[],
  basal: bigint,
): boolean {
  if (!limit || basal === 0n) return false;
  const tail = now - limit.window;
  return flows.some((f) => f.from <= tail && tail < f.to);
}

/** The next instant at which anything can change: a press, the end of a session, the limit reached or left. */
function nextChange(c: {
  now: bigint;
  stop: bigint;
  nextPress: bigint;
  reopen: bigint;
  outside: bigint | undefined;
  room: bigint | null;
  basal: bigint;
  limit: { amount: bigint; window: bigint } | null;
  given: readonly Bolus[];
  flows: readonly { from: bigint; to: bigint }[];
  firstBolus: number;
  firstFlow: number;
}): bigint {
  let next = c.stop;
  const sooner = (at: bigint | undefined): void => {
    if (at !== undefined && at > c.now && at < next) next = at;
  };
  sooner(c.nextPress);
  sooner(c.reopen);
  sooner(c.outside);
  if (c.limit && c.room !== null) {
    for (let i = c.firstBolus; i < c.given.length; i += 1) {
      const leaves = (c.given[i] as Bolus).at + c.limit.window;
      if (leaves > c.now) {
        sooner(leaves);
        break;
      }
    }
    for (let i = c.firstFlow; i < c.flows.length; i += 1) {
      const f = c.flows[i] as { from: bigint; to: bigint };
      sooner(f.from + c.limit.window);
      sooner(f.to + c.limit.window);
    }
    const tailFlows = agesOutNow(c.now, c.limit, c.flows, c.basal);
    if (c.basal > 0n && c.room > 0n && !tailFlows) sooner(c.now + (c.room + c.basal - 1n) / c.basal);
  }
  return next;
}

/** Loading dose at the first start; clinician boluses as early as the order allows: their interval, and so many in any `per`. */
function outsideBoluses(
  d: Delivery,
  by: {
    tick: (t: Time) => bigint;
    amount: (m: Mass) => bigint;
    duration: bigint;
    every: bigint;
    end: bigint;
  },
): Bolus[] {
  const list: Bolus[] = d.loading ? [{ at: 0n, amount: by.amount(d.loading) }] : [];
  if (!d.clinician) return list;
  const [dose, interval, per] = [
    by.amount(d.clinician.dose),
    by.tick(d.clinician.interval),
    by.tick(d.clinician.per),
  ];
  const recent: bigint[] = []; // the last so many instants that a period may hold
  let next = 0n;
  for (let s = 0n; s < d.sessions.count.n && s * by.every < by.end; s += 1n) {
    const start = s * by.every;
    if (next < start) next = start;
    while (next < start + by.duration && next < by.end) {
      list.push({ at: next, amount: dose });
      recent.push(next);
      next += interval;
      if (BigInt(recent.length) < d.clinician.most.n) continue;
      const reopens = (recent.shift() as bigint) + per;
      if (next < reopens) next = reopens;
    }
  }
  return list;
}

/**
 * The largest amount inside any half-open window [t, t + window) of a run.
 * In: a run and the window. Out: the exact amount in the drug's unit. The largest is met with an end of the window at an
 * instant of the run, or just after one.
 */
export function largestWindow(run: Run, window: Time): Mass {
  const w = inBase(window).mul(run.ticksPerHour);
  if (w.d !== 1n) throw new Error('window is not whole ticks');
  const { points } = run;
  let [best, ahead, behind] = [0n, 0, 0];
  const reading = (at: bigint, from: number, after: boolean): { value: bigint; index: number } => {
    let i = from;
    while (i + 1 < points.length && (points[i + 1] as Point).at <= at) i += 1;
    const p = points[i] as Point;
    if (p.at > at) return { value: 0n, index: i };
    if (p.at === at && !after) {
      let first = i;
      while (first > 0 && (points[first - 1] as Point).at === at) first -= 1;
      return { value: (points[first] as Point).before, index: i };
    }
    const next = points[i + 1];
    if (p.at === at || !next || next.at === p.at) return { value: p.after, index: i };
    return { value: p.after + ((next.before - p.after) * (at - p.at)) / (next.at - p.at), index: i };
  };
  for (const p of points) {
    // window starts at this instant, its jump included
    const end = reading(p.at + w.n, ahead, false);
    ahead = end.index;
    if (end.value - p.before > best) best = end.value - p.before;
    // window ends just after this instant, its jump included; the jump at its start left out
    const start = p.at - w.n < 0n ? { value: 0n, index: behind } : reading(p.at - w.n, behind, true);
    behind = start.index;
    if (p.after - start.value > best) best = p.after - start.value;
  }
  const mass = unit(run.drugUnit, 'mass');
  return of(new Fraction(best).div(run.unitsPerMg).div(mass.factor), mass);
}
