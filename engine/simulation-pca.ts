import Fraction from 'fraction.js';
import type { PcaDelivery } from './delivery.ts';
import type { Exact } from './notation.ts';
import { inBase, quantity, type Mass, type Time } from './quantity.ts';
import { lcm, whole, type Point, type Run } from './tape.ts';

/**
 * Scales so that every instant is a whole tick and every amount a whole unit, basal included: the instant at which the
 * basal alone reaches the limit then is a whole tick as well.
 */
function scaling(d: PcaDelivery): { ticksPerHour: bigint; unitsPerMg: bigint } {
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
  for (const x of d.doseLimits) times.push(inBase(x.window));
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
  const [ticksPerHour, unitsPerMg] = [ticks * perTick.n, units * perTick.d];
  if (!d.dayNight) return { ticksPerHour, unitsPerMg };
  // the lower of two rates need not be a whole unit a tick yet
  const finer = [d.dayNight.day, d.dayNight.night].map((r) => inBase(r).mul(unitsPerMg).div(ticksPerHour).d);
  return { ticksPerHour, unitsPerMg: unitsPerMg * finer.reduce(lcm, 1n) };
}

interface Bolus {
  readonly at: bigint;
  readonly amount: bigint;
}

/**
 * Runs the pump from the first session's start. In: the delivery, and how many hours to run at most.
 * Out: the cumulative worst case. Limit over its rolling window, doses truncated at it, basal stopped at it and KVO
 * instead (not counted by the pump), whole-hour dose cap, loading and clinician boluses outside.
 */
export function runPca(d: PcaDelivery, hours: Exact): Run {
  const { ticksPerHour, unitsPerMg } = scaling(d);
  // KVO per tick need not be whole: amounts are scaled once more by its denominator
  const kvoRaw = inBase(d.kvoAtLimit).mul(unitsPerMg).div(ticksPerHour);
  const fine = unitsPerMg * kvoRaw.d;
  const kvo = kvoRaw.n;
  const tick = (t: Time): bigint => whole(inBase(t), ticksPerHour);
  const amount = (m: Mass): bigint => whole(inBase(m), fine);
  const basalOf = clockOf(d, tick, (rate) => whole(inBase(rate).div(ticksPerHour), fine));
  const [demand, lockout] = [amount(d.demand), tick(d.lockout)];
  const limit = d.limit ? { amount: amount(d.limit.amount), window: tick(d.limit.window) } : null;
  const end = hours.mul(ticksPerHour).floor().n;
  const [duration, every] = [tick(d.sessions.duration), tick(d.sessions.every)];

  const points: Point[] = [];
  let total = 0n;
  let now = 0n;
  const given: Bolus[] = [];
  const flows: Flow[] = [];
  let nextPress = 0n;

  // what the pump's own limit has counted in (now − window, now]
  let firstBolus = 0;
  let firstFlow = 0;
  const counted = (at: bigint): bigint => {
    if (!limit) return 0n;
    const from = at - limit.window;
    while (firstBolus < given.length && (given[firstBolus] as Bolus).at <= from) firstBolus += 1;
    while (firstFlow < flows.length && (flows[firstFlow] as Flow).to <= from) firstFlow += 1;
    let sum = 0n;
    for (let i = firstBolus; i < given.length; i += 1) sum += (given[i] as Bolus).amount;
    for (let i = firstFlow; i < flows.length; i += 1) {
      const f = flows[i] as Flow;
      sum += ((f.to < at ? f.to : at) - (f.from > from ? f.from : from)) * f.rate;
    }
    return sum;
  };
  const jump = (size: bigint): void => {
    points.push({ at: now, before: total, after: total + size });
    total += size;
  };
  /** `basal` null: blocked, at KVO, which the pump does not count */
  const flow = (until: bigint, basal: bigint | null): void => {
    if (until <= now) return;
    const rate = basal ?? kvo;
    if (basal !== null && basal > 0n) {
      const last = flows.at(-1);
      if (last && last.to === now && last.rate === basal) flows[flows.length - 1] = { ...last, to: until };
      else flows.push({ from: now, to: until, rate: basal });
    }
    points.push({ at: now, before: total, after: total });
    total += rate * (until - now);
    now = until;
    points.push({ at: now, before: total, after: total });
  };
  const outside = outsideBoluses(d, { tick, amount, duration, every, end });
  // for each limit on the number of doses the last ones, as many as its window may hold
  const caps = d.doseLimits.map((x) => ({
    count: x.count.n,
    window: tick(x.window),
    recent: [] as bigint[],
  }));
  const capReopens = (): bigint =>
    caps.reduce((latest, c) => {
      if (BigInt(c.recent.length) < c.count) return latest;
      const at = (c.recent[0] as bigint) + c.window;
      return at > latest ? at : latest;
    }, now);

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
        for (const c of caps) {
          c.recent.push(now);
          if (BigInt(c.recent.length) > c.count) c.recent.shift();
        }
        nextPress = now + lockout;
        continue;
      }
      const { rate: basal, until: clock } = basalOf(now);
      const leaving = limit ? rateAt(flows, now - limit.window) : 0n;
      const until = nextChange({
        now,
        stop,
        nextPress,
        reopen: capReopens(),
        clock,
        leaving,
        outside: outside[0]?.at,
        room,
        basal,
        limit,
        given,
        flows,
        firstBolus,
        firstFlow,
      });
      flow(until, flowing(room, basal, leaving));
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

