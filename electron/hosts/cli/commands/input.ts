import { refusalsOf } from '../../../../words/refusal.ts';
import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { issuesOf } from '../../../../engine/number/fields.ts';
import { parseJson } from '../../../../engine/number/json.ts';
import { EXIT, Exit } from './exit.ts';
import { refusal } from './refusal.ts';

/** Reads JSON from a file or, for `-`, from standard input. What can not be read is refused with the reason. */
export function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new Exit(
      EXIT.refused,
      `file-not-read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}: a readable file, or - for standard input`,
    );
  }
  try {
    return parseJson(text);
  } catch (error) {
    throw new Exit(EXIT.refused, `json-not-read: ${(error as Error).message}`);
  }
}

export function decode<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success)
    throw refusal({ code: 'invalid-input', issues: refusalsOf(issuesOf(parsed.error, raw)) });
  return parsed.data;
}
