import { inBase, of, type Quantity, type Time } from '../number/quantity.ts';
import Fraction from 'fraction.js';
import type { Exact } from '../number/notation.ts';
import type { Run } from '../exposure/simulated-run.ts';
import type { Dimension, Unit } from '../number/units.ts';

/**
 * What has been received since the beginning of a timeline, exact: whole ticks of elapsed time and whole units of amount.
 * At a point the amount jumps from `before` to `after`; between two points it is a straight line; before the first it is
 * zero and after the last it stays. Elapsed time only: local clocks are for display.
 */
export interface Curve {
  readonly ticksPerHour: bigint;
  /** amount units in one base unit of the amount's dimension */
  readonly unitsPerBase: bigint;
  readonly points: readonly Point[];
}
export interface Point {
  readonly at: bigint;
  readonly before: bigint;
  readonly after: bigint;
}

/** A dose at an instant, and a flow over a stretch; hours of elapsed time, amounts in base units. */
export interface Dose {
  readonly at: Exact;
  readonly amount: Exact;
}
export interface Flow {
  readonly from: Exact;
  readonly to: Exact;
  /** per hour */
  readonly rate: Exact;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;
const common = (values: readonly Exact[]): bigint => values.map((v) => v.d).reduce(lcm, 1n);
const whole = (value: Exact, by: bigint): bigint => {
  const { s, n, d } = value.mul(by);
  if (d !== 1n) throw new Error('a curve that is not whole');
  return s * n;
};

export const EMPTY: Curve = { ticksPerHour: 60n, unitsPerBase: 1n, points: [] };

/** A run of the pump that began so many minutes after the beginning of the timeline. */
export function ofRun(run: Run, minutes: bigint): Curve {
  const ticksPerHour = run.ticksPerHour.n;
  const [shift, left] = [(minutes * ticksPerHour) / 60n, (minutes * ticksPerHour) % 60n];
  if (left !== 0n) throw new Error('a run that knows no minutes');
  return {
    ticksPerHour,
    unitsPerBase: run.unitsPerMg.n,
    points: run.points.map((p) => ({ ...p, at: p.at + shift })),
  };
}

const put = (map: Map<bigint, bigint>, key: bigint, value: bigint) =>
  map.set(key, (map.get(key) ?? 0n) + value);

/** A planned step function: doses at instants and flows over stretches, in any order, overlapping or not. */
export function ofPlan(doses: readonly Dose[], flows: readonly Flow[]): Curve {
  const ticks = lcm(60n, common([...doses.map((d) => d.at), ...flows.flatMap((f) => [f.from, f.to])]));
  const units = common([...doses.map((d) => d.amount), ...flows.map((f) => f.rate.div(ticks))]);
  const at = (t: Exact) => whole(t, ticks);
  const jumps = new Map<bigint, bigint>();
  const turns = new Map<bigint, bigint>();
  for (const d of doses) put(jumps, at(d.at), whole(d.amount, units));
  for (const f of flows) {
    const rate = whole(f.rate.div(ticks), units);
    put(turns, at(f.from), rate);
    put(turns, at(f.to), -rate);
  }
  const points: Point[] = [];
  let [total, rate, last] = [0n, 0n, 0n];
  for (const t of ascending([...jumps.keys(), ...turns.keys()])) {
    const before = total + rate * (t - last);
    total = before + (jumps.get(t) ?? 0n);
    points.push({ at: t, before, after: total });
    rate += turns.get(t) ?? 0n;
    last = t;
  }
  return { ticksPerHour: ticks, unitsPerBase: units, points };
}

function ascending(values: readonly bigint[]): bigint[] {
  return [...new Set(values)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Reads a curve at rising instants. A slope need not be whole units a tick between the points of another curve. */
export function reader(c: Curve): (at: bigint) => { before: bigint; after: bigint } {
  const { points } = c;
  let i = -1;
  return (at) => {
    while (i + 1 < points.length && (points[i + 1] as Point).at <= at) i += 1;
    const p = points[i];
    if (!p) return { before: 0n, after: 0n };
    if (p.at === at) {
      let first = i;
      while (first > 0 && (points[first - 1] as Point).at === at) first -= 1;
      return { before: (points[first] as Point).before, after: p.after };
    }
    const next = points[i + 1];
    const value = next ? p.after + ((next.before - p.after) * (at - p.at)) / (next.at - p.at) : p.after;
    return { before: value, after: value };
  };
}

/** The same curve on a finer grid, so that what is asked of it falls on whole ticks. */
function onGrid(c: Curve, ticksPerHour: bigint, unitsPerBase: bigint): Curve {
  const [finer, times] = [ticksPerHour / c.ticksPerHour, unitsPerBase / c.unitsPerBase];
  if (finer === 1n && times === 1n) return c;
  return {
    ticksPerHour,
    unitsPerBase,
    points: c.points.map((p) => ({ at: p.at * finer, before: p.before * times, after: p.after * times })),
  };
}

/** Units grow with the ticks: a slope of whole units a tick stays one. */
const withTicks = (c: Curve, ticksPerHour: bigint): Curve =>
  onGrid(c, ticksPerHour, c.unitsPerBase * (ticksPerHour / c.ticksPerHour));

/** A curve whose grid holds these lengths of time as whole ticks. */
export const holding = (c: Curve, ...lengths: readonly Time[]): Curve =>
  withTicks(c, lcm(c.ticksPerHour, common(lengths.map(inBase))));

/** All of them together: at each instant the sum. */
export function together(curves: readonly Curve[]): Curve {
  const some = curves.filter((c) => c.points.length > 0);
  const [only] = some;
  if (!only) return EMPTY;
  if (some.length === 1) return only;
  const ticks = some.map((c) => c.ticksPerHour).reduce(lcm, 1n);
  const timed = some.map((c) => withTicks(c, ticks));
  const units = timed.map((c) => c.unitsPerBase).reduce(lcm, 1n);
  const same = timed.map((c) => onGrid(c, ticks, units));
  const readers = same.map(reader);
  const points = ascending(same.flatMap((c) => c.points.map((p) => p.at))).map((at) => {
    const read = readers.map((r) => r(at));
    return {
      at,
      before: read.reduce((sum, r) => sum + r.before, 0n),
      after: read.reduce((sum, r) => sum + r.after, 0n),
    };
  });
  return { ticksPerHour: ticks, unitsPerBase: units, points };
}

/** The curve in another measure, such as oral morphine equivalents: so many new base units for one old. */
export const times = (c: Curve, factor: Exact): Curve => ({
  ...c,
  unitsPerBase: c.unitsPerBase * factor.d,
  points: c.points.map((p) => ({ ...p, before: p.before * factor.n, after: p.after * factor.n })),
});

/** The elapsed hours at a tick of a curve, exact. */
export const hoursOf = (c: Curve, at: bigint): Exact => new Fraction(at, c.ticksPerHour);

/** Base units of a curve as an amount in a unit that is asked for, exact. */
export function amountOf<D extends Dimension>(c: Curve, units: bigint, unit: Unit<D>): Quantity<D> {
  return of(new Fraction(units, c.unitsPerBase).div(unit.factor), unit);
}

/**
 * What has been received just before and at each of some rising instants. In: hours of elapsed time. Out: base units,
 * exact; before the first point nothing.
 */
export function readAt(c: Curve, hours: readonly Exact[]): { before: Exact; after: Exact }[] {
  const fine = withTicks(c, lcm(c.ticksPerHour, common(hours)));
  const read = reader(fine);
  return hours.map((h) => {
    const { before, after } = read(whole(h, fine.ticksPerHour));
    return {
      before: new Fraction(before, fine.unitsPerBase),
      after: new Fraction(after, fine.unitsPerBase),
    };
  });
}

/**
 * The curve where the first so much of it counts for more or less: up to `edge` each unit is `ratio` of one, after it
 * itself again. In: edge in base units, above zero. A flow that passes the edge gets a point there.
 */
export function withChange(curve: Curve, edge: Exact, ratio: Exact): Curve {
  const fine = onGrid(curve, curve.ticksPerHour, lcm(curve.unitsPerBase, edge.d));
  const at = whole(edge, fine.unitsPerBase);
  const next = fine.points.findIndex((p) => p.before > at);
  const [a, b] = [fine.points[next - 1], fine.points[next]];
  let c = fine;
  let bend = at;
  if (a && b && a.after < at) {
    const turn = new Fraction(at - a.after, b.before - a.after).mul(b.at - a.at).add(a.at);
    const finer = turn.d;
    c = withTicks(fine, fine.ticksPerHour * finer);
    bend = at * finer;
    const point: Point = { at: turn.n, before: bend, after: bend };
    c = { ...c, points: [...c.points.slice(0, next), point, ...c.points.slice(next)] };
  }
  const changed = (v: bigint): bigint => (v <= bend ? v * ratio.n : bend * ratio.n + (v - bend) * ratio.d);
  return {
    ...c,
    unitsPerBase: c.unitsPerBase * ratio.d,
    points: c.points.map((p) => ({ ...p, before: changed(p.before), after: changed(p.after) })),
  };
}

/** The instants at which a curve jumps or turns, in hours of elapsed time. */
export const instantsOf = (c: Curve): Exact[] =>
  ascending(c.points.map((p) => p.at)).map((at) => hoursOf(c, at));
