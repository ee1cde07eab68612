import type { ObservedFacts } from '../answers/facts.ts';
import type { Messages } from '../answers/messages.ts';
import type { MissingFacts } from '../answers/missing.ts';
import type { Told } from '../answers/said.ts';
import type { Subjects } from '../answers/subjects.ts';
import * as z from 'zod';
import { severity } from '../formulary/formulary.ts';
import { REGIMEN_KINDS } from '../formulary/regimen-kinds.ts';
import { source } from '../formulary/source.ts';

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

/** A code with its facts, or the sentence of a report that was kept before there were codes. */
const told = <M>(): z.ZodType<Told<M>> =>
  z.union([z.string(), z.looseObject({ code: z.string() })]) as unknown as z.ZodType<Told<M>>;

/** The text stands only in reports that were kept before there were codes. */
const reason = z.strictObject({ code: z.string(), text: z.string().optional() });

export const finding = z.strictObject({
  /** unique in a report, and the same again while rule and subject stay */
  key: z.string(),
  /** the rule or check that speaks; one rule answers once per order line */
  id: z.string(),
  /** which file of engine/checks asked */
  check: z.string(),
  outcome: z.enum(['pass', 'fail', 'could-not-be-done']),
  severity,
  /** codes with their facts; the sentences stand in `words/` */
  message: told<Messages>(),
  /** what the rule was held against, such as `demand dose` */
  subject: told<Subjects>(),
  observed: told<ObservedFacts>().nullable(),
  limit: told<ObservedFacts>().nullable(),
  /** for could-not-be-done: the fact that is missing */
  missing: told<MissingFacts>().nullable(),
  source,
  provenance: z.string(),
  derivations: z.array(printedDerivation),
  /** reasons that may be chosen to pass it; empty where nobody may */
  reasons: z.array(reason),
  /** left out where it is about this order or patient; else what the site knows once, for all orders, or what only has to be supplied in time */
  about: z.enum(['formulation', 'pump', 'supply']).optional(),
});
export type About = NonNullable<z.infer<typeof finding>['about']>;
export type Finding = z.infer<typeof finding>;

const figure = z.strictObject({ value: z.string(), provenance: z.string(), source });
const neighbour = z.strictObject({ value: z.string(), volume: z.string(), deviation: z.string() });

const programField = z.strictObject({
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
  /** the worst case if the limit window of the pump does not roll, where no source says so and that is more */
  ifFixed: z.strictObject({ worst: z.string(), shown: z.string() }).optional(),
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
    kind: z.enum(REGIMEN_KINDS).default('pca'),
    /** every line of the regimen in the field's words: as ordered, and in exact amounts */
    lines: z
      .array(z.strictObject({ id: z.string(), name: z.string(), ordered: z.string(), exact: z.string() }))
      .default([]),
    /** what the patient triggers; null where nothing is */
    demand: z.string().nullable(),
    /** what the clock gives; null where nothing is, and in reports from before it was told */
    dose: z.string().nullable().optional(),
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
  /** the order before, where its concentration was another: each value of it beside that of now, amount and volume */
  before: z
    .strictObject({
      concentration: z.string(),
      /** further drugs of either container; null: that one held none of it, or its concentration was not told */
      also: z
        .array(
          z.strictObject({ name: z.string(), before: z.string().nullable(), now: z.string().nullable() }),
        )
        .optional(),
      lines: z.array(
        z.strictObject({ name: z.string(), before: z.string().nullable(), now: z.string().nullable() }),
      ),
    })
    .optional(),
  exposure: z.strictObject({
    windows: z.array(windowReport),
    timeToLimit: z.string().nullable(),
    dosesUnderLimit: z.string().nullable(),
    doseSpacing: z.string().nullable(),
    kvoAtLimit: z.string().nullable(),
    /** all that one container holds, at the highest rate that the pump can be set to; not told in reports from before */
    container: z
      .strictObject({
        amount: z.string(),
        /** null: no source gives the highest rate of this pump */
        rate: z.string().nullable(),
        /** exact, and as it is shown */
        within: z.string().nullable(),
        shown: z.string().nullable(),
        derivation: printedDerivation.nullable(),
      })
      .optional(),
    /** no source says what the pump does at a limit that it holds */
    atLimitNotKnown: z.boolean().optional(),
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
