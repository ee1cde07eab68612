import { seedLibrary } from '../../db/seed/library.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import type { Previous } from '../../engine/facts/facts.ts';
import { parseInstant, type Minute } from '../../engine/time/calendar.ts';
import { factsOf } from '../../engine/facts/compute.ts';
import { instantOf, orderFile, orderIssues } from '../../engine/order/order.ts';
import { unwrap, type Issue } from '../../engine/number/result.ts';
import { issuesOf } from '../../engine/number/fields.ts';
import { NONE_STATED } from '../../engine/order/asked-lists.ts';
import { demoOrder } from '../../electron/services/demo-order.ts';

export const library = seedLibrary();

/** The same site after it entered the steps of its CADD-Solis, which no published page gives. */
export const withSteps: Library = {
  ...library,
  site: {
    ...library.site,
    pumps: {
      'cadd-solis': {
        'demand-dose': { step: '0.05 mL' },
        'clinician-bolus': { step: '0.05 mL' },
        'continuous-rate': { step: '0.1 mL/h' },
        lockout: { step: '1 min' },
      },
    },
  },
};

const AT = '2026-11-23T15:00Z';
const demonstration = demoOrder(unwrap(parseInstant(AT)));

/** An order file without a hard finding: the demonstration's hydromorphone PCA for a naive adult, 8 h a night. */
export const baseFile = () => ({
  at: AT,
  patient: {
    birthDate: '1976-05-04',
    sex: 'male',
    weight: { value: '70 kg', on: '2026-11-20' },
    height: { value: '175 cm', on: '2026-06-01' },
    creatinine: { value: '0.9 mg/dL', on: '2026-11-20' },
    opioidStatus: 'naive',
    allergies: [],
    noKnownAllergies: { by: 'R. Keller RN', on: '2026-11-20' },
    conditions: [],
    noKnownConditions: { by: 'R. Keller RN', on: '2026-11-20' },
    medicines: [],
    noHomeMedicines: { by: 'R. Keller RN', on: '2026-11-20' },
  },
  order: { ...demonstration, sessions: { ...demonstration.sessions, duration: '8 h' } },
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
  // the base states that there is nothing to list, which a list takes back
  for (const [list, none] of Object.entries(NONE_STATED))
    if (((file['patient'] as Json)[list] as unknown[] | undefined)?.length)
      delete (file['patient'] as Json)[none];
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

export const factsWith = (changes: Changes = {}, previous: Previous | null = null, own = library) =>
  factsOf(questionOf(changes, previous), own);
