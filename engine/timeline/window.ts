import Fraction from 'fraction.js';
import type { Exact } from '../number/notation.ts';
import { inBase, of, type Quantity, type Time } from '../number/quantity.ts';
import { amountOf, holding, hoursOf, reader, type Curve } from './curve.ts';
import { unit, type Dimension, type Unit } from '../number/units.ts';

const HOUR = unit('h', 'time');

/**
 * What lies in a window that ends at an instant. `half-open` is (t − w, t]: two doses just a window apart are never both
 * in it. `closed` is [t − w, t]: they are, one more dose at the boundary (calculations.md 7).
 */
export type Ends = 'half-open' | 'closed';

interface Section {
  readonly at: bigint;
  /** the limit from the left, where the window is about to reach this instant */
  readonly coming: bigint;
  readonly halfOpen: bigint;
  readonly closed: bigint;
}

/** What the window holds at each instant at which that can turn or jump; straight in between. */
function* sections(c: Curve, w: bigint): Generator<Section> {
  const [head, tail] = [reader(c), reader(c)];
  let [i, j] = [0, 0];
  let last: bigint | null = null;
  while (i < c.points.length || j < c.points.length) {
    const [a, b] = [c.points[i]?.at, c.points[j]?.at];
    const at = a !== undefined && (b === undefined || a <= b + w) ? a : (b ?? 0n) + w;
    if (a === at) i += 1;
    else j += 1;
    if (at === last) continue;
    last = at;
    const [new_, old] = [head(at), tail(at - w)];
    yield {
      at,
      coming: new_.before - old.before,
      halfOpen: new_.after - old.after,
      closed: new_.after - old.before,
    };
  }
}

const ticksOf = (c: Curve, window: Time): bigint => inBase(window).mul(c.ticksPerHour).n;

/** The most in any window, and the elapsed hours at which that window ends. */
export interface Most<D extends Dimension> {
  readonly amount: Quantity<D>;
  readonly endsAt: Exact;
}

/**
 * The most of a curve inside any window of a length. In: the curve, the window above zero, which ends count, the unit of
 * the answer. Out: exact amount and the first window that holds it; of an open window the least upper bound.
 */
export function mostIn<D extends Dimension>(
  curve: Curve,
  window: Time,
  ends: Ends,
  measure: Unit<D>,
): Most<D> {
  const c = holding(curve, window);
  let [best, at] = [0n, 0n];
  for (const s of sections(c, ticksOf(c, window))) {
    const here = ends === 'closed' ? s.closed : s.halfOpen;
    const value = s.coming > here ? s.coming : here;
    if (value > best) [best, at] = [value, s.at];
  }
  return { amount: amountOf(c, best, measure), endsAt: hoursOf(c, at) };
}

/**
 * The first instant at which the amount in the window that ends there passes a limit. In: curve, window, the limit in
 * the curve's dimension, whether reaching it already counts, which ends count. Out: exact elapsed hours; null if never.
 * While it rises steadily through the limit, the answer is the instant at which it is just there.
 */
export function firstOver(
  curve: Curve,
  window: Time,
  limit: Quantity,
  counts: 'above' | 'reached',
  ends: Ends,
): Exact | null {
  const c = holding(curve, window);
  const edge = inBase(limit).mul(c.unitsPerBase);
  const over = (value: bigint): boolean => {
    const order = new Fraction(value).compare(edge);
    return counts === 'above' ? order > 0 : order >= 0;
  };
  let before: Section | null = null;
  for (const s of sections(c, ticksOf(c, window))) {
    if (before && over(s.coming)) {
      const rise = edge.sub(before.halfOpen).div(new Fraction(s.coming - before.halfOpen));
      return new Fraction(before.at).add(rise.mul(s.at - before.at)).div(c.ticksPerHour);
    }
    if (over(ends === 'closed' ? s.closed : s.halfOpen)) return hoursOf(c, s.at);
    before = s;
  }
  return null;
}

/** What the half-open window that ends at each of some rising instants holds. Hours of elapsed time in, base units out. */
export function heldAt(curve: Curve, window: Time, hours: readonly Exact[]): Exact[] {
  const c = holding(curve, window, ...hours.map((h) => of(h, HOUR)));
  const w = ticksOf(c, window);
  const [head, tail] = [reader(c), reader(c)];
  return hours.map((h) => {
    const at = h.mul(c.ticksPerHour).n;
    return new Fraction(head(at).after - tail(at - w).after, c.unitsPerBase);
  });
}

/** What the half-open window holds wherever that jumps or turns, and just before: between these it is a straight line. */
export function peaks(c: Curve, window: Time): { readonly at: bigint; readonly value: bigint }[] {
  return [...sections(c, ticksOf(c, window))].map((s) => ({
    at: s.at,
    value: s.coming > s.halfOpen ? s.coming : s.halfOpen,
  }));
}
