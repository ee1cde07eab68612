import * as z from 'zod';
import { pumpManual, siteFormulation } from './site-knowledge.ts';
import { compatibilityRow, stabilityRow } from './studied.ts';
import { usualDose } from './usual-dose.ts';
import { auxiliaryWarning } from './auxiliary-warning.ts';
import { interaction } from './interactions.ts';
import { names, NO_NAMES } from './names.ts';
import { when } from './when.ts';
import { budRow } from './bud-row.ts';
import { ruleContext } from './rule-context.ts';
import { siteRecord } from './records/site-record.ts';
import { source } from './source.ts';
import { MADE, made } from './made-tolerance.ts';
import { PLAUSIBILITY, plausibility } from './plausibility.ts';
import { protocol } from './protocols.ts';
import { genericPumps } from '../pumps/generic.ts';
import { NO_PRODUCTS, products } from './products.ts';
import { quantityField, wordsField } from '../number/fields.ts';

export const severity = z.enum(['info', 'soft', 'hard', 'absolute']);
export type Severity = z.infer<typeof severity>;

const ruleKind = z.enum([
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
  /** for whom it is soft: what palliative patients ordinarily get */
  softer: when.optional(),
  message: z.string(),
  source,
  provenance: z.string(),
  context: ruleContext.optional(),
  derived_from: z.unknown().optional(),
  comparator: z.enum(['gt', 'ge', 'lt', 'predicate']),
  /** what was published, where two supervisors of this site decided a laxer one: each finding that it changes says so */
  laxer_than: z
    .strictObject({
      amount: z.string(),
      unit: z.string(),
      per: z.enum(['none', 'kg_actual', 'kg_IBW', 'kg_LBW']),
      comparator: z.enum(['gt', 'ge', 'lt', 'predicate']),
      severity,
    })
    .optional(),
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
  /** house rule: so many days of the baseline are kept beside what is allowed without tolerance */
  naive_and: z.string().optional(),
  comparator: z.string(),
  severity,
  message: z.string(),
  source,
  provenance: z.string(),
});

/** What a product holds beside its drug. `may_hold`: some products of this size do, by their labels. */
const contents = z.strictObject({
  holds: z.array(z.string()),
  may_hold: z.array(z.string()).optional(),
  source,
  provenance: z.string(),
});
export type Contents = z.infer<typeof contents>;

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
      contents: contents.optional(),
    }),
  ),
  routes: z.array(z.string()),
  standard_concentrations: z.array(
    z.object({
      value: z.string(),
      unit: z.string(),
      use: z.string(),
      /** the routes it is a standard for; left out where it is one for every route of the drug */
      routes: z.array(z.string()).optional(),
      provenance: z.string(),
      source,
    }),
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
  /** for the osmolarity of a container: particles of its salt to one of `molar_mass_g_mol` */
  osmotic: z
    .strictObject({ molar_mass_g_mol: z.string(), particles: z.string(), source, provenance: z.string() })
    .optional(),
  contraindications: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      test: z.string(),
      when: when.optional(),
      severity,
      /** for whom it is soft: what palliative patients ordinarily get */
      softer: when.optional(),
      message: z.string(),
      source,
      provenance: z.string(),
    }),
  ),
});
export type Drug = z.infer<typeof drug>;

/**
 * The library: drugs, products, limits, and the site's own figures, as data. Shape of db/seed/formulary.json.
 * Amounts are decimal text; `null` and absence mean "none set", never zero.
 */
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
  diluents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      osmolarity_mOsm_L: z.string().optional(),
      contents: contents.optional(),
    }),
  ),
  /** which of what products hold are preservatives */
  preservatives: z.array(z.string()).default([]),
  drugs: z.array(drug),
  /** whatever the drug */
  route_rules: z.array(doseRule).default([]),
  /** refused by name */
  out_of_scope: z.array(z.object({ drugs: z.array(z.string()), message: z.string() })).default([]),
});

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
const siteRule = z.strictObject({ amount: z.string().optional(), severity: severity.optional() });

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
  /** house rule, editable: how far what was drawn may be off */
  made: made.default(MADE),
  /** rule id → what two people of this site decided of it, in rule sets from before there were records */
  rules: z.record(z.string(), siteRule).default({}),
  /** what this site put into the library or withdrew from it, over what is published; the last of a key counts */
  records: z.array(siteRecord).max(20_000).default([]),
  /** house rule: which drugs and which kinds of regimen a second person enters blind before they are verified */
  doubleCheck: z
    .strictObject({ drugs: z.array(z.string()), kinds: z.array(z.string()) })
    .default({ drugs: [], kinds: [] }),
  /** folders and hosts that labels and sheets may go to; none until a supervisor has named them */
  printing: z
    .strictObject({ folders: z.array(z.string()), hosts: z.array(z.string()) })
    .default({ folders: [], hosts: [] }),
  /** pump id → field id → bounds and step that the site entered from the manual of its own pump */
  pumps: z.record(z.string(), z.record(z.string(), pumpFigures)).default({}),
  /** pump id → what its manual says beside its fields */
  pumpManuals: z.record(z.string(), pumpManual).default({}),
  /** how long formulations keep that no row of the library covers, as the site answered it from its own reference */
  formulations: z.array(siteFormulation).max(2000).default([]),
  /** pumps that no shipped model describes, from their manuals */
  genericPumps: genericPumps.default([]),
});

export const library = z.object({
  version: z.string(),
  formulary,
  bud: z.array(budRow),
  stability: z.array(stabilityRow),
  // what follows is absent in rule sets from before there was any of it
  usualDoses: z.array(usualDose).default([]),
  compatibility: z.array(compatibilityRow).default([]),
  auxiliary: z.array(auxiliaryWarning).default([]),
  names: names.default(NO_NAMES),
  products: products.default(NO_PRODUCTS),
  /** pairs of a drug and a medicine beside it */
  interactions: z.array(interaction).default([]),
  /** what orders start from, and how far they may go from it */
  protocols: z.array(protocol).default([]),
  site,
});
export type Library = z.infer<typeof library>;

/** The name as it is printed: tall-man letters where the list has them. */
export const drugName = (d: Drug): string => d.tall_man ?? d.generic_name;

/** `mg` or `mcg`: the one unit of mass in which a drug is ordered, prepared and programmed. */
export const drugUnit = (d: Drug): string =>
  d.dosing_units.map((u) => u.split('/')[0] ?? '').find((u) => u === 'mg' || u === 'mcg') ?? 'mg';

/** The routes that the library has a drug by, without the remarks that stand in brackets. */
export const routesOf = (d: Drug): string[] => d.routes.map((r) => r.replace(/ \(.*\)$/, ''));
/** Is a drug of one of the opioid classes? */
export const isOpioid = (d: Drug): boolean => d.class_ids.some((c) => c.startsWith('opioid_'));

/** A drug by its id; undefined where the library does not have it. */
export const findDrug = (l: Pick<Library, 'formulary'>, id: string): Drug | undefined =>
  l.formulary.drugs.find((d) => d.id === id);
