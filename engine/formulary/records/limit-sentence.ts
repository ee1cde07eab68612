import type { Bearing } from './collection.ts';
import type { LimitRecord } from './limit-record.ts';

/** What a limit of each kind bounds, as its sentence begins. */
const BOUNDS: Readonly<Record<LimitRecord['kind'], string>> = {
  single_dose: 'A single dose',
  hourly: 'In any hour',
  '4_hourly': 'In any 4 h',
  '24h': 'In any 24 h',
  duration_hours: 'The longest run without a break',
  duration_days: 'Days of the course',
  lifetime_episode: 'All of an episode together',
  concentration: 'The concentration',
  rate: 'The rate',
  weight_based: 'A dose or rate by weight',
  min_interval: 'The interval of doses',
  repeat_interval: 'The time until a dose is repeated',
  lockout_min: 'The lockout',
  separation_h: 'The time since another local anaesthetic',
  min_infusion_time: 'The time that a dose goes in over',
  titration_dose: 'One dose of a titration',
  titration_interval: 'The time since the last change',
  taper_days: 'The taper',
  weight_floor: 'The weight',
  qtc: 'The QTc',
  product_dilution: 'The concentration of the product as it is given',
  dose_reduction: 'A reduced dose',
  renal_block: 'The clearance',
  age_block: 'The age',
  ecg_required: 'An ECG',
  home_block: 'At home',
};

const PER: Readonly<Record<LimitRecord['per'], string>> = {
  none: '',
  kg_actual: ' per kg',
  kg_IBW: ' per kg of ideal weight',
  kg_LBW: ' per kg of lean weight',
};

const WHOM: { readonly [P in keyof LimitRecord['population']]-?: (value: string) => string } = {
  age_min_y: (v) => `from ${v} years`,
  age_max_y: (v) => `up to ${v} years`,
  weight_min_kg: (v) => `from ${v} kg`,
  weight_max_kg_excl: (v) => `below ${v} kg`,
  crcl_min_ml_min: (v) => `with a clearance from ${v} mL/min`,
  crcl_max_ml_min_excl: (v) => `with a clearance below ${v} mL/min`,
  opioid_status: (v) => `opioid-${v}`,
  renal: (v) => `kidneys ${v}`,
  condition: (v) => `with ${v}`,
  any_of: (v) => `any of ${v}`,
};

/** Of whom a limit speaks: `from 18 years, opioid-naive`; empty where of everybody. */
const whomWords = (whom: LimitRecord['population']): string =>
  (Object.keys(WHOM) as (keyof typeof WHOM)[])
    .flatMap((part) => {
      const value = whom[part];
      return value === undefined ? [] : [WHOM[part](typeof value === 'string' ? value : value.join(' or '))];
    })
    .join(', ');

/** `at most 0.3 mg per kg`; of a rule that asks yes or no nothing. */
const boundWords = (r: Pick<LimitRecord, 'direction' | 'amount' | 'unit' | 'per' | 'comparator'>): string => {
  if (r.comparator === 'predicate') return 'asks yes or no';
  const edge = r.direction === 'min' ? 'at least' : r.comparator === 'ge' ? 'less than' : 'at most';
  return `${edge} ${r.amount} ${r.unit}${PER[r.per]}`;
};

/** A limit as a sentence, made from its figures: `A single dose (PCA demand): at most 0.3 mg, IV; from 18 years.` */
export function limitWords(r: LimitRecord): string {
  const line = r.context === undefined ? '' : ` (${r.context})`;
  const whom = whomWords(r.population);
  const scope = [r.routes.join(', '), ...(whom === '' ? [] : [whom])].join('; ');
  return `${BOUNDS[r.kind]}${line}: ${boundWords(r)}, ${scope}.`;
}

/**
 * The sentence of a limit of a site, with what was published beside it. In: the limit, what is published under its name,
 * and how the one bears on the other. Out: words as a finding says them.
 */
export function limitSentence(r: LimitRecord, published: LimitRecord | null, bearing: Bearing): string {
  const own = `limit of this pharmacy: ${r.comparator === 'predicate' ? r.severity : `${r.amount} ${r.unit}`}`;
  if (published === null) return `${limitWords(r)} (${own})`;
  const before = `published: ${boundWords(published)}, ${published.severity}`;
  return `${limitWords(r)} (${bearing === 'laxer' ? 'laxer than published; ' : ''}${own}; ${before})`;
}
