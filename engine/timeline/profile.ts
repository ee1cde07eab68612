import Fraction from 'fraction.js';
import { exactText, magnitude, ONE, ZERO, type Exact } from '../notation.ts';
import { holding, type Curve } from './curve.ts';
import { heldAt, peaks } from './window.ts';
import { of, quantityText, shownText, type Quantity, type Time } from '../quantity.ts';
import { unit, type Unit } from '../units.ts';

/** The most that the window holds at any instant of each of so many even stretches: no peak falls between two points. */
function mostPerStretch(curve: Curve, window: Time, stretch: Exact, count: number): Exact[] {
  const every = of(stretch, unit('h', 'time'));
  const c = holding(curve, window, every);
  const edges = Array.from({ length: count + 1 }, (_, i) => stretch.mul(BigInt(i)));
  const atEdge = heldAt(c, window, edges);
  const most = atEdge.slice(1).map((held, i) => larger(held, atEdge[i] ?? ZERO));
  const width = stretch.mul(c.ticksPerHour);
  for (const { at, value } of peaks(c, window)) {
    const held = new Fraction(value, c.unitsPerBase);
    // a peak at an edge belongs to both sides: just before it and at it
    const index = parseInt(new Fraction(at).div(width).floor().n.toString(), 10);
    for (const i of new Fraction(at).mod(width).n === 0n ? [index - 1, index] : [index])
      if (i >= 0 && i < count) most[i] = larger(most[i] ?? ZERO, held);
  }
  return most;
}

const larger = (a: Exact, b: Exact): Exact => (a.compare(b) < 0 ? b : a);

/** The end of an axis: the next 1, 2, 2.5, 5 or 10 times a power of ten. */
function axisEnd(value: Exact): Exact {
  if (value.n === 0n) return ONE;
  const places = magnitude(value);
  const ten = new Fraction(10n).pow(places) ?? ONE;
  const steps = [
    new Fraction(1n, 10n),
    new Fraction(1n, 5n),
    new Fraction(1n, 4n),
    new Fraction(1n, 2n),
    ONE,
  ];
  return steps.map((s) => s.mul(ten)).find((end) => end.compare(value) >= 0) ?? ten;
}

/** A place on the axis in thousandths of its length, for drawing only; the amount itself stands beside it as text. */
const share = (value: Exact, end: Exact): number =>
  Math.min(1000, parseInt(value.mul(1000n).div(end).round().n.toString(), 10));

interface Drawn {
  readonly unit: Unit;
  readonly window: Time;
  readonly worst: Curve;
  readonly expected: Curve;
  /** horizontal lines */
  readonly limits: readonly { readonly id: string; readonly amount: Quantity }[];
  readonly hours: Exact;
  /** so many points, evenly spaced */
  readonly points: number;
}

/**
 * How the amount in a rolling window goes over time, for a chart. In: the two curves of a line, the window, limits of
 * that window, how long and how finely. Out: for each stretch of time the most that the window holds in it, as text, and
 * where that lies on an axis.
 */
export function profileOf(d: Drawn) {
  const stretch = d.hours.div(BigInt(d.points));
  const [worst, expected] = [d.worst, d.expected].map((c) => mostPerStretch(c, d.window, stretch, d.points));
  const amount = (v: Exact): Quantity => of(v.div(d.unit.factor), d.unit);
  const limits = d.limits.map((l) => ({ ...l, base: l.amount.amount.mul(l.amount.unit.factor) }));
  const end = axisEnd(
    [...(worst ?? []), ...limits.map((l) => l.base)].reduce(larger, ZERO).div(d.unit.factor),
  ).mul(d.unit.factor);
  return {
    axis: [0n, 1n, 2n, 3n, 4n].map((quarter) => {
      const value = end.mul(quarter).div(4n);
      return { share: share(value, end), text: shownText(amount(value)) };
    }),
    points: (worst ?? []).map((w, i) => {
      const e = expected?.[i] ?? ZERO;
      return {
        elapsed: `${exactText(stretch.mul(BigInt(i + 1)))} h`,
        worst: quantityText(amount(w)),
        expected: quantityText(amount(e)),
        worstShare: share(w, end),
        expectedShare: share(e, end),
      };
    }),
    limits: limits.map((l) => ({ id: l.id, share: share(l.base, end), text: quantityText(l.amount) })),
  };
}
