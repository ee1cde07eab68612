import * as z from 'zod';
import { auxiliaryWarning } from './auxiliary.ts';
import { PLAUSIBILITY, plausibility } from './plausibility.ts';
import { genericPumps } from './pumps/generic.ts';
import { quantityField, wordsField } from './schema.ts';

/**
 * The library: drugs, products, limits, and the site's own figures, as data. Shape of db/seed/formulary.json.
 * Amounts are decimal text; `null` and absence mean "none set", never zero.
 */
export const source = z.object({
  id: z.string(),
  title: z.string(),
  section: z.string().optional(),
  year: z.string().optional(),
  url: z.string().optional(),
});

export const severity = z.enum(['info', 'soft', 'hard', 'absolute']);
export type Severity = z.infer<typeof severity>;

export const ruleKind = z.enum([
  'single_dose',
  'hourly',
  '4_hourly',
  '24h',
  'duration_hours',
  'duration_days',
  'lifetime_episode',
  'concentration',
  'rate',
  'weight_based',
  'min_interval',
  'repeat_interval',
  'lockout_min',
  'separation_h',
  'min_infusion_time',
  'titration_dose',
  'titration_interval',
  'taper_days',
  'weight_floor',
  'qtc',
  'product_dilution',
  'dose_reduction',
  'renal_block',
  'age_block',
  'interaction_block',
  'ecg_required',
  'home_block',
]);

export const population = z.strictObject({
  age_min_y: z.string().optional(),
  age_max_y: z.string().optional(),
  weight_min_kg: z.string().optional(),
  weight_max_kg_excl: z.string().optional(),
  crcl_min_ml_min: z.string().optional(),
  crcl_max_ml_min_excl: z.string().optional(),
  opioid_status: z.enum(['naive', 'tolerant', 'unknown']).optional(),
  renal: z.string().optional(),
  condition: z.string().optional(),
  any_of: z.array(z.string()).optional(),
});
export type Population = z.infer<typeof population>;

export const doseRule = z.strictObject({
  id: z.string(),
  kind: ruleKind,
  direction: z.enum(['max', 'min']),
  amount: z.string(),
  unit: z.string(),
  per: z.enum(['none', 'kg_actual', 'kg_IBW', 'kg_LBW']),
  window_h: z.string().nullable(),
  population,
  routes: z.array(z.string()),
  severity,
  message: z.string(),
  source,
  provenance: z.string(),
  context: z.string().optional(),
  derived_from: z.unknown().optional(),
  comparator: z.enum(['gt', 'ge', 'lt', 'predicate']),
});
export type DoseRule = z.infer<typeof doseRule>;

const globalRule = z.object({
  id: z.string(),
  test: z.string(),
  severity: z.string(),
  message: z.string(),
  source,
  provenance: z.string(),
});
export type GlobalRule = z.infer<typeof globalRule>;

const classRule = z.object({
  id: z.string(),
  amount: z.string(),
  unit: z.string().optional(),
  comparator: z.string(),
  severity,
  message: z.string(),
  source,
  provenance: z.string(),
});

/**
 * When a contraindication holds: any of the lists, in which all facts hold. A fact that this version does not know makes
 * the answer could-not-be-done, so the name stays open here; engine/checks/rule-facts.ts lists those it knows.
 */
const when = z.array(z.array(z.strictObject({ fact: z.string(), is: z.string().optional() })).min(1)).min(1);
export type When = z.infer<typeof when>;

