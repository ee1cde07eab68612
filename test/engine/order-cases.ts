import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { severity } from '../../engine/formulary.ts';

const outcome = z.enum(['pass', 'fail', 'could-not-be-done']);

/** A published order or incident with what the checks must say. `file` is what `meniscus check` reads. */
const orderCase = z.strictObject({
  name: z.string(),
  source: z.string(),
  /** what the source leaves out and was filled in */
  assumed: z.array(z.string()),
  file: z.unknown(),
  must: z.array(
    z.strictObject({
      id: z.string(),
      subject: z.string().optional(),
      outcome,
      severity: severity.optional(),
    }),
  ),
  /** every finding that fits all of what is named is one too many */
  mustNot: z.array(
    z.strictObject({
      id: z.string().optional(),
      outcome: outcome.optional(),
      severity: severity.optional(),
    }),
  ),
  expect: z.record(z.string(), z.string()).optional(),
  refused: z.array(z.strictObject({ path: z.string(), code: z.string() })).optional(),
});
export type OrderCase = z.infer<typeof orderCase>;

const folder = new URL('../cases/orders/', import.meta.url);

export const orderCases = (): OrderCase[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => orderCase.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
