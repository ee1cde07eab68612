import { calculators } from '../../engine/calculators/registry.ts';
import { readField } from '../../engine/calculators/field.ts';
import { convert } from '../../engine/calculators/convert.ts';
import { parseGs1 } from '../../engine/gs1/parse.ts';
import { issuesOf } from '../../engine/number/fields.ts';
import { parseDecimal } from '../../engine/number/notation.ts';
import { parseQuantity } from '../../engine/number/quantity.ts';
import type { Issue, Result } from '../../engine/number/result.ts';
import { parseRounding } from '../../engine/derivation/rounding.ts';
import { parseTemperature } from '../../engine/derivation/temperature.ts';
import { parseMeasure } from '../../engine/number/two-step-measure.ts';
import { commonReading, readUnit } from '../../engine/number/units.ts';
import { previousOrder } from '../../engine/order/order-before.ts';
import { clockField } from '../../engine/order/regimen/clock.ts';
import { parseDate, parseInstant } from '../../engine/time/calendar.ts';
import { contract } from '../../bridge/contract.ts';
import { readCode } from '../../electron/print/release-code.ts';
import { readScan } from '../../electron/print/label-code.ts';
import { randomFrom } from './wrong.ts';

type Parser = (text: string) => Result<unknown, Issue | Issue[]>;

const bySchema =
  (schema: { safeParse: (input: unknown) => { success: boolean; error?: unknown; data?: unknown } }) =>
  (wrap: (text: string) => unknown): Parser =>
  (text) => {
    const read = schema.safeParse(wrap(text));
    return read.success
      ? { ok: true, value: read.data }
      : { ok: false, failure: issuesOf(read.error as Parameters<typeof issuesOf>[0], wrap(text)) };
  };

/** Everything that turns a typed or scanned text into a value, by the name it has for people. */
export const parsers: Readonly<Record<string, Parser>> = {
  number: parseDecimal,
  quantity: (t) => parseQuantity(t),
  dose: (t) => parseQuantity(t, 'mass', 'mass/weight', 'volume'),
  unit: (t) => readUnit(t),
  'unit of a rate': (t) => readUnit(t, 'mass/weight/time'),
  'two units': (t) => commonReading(t, t),
  'two-step measure': (t) => parseMeasure(t, 'height', 'weight', 'time'),
  temperature: parseTemperature,
  rounding: parseRounding,
  date: parseDate,
  instant: parseInstant,
  'clock time': bySchema(clockField())((t) => t),
  'limit before': bySchema(previousOrder)((t) => ({ regimen: { limit: t } })),
  'GS1 symbol': parseGs1,
  scan: readScan,
  'release code': readCode,
  conversion: (t) => convert(t, 'mg/kg/h'),
  'unit of a conversion': (t) => convert('5 mg', t),
  'factor of a conversion': (t) => convert('5 mL', 'mg', t),
  'search of patients': bySchema(contract['patient.list'].input)((search) => ({ search })),
  'search of orders': bySchema(contract['order.list'].input)((search) => ({ search })),
  ...Object.fromEntries(
    calculators.flatMap((c) =>
      Object.entries(c.fields)
        .filter(([, f]) => f.kind !== 'list')
        .map(([name, f]) => [`${c.id}.${name}`, (t: string) => readField(f, t)] as const),
    ),
  ),
};

const FRAGMENTS = [
  '/kg|mg/|·g|kg·|g/|%| |  |\t|0|9|1|.|,|-|:|1:|/|1/| w/v|5 mg/5 mL|250 mg/| in |4 mg in 4 h|1 h |5 ft |nearest |whole ',
  '0.1 mL|2026-|-01-01|T00:00|+00:00|Z|25 C|°C|]d2|\u001d|0100|10A|21|91|ABCD-|é|\u202e|\ud800|٥|²|million units|a|A',
].flatMap((list) => list.split('|'));
const HEADS = [
  '',
  '1 mg',
  '5 ',
  '0.5 mg/kg',
  '1 h ',
  '1:',
  '25 ',
  'nearest ',
  '2026-01-01T',
  ']d201',
  '4 mg in ',
];
const TIMES = [1, 2, 3, 5, 8, 13, 21, 34, 55, 100, 1_000, 3_000, 30_000];

/** A text that repeats itself: a beginning, one or two pieces many times, an end. */
export function repeating(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const piece = random() < 0.3 ? pick(FRAGMENTS) + pick(FRAGMENTS) : pick(FRAGMENTS);
  return pick(HEADS) + piece.repeat(pick(TIMES)) + (random() < 0.5 ? '' : pick(FRAGMENTS));
}

export interface ParserFigures {
  readonly parsers: number;
  readonly inputs: number;
  readonly refused: number;
  readonly longest: number;
  readonly problems: readonly string[];
}

const WORDIEST = 2_500;

/**
 * Each parser with so many repeating texts. A refusal repeats no long text and names what is wrong; no parser throws.
 * `before` is told what is read next, so that whoever watches knows where a run stands still.
 */
export function fuzzParsers(each: number, seed: number, before?: (name: string) => void): ParserFigures {
  const problems = new Set<string>();
  let [inputs, refused, longest] = [0, 0, 0];
  for (const [i, [name, parse]] of Object.entries(parsers).entries()) {
    before?.(name);
    const random = randomFrom(seed + i * 7_919);
    for (let n = 0; n < each; n += 1) {
      const text = repeating(random);
      inputs += 1;
      longest = Math.max(longest, text.length);
      try {
        const read = parse(text);
        if (read.ok) continue;
        refused += 1;
        for (const f of [read.failure].flat())
          if (f.code === '' || JSON.stringify(f).length > WORDIEST)
            problems.add(`${name}: ${f.code} of ${text.length} characters answers too much or nothing`);
      } catch (error) {
        problems.add(`${name} threw ${String(error).slice(0, 80)} on ${text.slice(0, 40)}`);
      }
    }
  }
  return { parsers: Object.keys(parsers).length, inputs, refused, longest, problems: [...problems] };
}
