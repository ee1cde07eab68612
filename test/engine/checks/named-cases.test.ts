import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { factsOf } from '../../../engine/facts/compute.ts';
import { instantOf, orderFile } from '../../../engine/order/order.ts';
import type { Minute } from '../../../engine/time/calendar.ts';
import { library } from '../base-order.ts';

interface NamedCase {
  readonly what: string;
  /** ids of rules, with the outcome each must have */
  readonly must: readonly (readonly [string, string])[];
  readonly file: unknown;
}
const folder = new URL('../../cases/names/', import.meta.url);
const cases = readdirSync(folder).map(
  (name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as NamedCase] as const,
);

/** Orders that once passed in silence: each is stopped by a finding that names the hazard. */
describe.each(cases)('%s', (_, c) => {
  const file = orderFile.parse(c.file);
  const found = findingsOf(factsOf({ ...file, at: instantOf(file, 0 as Minute) }, library));
  test.each(c.must)(`${c.what}: %s %s`, (id, outcome) => {
    const own = found.filter((f) => f.id === id && f.outcome === outcome);
    expect(own.length, found.map((f) => `${f.id} ${f.outcome}`).join('\n')).toBeGreaterThan(0);
    expect(own.every((f) => f.severity !== 'info')).toBe(true);
  });
  test('the allergies were asked about', () => {
    expect(found.filter((f) => f.id === 'allergies-not-asked').map((f) => f.outcome)).toEqual(['pass']);
  });
});