interface Flow {
  readonly from: bigint;
  readonly to: bigint;
  readonly rate: bigint;
}

/** The basal rate that a limit window sees leave at its far end. */
const rateAt = (flows: readonly Flow[], at: bigint): bigint =>
  flows.find((f) => f.from <= at && at < f.to)?.rate ?? 0n;

/** At the limit the basal goes on only as fast as basal leaves the window; null: it stands still. */
function flowing(room: bigint | null, basal: bigint, leaving: bigint): bigint | null {
  const rising = basal - leaving;
  if (room === null || (rising > 0n ? room >= rising : room > 0n || leaving > 0n)) return basal;
  return leaving > 0n ? (leaving < basal ? leaving : basal) : null;
}

/** The basal rate at an instant of the run, and when the pump's clock changes it next. */
function clockOf(
  d: PcaDelivery,
  tick: (t: Time) => bigint,
  rate: (r: PcaDelivery['basal']) => bigint,
): (now: bigint) => { rate: bigint; until: bigint | undefined } {
  const plan = d.dayNight;
  if (!plan) {
    const basal = rate(d.basal);
    return () => ({ rate: basal, until: undefined });
  }
  const [day, night, lasts] = [rate(plan.day), rate(plan.night), tick(plan.nightLasts)];
  const wholeDay = tick(quantity('24 h', 'time'));
  const offset = tick(plan.clockAtStart) - tick(plan.nightFrom) + wholeDay;
  return (now) => {
    const sinceNight = (now + offset) % wholeDay;
    return sinceNight < lasts
      ? { rate: night, until: now + lasts - sinceNight }
      : { rate: day, until: now + wholeDay - sinceNight };
  };
}

/** The next instant at which anything can change: a press, the end of a session, the limit reached or left. */
function nextChange(c: {
  now: bigint;
  stop: bigint;
  nextPress: bigint;
  reopen: bigint;
  clock: bigint | undefined;
  leaving: bigint;
  outside: bigint | undefined;
  room: bigint | null;
  basal: bigint;
  limit: { amount: bigint; window: bigint } | null;
  given: readonly Bolus[];
  flows: readonly Flow[];
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
  sooner(c.clock);
  if (c.limit && c.room !== null) {
    for (let i = c.firstBolus; i < c.given.length; i += 1) {
      const leaves = (c.given[i] as Bolus).at + c.limit.window;
      if (leaves > c.now) {
        sooner(leaves);
        break;
      }
    }
    for (let i = c.firstFlow; i < c.flows.length; i += 1) {
      const f = c.flows[i] as Flow;
      sooner(f.from + c.limit.window);
      sooner(f.to + c.limit.window);
    }
    const rising = c.basal - c.leaving;
    if (rising > 0n && c.room > 0n) sooner(c.now + c.room / rising);
  }
  return next;
}

/** Loading dose at the first start; clinician boluses as early as the order allows: their interval, and so many in any `per`. */
function outsideBoluses(
  d: PcaDelivery,
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
