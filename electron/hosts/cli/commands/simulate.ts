import { factWords } from '../../../../words/finding.ts';
import { refusalsOf } from '../../../../words/refusal.ts';
import { csvLine } from '../../../../db/csv.ts';
import type { Minute } from '../../../../engine/time/calendar.ts';
import { factsOf } from '../../../../engine/facts/compute.ts';
import type { Library } from '../../../../engine/formulary/formulary.ts';
import { instantOf, orderFile } from '../../../../engine/order/order.ts';
import { inBase, parseQuantity } from '../../../../engine/number/quantity.ts';
import { issue, Refused, unwrap } from '../../../../engine/number/result.ts';
import { exposureOf, exposureQuestion, readQuestion, WINDOWS } from '../../../../engine/timeline/answer.ts';
import { stepsOf, type Step } from '../../../../engine/timeline/steps.ts';
import { timelineOf } from '../../../../engine/timeline/timeline.ts';
import { printedInstant } from '../../../print/format.ts';
import { refusal } from './refusal.ts';
import { decode, readJson } from './input.ts';

export interface SimulateOptions {
  /** hours as a plain number, from the first start */
  readonly hours: string;
  /** rows so far apart; wherever the amount jumps or turns, if absent */
  readonly every?: string;
  readonly window?: readonly string[];
  readonly dosesPerHour?: string;
  readonly csv?: boolean;
}

const HEAD = [
  'line',
  'elapsed_h',
  'at_utc',
  'at_local',
  'worst_before',
  'worst',
  'expected_before',
  'expected',
];

function csvOf(steps: readonly Step[], windows: readonly string[], timeZone: string): string {
  const columns = [
    ...HEAD,
    ...windows.flatMap((w) => [`worst_in_${w.replace(' ', '_')}`, `expected_in_${w.replace(' ', '_')}`]),
  ];
  const rows = steps.map((s) => [
    s.line,
    s.elapsed.replace(' h', ''),
    s.at,
    printedInstant(s.at, timeZone),
    s.worstBefore,
    s.worst,
    s.expectedBefore,
    s.expected,
    ...s.windows.flatMap((w) => [w.worst, w.expected]),
  ]);
  return [columns, ...rows].map(csvLine).join('');
}

/**
 * `meniscus simulate FILE|-`: what the patient can receive over time, at worst and as expected, drug by drug: the step
 * function as CSV, or with windows, limits passed and run-out as JSON. Elapsed time is real time; the local clock beside
 * it may jump. Throws with exit code 2 if the order or the question can not be computed.
 */
export function simulate(path: string, library: Library, now: Minute, options: SimulateOptions): string {
  const file = decode(orderFile, readJson(path));
  const question = decode(exposureQuestion, {
    hours: `${options.hours} h`,
    windows: options.window ?? WINDOWS,
    dosesPerHour: options.dosesPerHour ?? null,
    // every step stands in full
    draw: null,
  });
  try {
    const every = options.every === undefined ? null : inBase(unwrap(parseQuantity(options.every, 'time')));
    if (options.every !== undefined && every !== null && every.n === 0n)
      throw new Refused(issue('every-zero', options.every, 'a time above zero', 'every'));
    const facts = factsOf({ ...file, at: instantOf(file, now) }, library);
    const { windows, ...asked } = readQuestion(question);
    const steps = stepsOf(timelineOf(facts, asked), windows, every);
    if (options.csv === true)
      return csvOf(steps, steps[0]?.windows.map((w) => w.window) ?? [], library.site.timeZone);
    const answer = exposureOf(facts, question);
    const expectedUse = factWords({ code: 'use', use: answer.expectedUse });
    return `${JSON.stringify({ ...answer, expectedUse, steps }, null, 2)}\n`;
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}
