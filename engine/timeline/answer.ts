import * as z from 'zod';
import { instantText } from '../time/calendar.ts';
import type { Facts } from '../facts/facts.ts';
import { windowText } from '../exposure/worst-case.ts';
import { severity } from '../formulary/formulary.ts';
import { source } from '../formulary/source.ts';
import { exact, parseDecimal, ZERO, type Exact } from '../number/notation.ts';
import { compare, inBase, isZero, quantity, quantityText, type Time } from '../number/quantity.ts';
import { finding, runOutAnswer } from '../checks/report.ts';
import { issue, Refused, unwrap } from '../number/result.ts';
import { decimalField, quantityField } from '../number/fields.ts';
import { passings, type Passed } from './limits.ts';
import { momentOf } from './moment.ts';
import { profileOf } from './profile.ts';
import { runOutAnswerOf } from './run-out-answer.ts';
import { boundIfFixed, boundOf, timelineOf, type Line, type Timeline } from './timeline.ts';
import { useFact } from '../exposure/use.ts';
import { mostIn } from './window.ts';

/** What is asked of the exposure over time. */
export const exposureQuestion = z.strictObject({
  hours: quantityField('time').describe('how long, from the first start'),
  windows: z
    .array(quantityField('time'))
    .min(1)
    .max(12)
    .describe('rolling windows that are held against the limits'),
  dosesPerHour: decimalField()
    .nullable()
    .describe('doses that the patient is expected to take, where somebody stated them; null: none'),
  draw: quantityField('time').nullable().describe('the window whose shape over time is drawn; null: none'),
});
type ExposureQuestion = z.infer<typeof exposureQuestion>;

/** The windows that are asked about where nobody names others (issue: 1, 4, 12, 24, 72 h). */
export const WINDOWS = ['1 h', '4 h', '12 h', '24 h', '72 h'];

const instant = z.strictObject({ elapsed: z.string(), at: z.string() });
const moment = instant.nullable();
const most = z.strictObject({ amount: z.string(), endsAt: moment });

const exposureWindow = z.strictObject({
  window: z.string(),
  worst: most,
  /** with one more dose at the boundary of the window */
  plusOneDose: z.string(),
  expected: most,
  /** the most whenever the patient presses; never below `worst` */
  bound: z.string(),
  /** that, if the limit windows do not roll of whose pumps no source says it; null where it is not more */
  boundIfFixed: z.string().nullable(),
});

const limitPassed = z.strictObject({
  id: z.string(),
  name: z.string(),
  amount: z.string(),
  window: z.string(),
  severity,
  source,
  unsure: finding.shape.missing,
  use: z.enum(['worst', 'expected']),
  at: moment,
  atClosed: moment,
});

const profile = z.strictObject({
  window: z.string(),
  axis: z.array(z.strictObject({ share: z.number().int(), text: z.string() })),
  points: z.array(
    instant.extend({
      worst: z.string(),
      expected: z.string(),
      worstShare: z.number().int(),
      expectedShare: z.number().int(),
    }),
  ),
  limits: z.array(
    z.strictObject({
      id: z.string(),
      share: z.number().int(),
      text: z.string(),
      point: z.number().int().nullable(),
    }),
  ),
});
export type ExposureProfile = z.infer<typeof profile>;

const exposureLine = z.strictObject({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  apart: z.array(z.string()),
  windows: z.array(exposureWindow),
  limits: z.array(limitPassed),
  profile: profile.nullable(),
});

export const exposureAnswer = z.strictObject({
  at: z.string(),
  ruleSet: z.string(),
  from: z.string(),
  start: z.string(),
  hours: z.string(),
  expectedUse: z.strictObject({ kind: z.enum(['worst', 'expected']), dosesPerHour: z.string().nullable() }),
  lines: z.array(exposureLine),
  runOut: runOutAnswer,
});
export type ExposureAnswer = z.infer<typeof exposureAnswer>;

const LONGEST = quantity('2160 h', 'time');

