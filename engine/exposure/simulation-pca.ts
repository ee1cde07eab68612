import Fraction from 'fraction.js';
import { KEEPS_ITS_LIMIT, type PcaDelivery } from './delivery.ts';
import type { Exact } from '../number/notation.ts';
import { inBase, quantity, type Mass, type Time } from '../number/quantity.ts';
import { outsideBoluses, type Bolus } from './outside-boluses.ts';
import { boundedPoints, whole, type Run } from './simulated-run.ts';
import { ceiling, lcm } from './whole-numbers.ts';

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
  if (d.scheduled) {
    times.push(inBase(d.scheduled.every));
    amounts.push(inBase(d.scheduled.amount));
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

/**
 * Runs the pump from the first session's start. In: the delivery, and how many hours to run at most.
 * Out: the cumulative worst case. Limit over its rolling window, doses truncated at it, basal stopped at it and KVO
 * instead (not counted by the pump), whole-hour dose cap, loading, clinician and scheduled boluses outside. A window that does
 * not roll ends for the first time at the instant at which its limit is used up: then two of them meet with nothing between.
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
  const atLimit = d.limit?.atLimit ?? KEEPS_ITS_LIMIT;
  // what is not known gives most at first where it runs on
  const fixed = limit !== null && atLimit.window === 'fixed' ? limit.window : null;
  const runsOn = atLimit.basal === 'not-known';
  // a dose is let through where there is more room than this
  const least = atLimit.demand === 'refused' ? demand - 1n : 0n;
  const end = hours.mul(ticksPerHour).floor().n;
  const [duration, every] = [tick(d.sessions.duration), tick(d.sessions.every)];

  const points = boundedPoints();
  let total = 0n;
  let now = 0n;
  const given: Bolus[] = [];
  const flows: Flow[] = [];
  let nextPress = 0n;

  // what the pump's own limit has counted in (now − window, now]
  let firstBolus = 0;
  let firstFlow = 0;
  let bolusesInside = 0n;
  let flowed = 0n;
  // of a window that does not roll: when it ends, and what had flowed when it began
  let ends = fixed ?? 0n;
  let [isFirst, flowedBefore] = [true, 0n];
  const counted = (): bigint => {
    if (!limit) return 0n;
    if (fixed !== null) return bolusesInside + flowed - flowedBefore;
    const from = now - limit.window;
    for (let b = given[firstBolus]; b && b.at <= from; b = given[(firstBolus += 1)])
      bolusesInside -= b.amount;
    while (firstFlow < flows.length && (flows[firstFlow] as Flow).to <= from) firstFlow += 1;
    const f = flows[firstFlow];
    if (!f) return bolusesInside;
    const left = f.from < from ? f.flowedBefore + (from - f.from) * f.rate : f.flowedBefore;
    return bolusesInside + flowed - left;
  };
  const beginWindow = (): void => {
    if (fixed === null || limit === null) return;
    if (isFirst && counted() >= limit.amount) ends = now;
    if (now < ends) return;
    ends += fixed * ((now - ends) / fixed + 1n);
    [isFirst, bolusesInside, flowedBefore] = [false, 0n, flowed];
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
      else flows.push({ from: now, to: until, rate: basal, flowedBefore: flowed });
      flowed += basal * (until - now);
    }
    points.push({ at: now, before: total, after: total });
    total += rate * (until - now);
    now = until;
    points.push({ at: now, before: total, after: total });
  };
  let nextOutside = 0;
  const outside = outsideBoluses(d, { tick, amount, end });
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
      for (let b = outside[nextOutside]; b && b.at <= now; b = outside[(nextOutside += 1)]) jump(b.amount);
      beginWindow();
      const room = limit ? limit.amount - counted() : null;
      if (now >= nextPress && capReopens() <= now && (room === null || room > least)) {
        const size = atLimit.demand === 'cut' && room !== null && room < demand ? room : demand;
        jump(size);
        given.push({ at: now, amount: size });
        bolusesInside += size;
        for (const c of caps) {
          c.recent.push(now);
          if (BigInt(c.recent.length) > c.count) c.recent.shift();
        }
        nextPress = now + lockout;
        continue;
      }
      const { rate: basal, until: clock } = basalOf(now);
      const leaving = limit && fixed === null ? rateAt(flows[firstFlow], now - limit.window) : 0n;
      const until = nextChange({
        now,
        stop,
        nextPress,
        reopen: capReopens(),
        clock,
        leaving,
        outside: outside[nextOutside]?.at,
        room,
        basal,
        runsOn,
        least,
        limit,
        ends: fixed === null ? undefined : ends,
        given,
        flows,
        firstBolus,
        firstFlow,
      });
      flow(until, runsOn ? basal : flowing(room, basal, leaving));
    }
  }
  points.push({ at: now, before: total, after: total });
  return {
    points: points.list,
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
  /** what all flows before it gave */
  readonly flowedBefore: bigint;
}

/** The basal rate that a limit window sees leave at its far end; `first` is the first flow that has not left it. */
const rateAt = (first: Flow | undefined, at: bigint): bigint =>
  first && first.from <= at && at < first.to ? first.rate : 0n;

/** At the limit the basal goes on only as fast as basal leaves the window; null: it stands still. */
function flowing(room: bigint | null, basal: bigint, leaving: bigint): bigint | null {
  const rising = basal - leaving;
  // a dose finished beyond the limit: nothing flows until the window is below it again
  if (room !== null && room < 0n) return null;
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
  runsOn: boolean;
  least: bigint;
  limit: { amount: bigint; window: bigint } | null;
  ends: bigint | undefined;
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
  sooner(c.ends);
  if (c.limit && c.room !== null) {
    // both stand in order, and what has left the window is behind: the first of each leaves next
    const [bolus, f] = c.ends === undefined ? [c.given[c.firstBolus], c.flows[c.firstFlow]] : [];
    if (bolus) sooner(bolus.at + c.limit.window);
    if (f) {
      sooner(f.from + c.limit.window);
      sooner(f.to + c.limit.window);
    }
    const rising = c.basal - c.leaving;
    if (rising > 0n && c.room > 0n) sooner(c.now + c.room / rising);
    // what is missing until the pump delivers again: basal leaves the window while it stands still, or faster than it runs
    const [missing, opening] = c.runsOn ? [c.least + 1n - c.room, c.leaving - c.basal] : [-c.room, c.leaving];
    if (missing > 0n && opening > 0n) sooner(c.now + ceiling(missing, opening));
  }
  return next;
}
