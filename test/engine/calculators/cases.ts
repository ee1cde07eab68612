import { globSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { CalculatorAnswer, OutputValue } from '../../../engine/calculators/calculate.ts';
import { convert } from '../../../engine/calculators/convert.ts';
import { exact, round } from '../../../engine/number/notation.ts';

export interface Case {
  readonly id: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, string>>;
  readonly source: string;
}
export interface RefusalCase {
  readonly id: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly code: string;
  readonly why: string;
}

const folder = new URL('../../cases/calculators/', import.meta.url).pathname;
const read = <T>(file: string): T[] => JSON.parse(readFileSync(file, 'utf8')) as T[];
export const refusals = (): RefusalCase[] => read(`${folder}refusals.json`);
export const cases = (): Case[] =>
  globSync(`${folder}*.json`)
    .filter((f) => !f.endsWith('refusals.json'))
    .toSorted()
    .flatMap((f) => read<Case>(f));

/** `150 mg` is met exactly, in any unit; `about 48.08 mg/mL` to the digits that are printed; words word for word. */
export function expectOutput(answer: CalculatorAnswer, name: string, expected: string): void {
  const output = answer.outputs[name];
  expect(output, `${answer.id} has no output ${name}`).toBeDefined();
  if (!output) return;
  const about = expected.startsWith('about ');
  const text = about ? expected.slice('about '.length) : expected;
  const [number = '', ...rest] = text.split(' ');
  const unit = rest.join(' ');
  if (!/^-?\d/.test(number) || output.rounding === null) return expect(output.value).toBe(expected);
  const value = inUnit(output, unit);
  const digits = number.split('.')[1]?.length ?? 0;
  const step = exact(`0.${'0'.repeat(Math.max(0, digits - 1))}1`);
  const compared = about
    ? round(value, { step: digits === 0 ? exact('1') : step, direction: 'nearest' }).value
    : value;
  expect(compared.toFraction(), `${answer.id}.${name} is ${output.value} ${output.unit}`).toBe(
    exact(number).toFraction(),
  );
}

function inUnit(output: OutputValue, unit: string) {
  if (output.unit === unit) return exact(output.exact);
  // a factor of 1 of the output's unit, exactly
  const one = convert(`1 ${output.unit}`, unit);
  if (!one.ok) throw new Error(`${output.unit} is not ${unit}`);
  return exact(output.exact).mul(exact(one.value.exact));
}
