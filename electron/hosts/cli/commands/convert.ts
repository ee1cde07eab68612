import { createInterface } from 'node:readline';
import { refusalsOf, refusalText } from '../../../../words/refusal.ts';
import { convert } from '../../../../engine/calculators/convert.ts';
import { exactly } from './exactly.ts';
import { refusal } from './refusal.ts';

/** `meniscus convert "0.1 mcg/kg/min" mg/kg/h [factors]`. */
export function convertText(text: string, unit: string, factors: readonly string[], asJson: boolean): string {
  const converted = convert(text, unit, ...factors);
  if (!converted.ok) throw refusal({ code: 'refused', issues: refusalsOf([converted.failure]) });
  const c = converted.value;
  return asJson ? `${JSON.stringify(c, null, 2)}\n` : `${exactly(c, ` ${c.unit}`)}\n${c.derivation.line}\n`;
}

/**
 * `meniscus convert` without arguments: a line `0.1 mcg/kg/min to mg/kg/h` each, an answer a line, in order. A line that
 * can not be read is answered by its refusal.
 */
export async function convertLines(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (!output.write(`${convertedLine(line)}\n`))
      await new Promise((resolve) => output.once('drain', resolve));
  }
}

function convertedLine(line: string): string {
  const [text = '', unit, ...more] = line.split(' to ');
  if (unit === undefined || more.length > 0) return 'refused: a line such as: 0.1 mcg/kg/min to mg/kg/h';
  const converted = convert(text, unit);
  return converted.ok
    ? exactly(converted.value, ` ${converted.value.unit}`)
    : `refused: ${refusalText(converted.failure)}`;
}
