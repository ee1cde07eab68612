import Fraction from 'fraction.js';
import type { Minute } from '../time/calendar.ts';
import { magnitude, ONE, ZERO, type Exact } from '../number/notation.ts';
import { of, quantityText, shownText, type Quantity, type Time } from '../number/quantity.ts';
import { unit, type Unit } from '../number/units.ts';
import { holding, type Curve } from './curve.ts';
import { momentAt } from './moment.ts';
import { heldAt, peaks } from './window.ts';

/** So many even stretches of elapsed time from `begin` on, all in hours. */
interface Stretches {
  readonly begin: Exact;
  readonly length: Exact;
  readonly count: number;
}

const wholeOf = (v: Exact): number => parseInt(v.toFraction(), 10);
const larger = (a: Exact, b: Exact): Exact => (a.compare(b) < 0 ? b : a);

/** The most that the window holds at any instant of each stretch: no peak falls between two points. */
function mostPerStretch(curve: Curve, window: Time, s: Stretches): Exact[] {
  const edges = Array.from({ length: s.count + 1 }, (_, i) => s.begin.add(s.length.mul(BigInt(i))));
  const atEdge = heldAt(curve, window, edges);
  const most = atEdge.slice(1).map((held, i) => larger(held, atEdge[i] ?? ZERO));
  const c = holding(curve, window, of(s.length, unit('h', 'time')), of(s.begin, unit('h', 'time')));
  for (const { at, value } of peaks(c, window)) {
    const place = new Fraction(at).div(c.ticksPerHour).sub(s.begin).div(s.length);
    const index = wholeOf(place.floor());
    const held = new Fraction(value, c.unitsPerBase);
    // a peak at an edge belongs to both sides: just before it and at it
    for (const i of place.d === 1n ? [index - 1, index] : [index])
      if (i >= 0 && i < s.count) most[i] = larger(most[i] ?? ZERO, held);
  }
  return most;
}

/** The end of an axis: the next 1, 2, 2.5, 5 or 10 times a power of ten. */
function axisEnd(value: Exact): Exact {
  if (value.n === 0n) return ONE;
  const ten = new Fraction(10n).pow(magnitude(value)) ?? ONE;
  const steps = ['1/10', '1/5', '1/4', '1/2', '1'].map((t) => new Fraction(t).mul(ten));
  return steps.find((end) => end.compare(value) >= 0) ?? ten;
}

/** A place on the axis in thousandths of its length, for drawing only; the amount itself stands beside it as text. */
const share = (value: Exact, end: Exact): number => wholeOf(value.mul(1000n).div(end).round());

interface Drawn {
  readonly unit: Unit;
  readonly window: Time;
  readonly worst: Curve;
  readonly expected: Curve;
  /** horizontal lines, and when each is first passed */
  readonly limits: readonly { readonly id: string; readonly amount: Quantity; readonly at: Exact | null }[];
  readonly from: Minute;
  /** elapsed hours between which it is drawn */
  readonly begin: Exact;
  readonly end: Exact;
  readonly count: number;
}

/**
 * How the amount in a rolling window goes over time, for a chart. In: the two curves of a line, the window, limits of
 * that window, between which instants and how finely. Out: for each stretch of time the most that the window holds in
 * it, as text, and where that lies on an axis.
 */
export function profileOf(d: Drawn) {
  const s: Stretches = {
    begin: d.begin,
    length: d.end.sub(d.begin).div(BigInt(d.count)),
    count: d.count,
  };
  const worst = mostPerStretch(d.worst, d.window, s);
  const expected = mostPerStretch(d.expected, d.window, s);
  const amount = (v: Exact): Quantity => of(v.div(d.unit.factor), d.unit);
  const limits = d.limits.map((l) => ({ ...l, base: l.amount.amount.mul(l.amount.unit.factor) }));
  const top = [...worst, ...limits.map((l) => l.base)].reduce(larger, ZERO).div(d.unit.factor);
  const end = axisEnd(top).mul(d.unit.factor);
  const pointOf = (at: Exact): number =>
    Math.min(d.count - 1, Math.max(0, wholeOf(at.sub(s.begin).div(s.length).floor())));
  return {
    axis: [0n, 1n, 2n, 3n, 4n].map((quarter) => {
      const value = end.mul(quarter).div(4n);
      return { share: share(value, end), text: shownText(amount(value)) };
    }),
    points: worst.map((w, i) => {
      const e = expected[i] ?? ZERO;
      return {
        ...momentAt(d.from, s.begin.add(s.length.mul(BigInt(i)))),
        worst: shownText(amount(w)),
        expected: shownText(amount(e)),
        worstShare: share(w, end),
        expectedShare: share(e, end),
      };
    }),
    limits: limits.map((l) => ({
      id: l.id,
      share: share(l.base, end),
      text: quantityText(l.amount),
      /** the stretch in which it is first passed at worst */
      point: l.at === null || l.at.compare(d.begin) < 0 ? null : pointOf(l.at),
    })),
  };
}
