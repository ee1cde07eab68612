import { describe, expect, test } from 'vitest';
import { calculate } from '../../engine/calculators/calculate.ts';
import { convert } from '../../engine/calculators/convert.ts';
import { named, number, sqrt, valueOf } from '../../engine/derivation/derivation.ts';
import { readQuestion } from '../../engine/timeline/answer.ts';
import { boundedPoints } from '../../engine/exposure/simulated-run.ts';
import { beyondUse } from '../../engine/order/beyond-use-date.ts';
import { parseGs1 } from '../../engine/gs1/parse.ts';
import { issuesOf } from '../../engine/number/fields.ts';
import { quantity } from '../../engine/number/quantity.ts';
import { Refused, unwrap } from '../../engine/number/result.ts';
import { courseIssues } from '../../engine/order/course.ts';
import { previousOrder } from '../../engine/order/order-before.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { minuteOfDay } from '../../engine/time/local-time.ts';
import { library, questionOf } from './base-order.ts';

/** The names of what is refused; none where it is not. */
function codesOf(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.issues.map((i) => i.code);
  }
}

const before = (limit: string) => () => {
  const raw = { regimen: { limit } };
  const read = previousOrder.safeParse(raw);
  if (!read.success) throw new Refused(...issuesOf(read.error, raw));
};
const changed = (doseChangedAt: string) => () => {
  const [first] = courseIssues({ doseChangedAt }, questionOf().at);
  if (first) throw new Refused(first);
};
const windows = (window: string, draw: string | null) => () =>
  readQuestion({ hours: '24 h', windows: [window], dosesPerHour: null, draw });
/** the GTIN that GS1 uses in its examples */
const PACK = ']d20109501101530003';
const scanned = (text: string) => () => unwrap(parseGs1(text));
const converted = (factors: number) => () =>
  unwrap(convert('5 mL', 'mg', ...Array.from({ length: factors }, () => '10 mg/mL')));
const points = (n: number) => () => {
  const { push } = boundedPoints();
  for (let i = 0; i < n; i += 1) push({} as Parameters<typeof push>[0]);
};
const bud = (rows: typeof library.bud) => () => {
  const { order, at } = questionOf();
  return beyondUse(order, { preparation: { concentration: '0.2 mg/mL' } }, { ...library, bud: rows }, at, []);
};

/** What other tests do not come to, each beside its nearest neighbour that is taken. */
const rows: readonly (readonly [code: string, refused: () => unknown, taken: () => unknown])[] = [
  [
    'not-a-plain-number',
    () => valueOf(sqrt(named('dose', quantity('4 mg')))),
    () => valueOf(sqrt(number('4'))),
  ],
  // AI 10 is of up to 20 characters and stands with the AI 01 of its pack (GS1 General Specifications)
  ['gs1-length', scanned(`${PACK}10${'A'.repeat(21)}`), scanned(`${PACK}10${'A'.repeat(20)}`)],
  ['gs1-partner-missing', scanned(']d210A1'), scanned(`${PACK}10A1`)],
  // the base order is asked about at 2026-11-23T15:00Z
  ['dose-change-in-future', changed('2026-11-23T15:01Z'), changed('2026-11-23T15:00Z')],
  ['limit-not-readable', before('4 mg'), before('4 mg in 4 h')],
  ['limit-not-readable', before('4 mg in 4 h in 1 day'), before('4 mg in 240 min')],
  ['storage-without-bud', bud([]), bud(library.bud)],
  [
    'time-zone-not-known',
    () => minuteOfDay(0 as Minute, 'Mars/Olympus'),
    () => minuteOfDay(0 as Minute, 'America/New_York'),
  ],
  // six factors at most, and 40,000 instants of a run (house rules)
  ['too-many-factors', converted(7), converted(1)],
  ['run-too-long', points(40_001), points(40_000)],
  ['window-zero', windows('0 h', null), windows('1 h', null)],
  ['window-zero', windows('1 h', '0 min'), windows('1 h', '5 min')],
];

describe('refused by name', () => {
  test.each(rows)('%s', (code, refused, taken) => {
    expect(codesOf(refused)).toEqual([code]);
    expect(codesOf(taken)).toEqual([]);
  });
});

const warned = (id: string, input: object) => {
  const answer = calculate(id, input);
  if (!answer.ok) throw new Refused(...answer.failure);
  return answer.value.warnings.map((w) => w.code);
};
const weighed = { massBefore: '100 g', massAfter: '150 g', requiredVolume: '50 mL' };
const taking = (opioid: string) => ({ opioids: [{ opioid, dailyDose: '8 mg' }] });

test.each([
  ['density-assumed', 'gravimetric-deviation', weighed, { ...weighed, density: '1 g/mL' }],
  ['opioid-without-factor', 'mme', taking('buprenorphine'), taking('oxycodone oral')],
])('%s is said with the answer', (code, id, said, silent) => {
  expect([warned(id, said), warned(id, silent)]).toEqual([[code], []]);
});