export const drug = z.object({
  id: z.string(),
  generic_name: z.string(),
  salt: z.string().nullable(),
  tall_man: z.string().nullable(),
  dea_schedule: z.string().nullable(),
  ismp_high_alert: z.boolean(),
  class_ids: z.array(z.string()),
  hcpcs: z.array(
    z.object({ code: z.string(), units_amount: z.string().nullable(), units_unit: z.string().nullable() }),
  ),
  vials: z.array(
    z.object({
      strength: z.string(),
      unit: z.string(),
      container_volume_mL: z.string(),
      container: z.string(),
      provenance: z.string(),
    }),
  ),
  routes: z.array(z.string()),
  standard_concentrations: z.array(
    z.object({ value: z.string(), unit: z.string(), use: z.string(), provenance: z.string(), source }),
  ),
  dosing_units: z.array(z.string()),
  diluents: z.array(z.string()),
  concentration_limits: z.array(
    z.object({
      min: z.string().nullable().optional(),
      max: z.string().nullable().optional(),
      unit: z.string(),
      use: z.string().optional(),
      source,
    }),
  ),
  stability: z.array(
    z.object({
      container: z.string(),
      concentration: z.string(),
      diluent: z.string(),
      temperature: z.string(),
      days: z.string().nullable(),
      finding: z.string(),
      source,
      provenance: z.string(),
    }),
  ),
  rules: z.array(doseRule),
  opioid_conversion: z
    .object({
      parenteral_to_oral_mme: z.string().nullable().optional(),
      unit: z.string().optional(),
      basis: z.string().optional(),
      source,
    })
    .nullable(),
  contraindications: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      test: z.string(),
      when: when.optional(),
      severity,
      message: z.string(),
      source,
      provenance: z.string(),
    }),
  ),
});
export type Drug = z.infer<typeof drug>;

export const formulary = z.object({
  meta: z.object({ schema_version: z.string() }),
  classes: z.record(
    z.string(),
    z.object({
      rules: z.array(z.union([z.string(), classRule])),
      /** drug id → ids of its rules of which the smallest is its maximum in 24 h; a rule per hour counts 24 times */
      max_24h: z.record(z.string(), z.array(z.string())).optional(),
    }),
  ),
  global_rules: z.array(globalRule),
  diluents: z.array(z.object({ id: z.string(), name: z.string() })),
  drugs: z.array(drug),
});
export type Formulary = z.infer<typeof formulary>;

/** USP <797> beyond-use rows and the site's own limits; each figure carries where it comes from. */
export const budRow = z.object({
  category: z.string(),
  method: z.string(),
  sterility_test: z.string(),
  starting_components: z.string(),
  controlled_room_temperature: z.object({ value: z.string(), unit: z.string() }).nullable(),
  refrigerator: z.object({ value: z.string(), unit: z.string() }).nullable(),
  freezer: z.object({ value: z.string(), unit: z.string() }).nullable(),
  source,
  provenance: z.string(),
});
export type BudRow = z.infer<typeof budRow>;

const storage = z.enum(['room', 'refrigerated', 'frozen']);

/**
 * One studied preparation: which concentrations, diluents, containers and storage, and for how many days. A concentration
 * is one (`1 mg/mL`) or a studied range (`1 mg/mL to 3 mg/mL`); with `also` it was studied of that mixture and no other.
 */
export const stabilityRow = z.strictObject({
  drug: z.string(),
  concentrations: z.array(z.string()),
  also: z.array(z.strictObject({ drug: z.string(), concentrations: z.array(z.string()) })).optional(),
  diluents: z.array(z.string()),
  containers: z.array(z.string()),
  storage,
  temperature: z.string(),
  days: z.string(),
  finding: z.string(),
  source,
  provenance: z.string(),
});
export type StabilityRow = z.infer<typeof stabilityRow>;

/**
 * What is known of drugs in one container. `where` holds, in a form that can be compared, what the words of `conditions`
 * say: any of it has to fit. Absent, a conflict holds everywhere, and anything else has to be read by a pharmacist.
 */
export const compatibilityRow = z.strictObject({
  /** ids of the formulary, or names of what it does not hold */
  drugs: z.array(z.string()).min(2),
  setting: z.string(),
  result: z.enum(['compatible', 'physically compatible', 'conditional', 'incompatible']),
  conditions: z.string(),
  where: z
    .array(
      z.strictObject({
        concentrations: z.record(z.string(), z.array(z.string())).optional(),
        diluents: z.array(z.string()).optional(),
        containers: z.array(z.string()).optional(),
        storages: z.array(storage).optional(),
      }),
    )
    .min(1)
    .optional(),
  duration: z.string().optional(),
  note: z.string().optional(),
  source,
  provenance: z.string(),
});
export type CompatibilityRow = z.infer<typeof compatibilityRow>;

