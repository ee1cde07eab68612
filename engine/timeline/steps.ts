import { instantText } from '../time/calendar.ts';
import { exactText, type Exact } from '../number/notation.ts';
import { of, quantityText, type Time } from '../number/quantity.ts';
import { windowText } from '../exposure/worst-case.ts';
import { instantsOf, readAt } from './curve.ts';
import { minuteAt } from './moment.ts';
import type { Line, Timeline } from './timeline.ts';
import { heldAt } from './window.ts';

/** One instant of the step function of a line: what has been received, and what each window that ends here holds. */
export interface Step {
  readonly line: string;
  readonly elapsed: string;
  readonly at: string;
  readonly worstBefore: string;
  readonly worst: string;
  readonly expectedBefore: string;
  readonly expected: string;
  readonly windows: readonly {
    readonly window: string;
    readonly worst: string;
    readonly expected: string;
  }[];
}

const rising = (values: readonly Exact[]): Exact[] =>
  values.toSorted((a, b) => a.compare(b)).filter((v, i, all) => i === 0 || all[i - 1]?.compare(v) !== 0);

function linesAt(t: Timeline, line: Line, windows: readonly Time[], hours: readonly Exact[]): Step[] {
  const text = (base: Exact | undefined): string =>
    base === undefined ? '' : quantityText(of(base.div(line.unit.factor), line.unit));
  const [worst, expected] = [readAt(line.worst, hours), readAt(line.expected, hours)];
  const held = windows.map((w) => ({
    window: windowText(w),
    worst: heldAt(line.worst, w, hours),
    expected: heldAt(line.expected, w, hours),
  }));
  return hours.map((h, i) => ({
    line: line.id,
    elapsed: `${exactText(h)} h`,
    at: instantText(minuteAt(t.from, h)),
    worstBefore: text(worst[i]?.before),
    worst: text(worst[i]?.after),
    expectedBefore: text(expected[i]?.before),
    expected: text(expected[i]?.after),
    windows: held.map((w) => ({
      window: w.window,
      worst: text(w.worst[i]),
      expected: text(w.expected[i]),
    })),
  }));
}

/**
 * The step function of each line of a timeline, row by row. In: the timeline, the windows, and how far apart the rows
 * are; null: wherever the amount jumps or turns. Out: exact texts. Windows are half-open: (t − w, t].
 */
export function stepsOf(t: Timeline, windows: readonly Time[], every: Exact | null): Step[] {
  const even = (step: Exact): Exact[] => {
    const count = parseInt(t.hours.div(step).floor().n.toString(), 10);
    return Array.from({ length: count + 1 }, (_, i) => step.mul(BigInt(i)));
  };
  return t.lines.flatMap((line) =>
    linesAt(
      t,
      line,
      windows,
      every === null ? rising([...instantsOf(line.worst), ...instantsOf(line.expected)]) : even(every),
    ),
  );
}
