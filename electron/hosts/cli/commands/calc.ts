import { acceptedWords, refusalsOf, type Refusal } from '../../../../words/refusal.ts';
import { citation } from '../../../../words/citation.ts';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import {
  calculate,
  closest,
  findCalculator,
  type CalculatorAnswer,
} from '../../../../engine/calculators/calculate.ts';
import type { Issue } from '../../../../engine/number/result.ts';
import { parseJson } from '../../../../engine/number/json.ts';
import { issuesOf } from '../../../../engine/number/fields.ts';
import { refusal } from './refusal.ts';
import { exactly } from './exactly.ts';
import { readJson } from './input.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function answerText(a: CalculatorAnswer): string {
  const outputs = Object.values(a.outputs).map((o) => {
    const unit = o.unit === '' ? '' : ` ${o.unit}`;
    const rounded =
      o.rounding === null || o.rounded === o.value
        ? ''
        : `  → ${o.rounded}${unit} (${o.rounding}; error ${o.error ?? '0'})`;
    return `  ${o.label}: ${exactly(o, unit)}${rounded}`;
  });
  const table = a.table ? [a.table.columns.join('\t'), ...a.table.rows.map((r) => r.join('\t'))] : [];
  const steps = a.derivations.map((d) => `  ${d.name}: ${d.formula}\n      ${d.line}`);
  const warnings = a.warnings.map((w) => `  note: ${w.code}: ${acceptedWords(w.accepted)}`);
  return `${[a.title, ...outputs, ...table, ...warnings, 'Derivation', ...steps, `Source: ${citation(a.source)}`].join('\n')}\n`;
}

/** `demand="0.3 mg" lockout="7 min"`: the texts of fields as arguments. A list is written in JSON. */
function namedValues(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw refusal({
          code: 'refused',
          issues: [{ path: '', code: 'value-not-named', given: pair.slice(0, 60), accepted: 'name=value' }],
        });
      const value = pair.slice(at + 1);
      return [pair.slice(0, at), value.startsWith('[') ? listOf(value) : value];
    }),
  );
}

function listOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * `meniscus calc ID [name=value…]`: one calculation from named values, or from a JSON object of quantity texts. Refusals
 * name the field.
 */
export function calc(id: string, path: string, text: boolean, values: readonly string[] = []): string {
  // before the input is read, so that nobody waits for a calculator that is not there
  if (!findCalculator(id))
    throw refusal({
      code: 'refused',
      issues: [
        {
          path: 'id',
          code: 'calculator-not-known',
          given: id,
          accepted: closest(id).join(', ') || 'an id of calc --list',
        },
      ],
    });
  const answer = calculate(id, values.length > 0 ? namedValues(values) : readJson(path));
  if (!answer.ok) throw refusal({ code: 'refused', issues: refusalsOf(answer.failure) });
  return text ? answerText(answer.value) : json(inWords(answer.value));
}

const inWords = (a: CalculatorAnswer): CalculatorAnswer => ({ ...a, warnings: refusalsOf(a.warnings) });

type Line =
  | { ok: true; value: CalculatorAnswer }
  | { ok: false; failure: { code: 'refused'; issues: readonly Refusal[] } };

const refused = (issues: readonly Issue[]): Line => ({
  ok: false,
  failure: { code: 'refused', issues: refusalsOf(issues) },
});

const Request = z.strictObject({ id: z.string(), input: z.looseObject({}) });
const REQUEST = '{"id": …, "input": {…}}';

function answerLine(line: string): Line {
  let raw: unknown;
  try {
    raw = parseJson(line);
  } catch {
    return refused([{ path: '', code: 'json-not-read', given: line.slice(0, 60), accepted: REQUEST }]);
  }
  const request = Request.safeParse(raw);
  if (!request.success)
    return refused(
      issuesOf(request.error, raw).map((i) => ({
        ...i,
        accepted: `${acceptedWords(i.accepted)}; a line is ${REQUEST}`,
      })),
    );
  const answer = calculate(request.data.id, request.data.input);
  if (answer.ok) return { ok: true, value: inWords(answer.value) };
  // the paths lead from the line, so that a field called `id` is not taken for the calculator's
  return refused(
    answer.failure.map((i) => (i.code === 'calculator-not-known' ? i : { ...i, path: `input.${i.path}` })),
  );
}

/**
 * `meniscus calc --jsonl`: a request `{"id", "input"}` a line, an answer a line, in order, refusals included. An empty line is
 * a request that can not be read and is answered as one: the nth answer belongs to the nth line.
 */
export async function calcLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (!output.write(`${JSON.stringify(answerLine(line))}\n`))
      await new Promise((resolve) => output.once('drain', resolve));
  }
}