export const pharmacy = z.strictObject({
  name: wordsField(80),
  address: wordsField(120),
  phone: wordsField(40),
});

const figureField = () =>
  quantityField('volume', 'volume/time', 'time', 'mass/volume', 'mass', 'mass/time', '').optional();
const pumpFigures = z.strictObject({ min: figureField(), max: figureField(), step: figureField() });
export type PumpFigures = z.infer<typeof pumpFigures>;

const side = (least: number, most: number) => z.number().int().min(least).max(most);
/** A size of paper, no amount: whole hundredths of an inch. Bounds: house rule, from a syringe flag to a full sheet. */
export const labelSize = z.strictObject({
  width: side(100, 850).describe('hundredths of an inch'),
  height: side(100, 1100).describe('hundredths of an inch'),
});
export type LabelSize = z.infer<typeof labelSize>;

/** What a site decides of one published rule; what is absent stays as it was published. */
export const siteRule = z.strictObject({ amount: z.string().optional(), severity: severity.optional() });
export type SiteRule = z.infer<typeof siteRule>;

export const site = z.strictObject({
  /** null until a supervisor has entered it: nothing is printed before */
  pharmacy: pharmacy.nullable(),
  timeZone: z.string(),
  /** the site's own label stock, in hundredths of an inch; null: none */
  ownLabel: labelSize.nullable().default(null),
  /** which USP <797> row the clean room works to */
  bud: z.strictObject({
    category: z.string(),
    method: z.string(),
    sterilityTest: z.string(),
    startingComponents: z.string(),
  }),
  /** house rules, editable: how old a fact may be, in days */
  maxAge: z.strictObject({ weight: z.string(), creatinine: z.string(), height: z.string() }),
  /** house rules, editable: what looks like a slip of the pen or the keys */
  plausibility: plausibility.default(PLAUSIBILITY),
  /** rule id → what two people of this site decided of it: stricter than it was published, never laxer */
  rules: z.record(z.string(), siteRule).default({}),
  /** house rule: which drugs and which kinds of regimen a second person enters blind before they are verified */
  doubleCheck: z
    .strictObject({ drugs: z.array(z.string()), kinds: z.array(z.string()) })
    .default({ drugs: [], kinds: [] }),
  /** pump id → field id → bounds and step that the site entered from the manual of its own pump */
  pumps: z.record(z.string(), z.record(z.string(), pumpFigures)).default({}),
  /** pumps that no shipped model describes, from their manuals */
  genericPumps: genericPumps.default([]),
});
export type Site = z.infer<typeof site>;

export const library = z.object({
  version: z.string(),
  formulary,
  bud: z.array(budRow),
  stability: z.array(stabilityRow),
  /** absent in rule sets from before there was any */
  compatibility: z.array(compatibilityRow).default([]),
  /** absent in rule sets from before there were any */
  auxiliary: z.array(auxiliaryWarning).default([]),
  site,
});
export type Library = z.infer<typeof library>;

/** The name as it is printed: tall-man letters where the list has them. */
export const drugName = (d: Drug): string => d.tall_man ?? d.generic_name;

/** `mg` or `mcg`: the one unit of mass in which a drug is ordered, prepared and programmed. */
export const drugUnit = (d: Drug): string =>
  d.dosing_units.map((u) => u.split('/')[0] ?? '').find((u) => u === 'mg' || u === 'mcg') ?? 'mg';

export const routesOf = (d: Drug): string[] => d.routes.map((r) => r.replace(/ \(.*\)$/, ''));

/** Any opioid, full or partial agonist; rescue drugs are not. */
export const isOpioid = (d: Drug): boolean => d.class_ids.some((c) => c.startsWith('opioid_'));

export const findDrug = (l: Pick<Library, 'formulary'>, id: string): Drug | undefined =>
  l.formulary.drugs.find((d) => d.id === id);
