import { seedLibrary } from '../../db/seed/library.ts';
import type { Previous } from '../../engine/checks/check.ts';
import type { Minute } from '../../engine/calendar.ts';
import { factsOf } from '../../engine/facts.ts';
import { instantOf, orderFile, orderIssues } from '../../engine/order.ts';
import type { Issue } from '../../engine/result.ts';
import { issuesOf } from '../../engine/schema.ts';

export const library = seedLibrary();

/** An order file without a hard finding: hydromorphone PCA for a naive adult (calculations.md 7; UTD-PCA ranges). */
export const baseFile = () => ({
  at: '2026-11-23T15:00Z',
  patient: {
    birthDate: '1976-05-04',
    sex: 'male',
    weight: { value: '70 kg', on: '2026-11-20' },
    height: { value: '175 cm', on: '2026-06-01' },
    creatinine: { value: '0.9 mg/dL', on: '2026-11-20' },
    opioidStatus: 'naive',
    allergies: [],
    conditions: [],
    medicines: [],
  },
  order: {
    drug: 'hydromorphone',
    route: 'IV',
    firstOrder: true,
    naloxone: 'ordered',
    regimen: {
      kind: 'pca',
      demand: '0.2 mg',
      lockout: '10 min',
      basal: '0 mg/h',
      limit: { kind: 'amount', amount: '4 mg', window: '4 h' },
    },
    sessions: { start: '2026-11-24T01:00Z', duration: '8 h', every: '24 h', count: '7' },
    preparation: {
      method: 'exact-fill',
      vial: { strength: '2 mg/mL', volume: '20 mL' },
      diluent: 'ns09',
      drugAmount: '20 mg',
      finalVolume: '100 mL',
      container: 'cassette',
      capacity: '100 mL',
      containers: '1',
      priming: '2 mL',
      residual: '3 mL',
      storage: 'refrigerated',
    },
    pump: 'cadd-solis',
  },
});

type Json = { [key: string]: unknown };
/** Changes by path, such as `order.regimen.lockout`; `undefined` leaves the field out. */
export type Changes = Readonly<Record<string, unknown>>;

/** The base file with some fields changed. */
export function fileWith(changes: Changes): unknown {
  const file = structuredClone(baseFile()) as Json;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const holder = keys.reduce<Json>((at, key) => (at[key] ??= {}) as Json, file);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return file;
}

/** What `meniscus check` says of a file before any check: refusals of the schema, then those of the engine. */
export function refusalsOf(raw: unknown): Issue[] {
  const parsed = orderFile.safeParse(raw);
  if (!parsed.success) return issuesOf(parsed.error, raw);
  const { patient, order } = parsed.data;
  return orderIssues(patient, order, library, instantOf(parsed.data, 0 as Minute));
}

/** The question that a file asks, decoded by the production schema. */
export function questionOf(changes: Changes = {}, previous: Previous | null = null) {
  const file = orderFile.parse(fileWith(changes));
  return { ...file, at: instantOf(file, 0 as Minute), previous: previous ?? file.previous ?? null };
}

export const factsWith = (changes: Changes = {}, previous: Previous | null = null) =>
  factsOf(questionOf(changes, previous), library);
