import { createInterface } from 'node:readline';
import * as z from 'zod';
import { calculate, findCalculator, type CalculatorAnswer } from '../../engine/calculators/calculate.ts';
import { convert } from '../../engine/calculators/convert.ts';
import { describe } from '../../engine/calculators/describe.ts';
import { calculators } from '../../engine/calculators/registry.ts';
import type { Issue } from '../../engine/result.ts';
import { issuesOf } from '../../engine/schema.ts';
import { refusal } from './exit.ts';
import { readJson } from './input.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** `meniscus calc --list`: every calculator with its inputs and outputs in units. */
export const listCalculators = (): string => json(calculators.map(describe));

/** A shortened decimal says so, and of what: the exact value, or where exactness ends how far it was carried. */
const exactly = (o: { value: string; exact: string; exactness?: string }, unit: string): string => {
  if (o.value === o.exact) return `${o.value}${unit}`;
  const whole = `${o.exact}${unit}`;
  const ended = o.exactness !== undefined && o.exactness !== 'exact';
  return `about ${o.value}${unit}, ${ended ? `${whole} ${o.exactness}` : `exactly ${whole}`}`;
};

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
  const warnings = a.warnings.map((w) => `  note: ${w.code}: ${w.accepted}`);
  return `${[a.title, ...outputs, ...table, ...warnings, 'Derivation', ...steps, `Source: ${a.source.title}`].join('\n')}\n`;
}

/** `meniscus calc ID`: one calculation from a JSON object of quantity texts. Refusals name the field. */
export function calc(id: string, path: string, text: boolean): string {
  // before the input is read, so that nobody waits for a calculator that is not there
  if (!findCalculator(id))
    throw refusal({
      code: 'refused',
      issues: [{ path: 'id', code: 'calculator-not-known', given: id, accepted: 'an id of calc --list' }],
    });
  const answer = calculate(id, readJson(path));
  if (!answer.ok) throw refusal({ code: 'refused', issues: [...answer.failure] });
  return text ? answerText(answer.value) : json(answer.value);
}

type Line =
  | { ok: true; value: CalculatorAnswer }
  | { ok: false; failure: { code: 'refused'; issues: readonly Issue[] } };

const refused = (issues: readonly Issue[]): Line => ({ ok: false, failure: { code: 'refused', issues } });

const Request = z.strictObject({ id: z.string(), input: z.looseObject({}) });
const REQUEST = '{"id": …, "input": {…}}';

function answerLine(line: string): Line {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return refused([{ path: '', code: 'json-not-read', given: line.slice(0, 60), accepted: REQUEST }]);
  }
  const request = Request.safeParse(raw);
  if (!request.success)
    return refused(
      issuesOf(request.error, raw).map((i) => ({ ...i, accepted: `${i.accepted}; a line is ${REQUEST}` })),
    );
  const answer = calculate(request.data.id, request.data.input);
  if (answer.ok) return { ok: true, value: answer.value };
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

/** `meniscus convert "0.1 mcg/kg/min" mg/kg/h [factors]`. */
export function convertText(text: string, unit: string, factors: readonly string[], asJson: boolean): string {
  const converted = convert(text, unit, ...factors);
  if (!converted.ok) throw refusal({ code: 'refused', issues: [converted.failure] });
  const c = converted.value;
  return asJson ? json(c) : `${exactly(c, ` ${c.unit}`)}\n${c.derivation.line}\n`;
}
