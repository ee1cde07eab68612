import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { instantOf, orderFile } from '../../../engine/order/order.ts';
import type { Minute } from '../../../engine/time/calendar.ts';
import { library } from '../base-order.ts';
import { checkOrder } from '../told.ts';

interface Wanted {
  readonly outcome: string;
  readonly severity: readonly string[];
  readonly ruleOrCheckAnyOf?: readonly string[];
  /** words, one of which stands in what is said */
  readonly findingNames?: string;
}
interface Case {
  readonly id: string;
  readonly what: string;
  readonly must: readonly Wanted[];
  readonly mustNot: readonly Wanted[];
  readonly file: unknown;
}

/** Orders that once passed in silence, each with the finding that must appear, and one that must stay quiet. */
const cases = JSON.parse(
  readFileSync(new URL('../../cases/net/orders.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe.each(cases)('$id: $what', ({ file: raw, must, mustNot }) => {
  const file = orderFile.parse(raw);
  const { findings } = checkOrder({ ...file, at: instantOf(file, 0 as Minute) }, library);
  const fits = (w: Wanted) =>
    findings.filter(
      (f) =>
        f.outcome !== 'pass' &&
        (w.outcome === 'any' || f.outcome === w.outcome) &&
        w.severity.includes(f.severity) &&
        (w.ruleOrCheckAnyOf?.some((id) => f.id === id || f.check === id) ?? true) &&
        new RegExp(w.findingNames ?? '', 'i').test(`${f.subject} ${f.message} ${f.observed}`),
    );
  test('is told what it must be told', () => {
    for (const want of must) expect(fits(want), JSON.stringify(want)).not.toEqual([]);
  });
  test('and nothing that it must not be told', () => {
    expect(mustNot.flatMap(fits).map((f) => f.key)).toEqual([]);
  });
});