/** A question in exact numbers. Refuses times of zero, and a run longer than 90 days. */
export function readQuestion(q: ExposureQuestion): {
  hours: Exact;
  windows: Time[];
  dosesPerHour: Exact | null;
  draw: Time | null;
} {
  const hours = quantity(q.hours, 'time');
  const windows = q.windows.map((w) => quantity(w, 'time'));
  const draw = q.draw === null ? null : quantity(q.draw, 'time');
  const issues = [
    ...(isZero(hours) || compare(hours, LONGEST) > 0
      ? [issue('hours-out-of-range', q.hours, { code: 'hours-in-all' }, 'hours')]
      : []),
    ...windows.flatMap((w, i) =>
      isZero(w)
        ? [issue('window-zero', q.windows[i] ?? '', { code: 'above-zero', what: 'window' }, `windows.${i}`)]
        : [],
    ),
    ...(draw && isZero(draw)
      ? [issue('window-zero', q.draw, { code: 'above-zero', what: 'window' }, 'draw')]
      : []),
  ];
  if (issues.length > 0) throw new Refused(...issues);
  return {
    hours: inBase(hours),
    windows,
    dosesPerHour: q.dosesPerHour === null ? null : unwrap(parseDecimal(q.dosesPerHour)),
    draw,
  };
}

/**
 * What the patient can receive over time, as plain data. In: the facts of an order (its patient's other orders and given
 * doses among them), the question. Out: for each drug and for the opioids together every window at worst and as
 * expected, when each limit is first passed, the shape over time, and how long a container lasts. Refuses a question
 * that is out of range and a stated use that the pump would not deliver.
 */
export function exposureOf(f: Facts, question: ExposureQuestion): ExposureAnswer {
  const { windows, draw, ...asked } = readQuestion(question);
  const t = timelineOf(f, asked);
  const passed = passings(f, t);
  return {
    at: instantText(f.at),
    ruleSet: f.library.version,
    from: instantText(t.from),
    start: instantText(t.start),
    hours: quantityText({ amount: t.hours, unit: LONGEST.unit }),
    expectedUse: useFact(t.expected),
    lines: t.lines.map((line) =>
      lineAnswer(
        t,
        line,
        windows,
        passed.filter((p) => p.line === line.id),
        draw,
      ),
    ),
    runOut: runOutAnswerOf(f, asked.dosesPerHour),
  };
}

function lineAnswer(
  t: Timeline,
  line: Line,
  windows: readonly Time[],
  passed: readonly Passed[],
  draw: Time | null,
): ExposureAnswer['lines'][number] {
  return {
    id: line.id,
    name: line.name,
    unit: line.unit.code,
    apart: [...line.apart],
    windows: windows.map((window) => {
      const held = (curve: Line['worst']) => {
        const found = mostIn(curve, window, 'half-open', line.unit);
        return { amount: quantityText(found.amount), endsAt: momentOf(t.from, found.endsAt) };
      };
      return {
        window: windowText(window),
        worst: held(line.worst),
        plusOneDose: quantityText(mostIn(line.worst, window, 'closed', line.unit).amount),
        expected: held(line.expected),
        bound: quantityText(boundOf(line, window)),
        boundIfFixed: ((x) => x && quantityText(x))(boundIfFixed(line, window)),
      };
    }),
    limits: passed.map(({ limit, use, at, atClosed }) => ({
      id: limit.id,
      name: limit.name,
      amount: quantityText(limit.amount),
      window: windowText(limit.window),
      severity: limit.severity,
      source: limit.source,
      unsure: limit.unsure,
      use,
      at: momentOf(t.from, at),
      atClosed: momentOf(t.from, atClosed),
    })),
    profile: draw && {
      window: windowText(draw),
      ...profileOf({
        unit: line.unit,
        window: draw,
        worst: line.worst,
        expected: line.expected,
        limits: passed
          .filter((p) => p.use === 'worst' && compare(p.limit.window, draw) === 0)
          .map((p) => ({ id: p.limit.id, amount: p.limit.amount, at: p.at })),
        from: t.from,
        begin: drawnFrom(t),
        end: t.hours,
        count: POINTS,
      }),
    },
  };
}

const POINTS = 288;

/** What ran long before the order is not drawn: a day before its first start is. */
function drawnFrom(t: Timeline): Exact {
  const before = exact(BigInt(t.start - t.from))
    .div(60n)
    .sub(24n);
  return before.s < 0n ? ZERO : before;
}
