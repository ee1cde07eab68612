import * as z from 'zod';
import { severity, source } from './formulary.ts';

/** The answer to "is this order safe": plain data, the same on screen, command line and paper. */
export const printedDerivation = z.strictObject({
  id: z.string(),
  name: z.string(),
  formula: z.string(),
  line: z.string(),
  result: z.string(),
  about: z.string().nullable(),
  source,
});

export const finding = z.strictObject({
  /** unique in a report, and the same again while rule and subject stay */
  key: z.string(),
  /** the rule or check that speaks; one rule answers once per order line */
  id: z.string(),
  /** which file of engine/checks asked */
  check: z.string(),
  outcome: z.enum(['pass', 'fail', 'could-not-be-done']),
  severity,
  message: z.string(),
  /** what the rule was held against, such as `demand dose` */
  subject: z.string(),
  observed: z.string().nullable(),
  limit: z.string().nullable(),
  /** for could-not-be-done: the fact that is missing */
  missing: z.string().nullable(),
  source,
  provenance: z.string(),
  derivations: z.array(printedDerivation),
  /** reasons that may be chosen to pass it; empty where nobody may */
  reasons: z.array(z.strictObject({ code: z.string(), text: z.string() })),
});
export type Finding = z.infer<typeof finding>;

const figure = z.strictObject({ value: z.string(), provenance: z.string(), source });
const neighbour = z.strictObject({ value: z.string(), volume: z.string(), deviation: z.string() });

export const programField = z.strictObject({
  id: z.string(),
  label: z.string(),
  ordered: z.string().nullable(),
  programmed: z.string().nullable(),
  volume: z.string().nullable(),
  deviation: z.string().nullable(),
  onGrid: z.enum(['on-grid', 'off-grid', 'step-not-known', 'not-stepped']),
  below: neighbour.nullable(),
  above: neighbour.nullable(),
  range: z.enum(['within', 'outside', 'not-known', 'none']),
  min: figure.nullable(),
  max: figure.nullable(),
  step: figure.nullable(),
  note: z.string().nullable(),
});

export const windowReport = z.strictObject({
  window: z.string(),
  worst: z.string(),
  /** shortened for reading where the decimal is long */
  shown: z.string(),
  /** what the pump's own limit counts of it */
  underLimit: z.string(),
  /** null where the patient triggers no dose */
  plusOneDose: z.string().nullable(),
  mme: z.string().nullable(),
  kind: z.enum(['exact', 'bound']),
  binding: z.enum(['lockout', 'limit', 'max-doses-per-hour', 'dose-limit', 'plan']),
  derivation: printedDerivation,
});

/** How long one container lasts and what ends its use, each from the first start; null: longer than all sessions. */
export const runOutAnswer = z.strictObject({
  /** pressed at once, with every bolus that is allowed */
  shortest: z.string().nullable(),
  expected: z.string().nullable(),
  /** nobody presses */
  longest: z.string().nullable(),
  binds: z.string().nullable(),
  until: z.string().nullable(),
  derivation: printedDerivation.nullable(),
  limits: z.array(z.strictObject({ what: z.string(), within: z.string() })),
  missing: z.array(z.string()),
});
export type RunOutAnswer = z.infer<typeof runOutAnswer>;

export const orderReport = z.strictObject({
  at: z.string(),
  ruleSet: z.string(),
  drug: z.strictObject({
    id: z.string(),
    name: z.string(),
    unit: z.string(),
    schedule: z.string().nullable(),
    highAlert: z.boolean(),
  }),
  regimen: z.strictObject({
    /** reports that were kept before there were other kinds are of a PCA */
    kind: z.enum(['pca', 'intermittent', 'continuous', 'taper', 'nerve-block']).default('pca'),
    /** every line of the regimen in the field's words: as ordered, and in exact amounts */
    lines: z
      .array(z.strictObject({ id: z.string(), name: z.string(), ordered: z.string(), exact: z.string() }))
      .default([]),
    /** what the patient triggers; null where nothing is */
    demand: z.string().nullable(),
    lockout: z.string().nullable(),
    /** the highest rate that flows by itself */
    basal: z.string(),
    loading: z.string().nullable(),
    clinician: z.string().nullable(),
    limit: z.string().nullable(),
  }),
  preparation: z.strictObject({
    concentration: z.string(),
    drugAmount: z.string(),
    finalVolume: z.string(),
    draw: z.string(),
    diluent: z.string().nullable(),
    withdraw: z.string().nullable(),
    diluentName: z.string(),
    vials: z.string(),
    waste: z.string(),
    usable: z.string().nullable(),
    /** further drugs in the same container, each with what the patient can receive of it */
    also: z
      .array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          drugAmount: z.string(),
          concentration: z.string(),
          draw: z.string(),
          vials: z.string(),
          waste: z.string(),
          windows: z.array(windowReport),
        }),
      )
      .default([]),
  }),
  program: z.strictObject({
    pump: z.string(),
    model: z.string(),
    /** the way of delivery, in words */
    mode: z.string().default('PCA'),
    fields: z.array(programField),
    warnings: z.array(z.string()),
  }),
  exposure: z.strictObject({
    windows: z.array(windowReport),
    timeToLimit: z.string().nullable(),
    dosesUnderLimit: z.string().nullable(),
    doseSpacing: z.string().nullable(),
    kvoAtLimit: z.string().nullable(),
  }),
  /** computed for the report that is kept; null while an order is typed, and in reports from before */
  runOut: runOutAnswer.nullable().default(null),
  bud: z.strictObject({
    limit: z.string().nullable(),
    binds: z.string(),
    derivation: printedDerivation.nullable(),
  }),
  findings: z.array(finding),
  derivations: z.array(printedDerivation),
  /** findings that keep the order from being verified until they are resolved */
  blocking: z.number().int(),
});
export type OrderReport = z.infer<typeof orderReport>;

/** Does this finding stand in the way of verification? */
export const blocks = (f: Finding): boolean =>
  (f.outcome === 'fail' && f.severity !== 'info') || f.outcome === 'could-not-be-done';
