import Fraction from 'fraction.js';
import type { Exact } from '../number/notation.ts';
import { inBase, of, type Mass, type Time } from '../number/quantity.ts';
import { issue, Refused } from '../number/result.ts';
import { unit } from '../number/units.ts';

/** Cumulative amount as a list of instants: a jump at `at` from `before` to `after`, straight in between. */
export interface Point {
  readonly at: bigint;
  readonly before: bigint;
  readonly after: bigint;
}

/** What a run of a pump gave, instant by instant. */
export interface Run {
  readonly points: readonly Point[];
  /** ticks in an hour, amount units in a base unit of mass (mg) */
  readonly ticksPerHour: Exact;
  readonly unitsPerMg: Exact;
  readonly drugUnit: string;
  /** PCA doses given */
  readonly doses: number;
}

/** A run of more instants would hold the host up; no course that is checked, printed or drawn comes near (house rule). */
const MOST_POINTS = 40_000;

/** The list that a run writes its instants to: refuses a run that would be too long, by name. */
export function boundedPoints(): { readonly list: readonly Point[]; push: (p: Point) => void } {
  const list: Point[] = [];
  return {
    list,
    push: (p) => {
      if (list.length >= MOST_POINTS)
        throw new Refused(issue('run-too-long', `${MOST_POINTS} instants`, { code: 'fewer-doses-in-all' }));
      list.push(p);
    },
  };
}

/** An exact value as a whole number of a finer unit; the scaling was chosen so that it is whole. */
export const whole = (value: Exact, by: bigint): bigint => {
  const scaled = value.mul(by);
  if (scaled.d !== 1n) throw new Error('simulation scaling is not whole');
  return scaled.n;
};

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
  // a calculator runs a pump in volumes as well; the first reading of mg, mcg, g is drug
  const mass = unit(run.drugUnit) as Mass['unit'];
  return of(new Fraction(best).div(run.unitsPerMg).div(mass.factor), mass);
}
