import { drugUnit, type DoseRule, type Drug } from '../../../engine/formulary/formulary.ts';
import { exact, exactText, type Exact } from '../../../engine/number/notation.ts';
import { library, type Changes } from '../base-order.ts';

/** For each rule of the formulary: the order that drives a line of it to a given amount, and the patient it speaks of. */

export const DRUGS = library.formulary.drugs;
const unitOf = drugUnit;
export const routesFor = (d: Drug, rule: DoseRule): string[] =>
  rule.routes.filter((r) => d.routes.some((x) => x.replace(/ \(.*\)$/, '') === r));
// stronger than any concentration below, so that every recipe can be made
const VIAL = '40000';
/** mg in a mL of the reservoir, low enough for every rule; the lipid emulsion is given as it is. */
const CONCENTRATION: Readonly<Record<string, string>> = { hydromorphone: '0.2', lipid_emulsion_20: '200' };
const concentrationOf = (d: Drug): Exact => exact(CONCENTRATION[d.id] ?? '1');

/** A harmless order of a drug: small dose, long lockout, no basal rate, no limit, one short session. */
export const harmless = (d: Drug): Changes => ({
  'order.drug': d.id,
  'order.regimen.demand': `0.01 ${unitOf(d)}`,
  'order.regimen.lockout': '24 h',
  'order.regimen.basal': `0 ${unitOf(d)}/h`,
  'order.regimen.limit': { kind: 'none' },
  'order.sessions': { start: '2026-11-24T01:00Z', duration: '1 h', every: '24 h', count: '1' },
  'order.course': { indication: 'cancer-pain', preservativeFree: true, epinephrine: false },
  'order.preparation.vial': { strength: `${VIAL} ${unitOf(d)}/mL`, volume: '20 mL' },
  'order.preparation.drugAmount': `${exactText(concentrationOf(d).mul(100n))} ${unitOf(d)}`,
});

/** How to write an order in which a line of it has a value, in the unit of the rule. */
type Lines = Readonly<Record<string, (value: Exact) => Changes>>;
const clinician = (dose: string, interval = '4 h') => ({
  'order.regimen.clinicianBolus': { dose, interval, most: '1', per: '24 h' },
});
const dosed = (dose: string, over = '1 h', every = '24 h'): Changes => ({
  'order.regimen': { kind: 'intermittent', dose, over, every },
});
const two = (n: bigint) => `${n}`.padStart(2, '0');
/** So many hours before the first start, 2026-11-24T01:00Z. */
const hoursBefore = (hours: Exact): string => {
  const minutes = 24n * 60n * 7n + 60n - hours.mul(60n).round(0).n;
  const [day, rest] = [17n + minutes / 1440n, minutes % 1440n];
  return `2026-11-${two(day)}T${two(rest / 60n)}:${two(rest % 60n)}Z`;
};

export function linesOf(rule: DoseRule, d: Drug): Lines {
  const u = unitOf(d);
  // a limit in mL speaks of the amount that is in them
  const [amountUnit = '', perTime = ''] = rule.unit.split('/');
  const inMass = (v: Exact): Exact => (amountUnit === 'mL' ? v.mul(concentrationOf(d)) : v);
  const perHour = (v: Exact): Exact => (perTime === 'min' ? inMass(v).mul(60n) : inMass(v));
  const mass = (v: Exact) => `${exactText(inMass(v))} ${u}`;
  const rate = (v: Exact) => `${exactText(perHour(v))} ${u}/h`;
  // orders run in whole minutes
  const time = (v: Exact) =>
    rule.unit === 'h' ? `${exactText(v.mul(60n))} min` : `${exactText(v)} ${rule.unit}`;

  const demand: Lines = { 'demand dose': (v) => ({ 'order.regimen.demand': mass(v) }) };
  const scheduled: Lines = { 'scheduled dose': (v) => dosed(mass(v)) };
  const byHand: Lines = {
    'loading dose': (v) => ({ 'order.regimen.loading': mass(v) }),
    'clinician bolus': (v) => clinician(mass(v)),
  };
  const basal: Lines = { 'basal rate': (v) => ({ 'order.regimen.basal': rate(v) }) };
  const continuous: Lines = {
    'continuous rate': (v) => ({ 'order.regimen': { kind: 'continuous', rate: rate(v) } }),
  };
  const worst = (name: string, duration: string): Lines => ({
    [name]: (v) => ({
      'order.regimen.demand': `${exactText(perHour(v))} ${u}`,
      'order.sessions.duration': duration,
    }),
  });
  const reservoir: Lines = {
    'reservoir concentration': (v) => ({
      'order.preparation.drugAmount': `${exactText(v.mul(100n))} ${u}`,
    }),
  };
  const lockout: Lines = { lockout: (v) => ({ 'order.regimen.lockout': time(v) }) };
  const interval = (dose = `0.01 ${u}`): Lines => ({
    'interval of doses': (v) => dosed(dose, '1 min', time(v)),
  });
  const manual: Lines = {
    'interval of the clinician bolus': (v) => clinician(`0.01 ${u}`, time(v)),
  };
  switch (rule.kind) {
    case 'single_dose':
    case 'titration_dose':
      if (rule.context?.startsWith('PCA demand')) return demand;
      return rule.context?.startsWith('intermittent')
        ? { ...scheduled, ...byHand }
        : { ...demand, ...scheduled, ...byHand };
    case 'lockout_min':
      return lockout;
    case 'repeat_interval':
      return { ...lockout, ...interval(), ...manual };
    case 'min_interval':
      if (rule.context === 'manual full block, not pump bolus') return manual;
      if (rule.context === 'single dose > 650 mg') return interval('650.1 mg');
      return rule.context === undefined ? { ...interval(), ...manual } : interval();
    case 'min_infusion_time':
      return rule.context === 'loading dose'
        ? {
            'time of the loading dose': (v) => ({
              'order.regimen.loading': `0.01 ${u}`,
              'order.course.loadingOver': time(v),
            }),
          }
        : { 'time of the scheduled dose': (v) => dosed(`0.01 ${u}`, time(v)) };
    case 'rate':
      if (rule.unit === 'mg/min')
        return { 'rate of the scheduled dose': (v) => dosed(mass(v), '1 min'), ...basal };
      if (rule.context === 'PCA basal') return basal;
      return rule.context === undefined || rule.context === 'cancer pain'
        ? { ...basal, ...continuous, ...worst('worst case per hour', '1 h') }
        : { ...basal, ...continuous };
    case 'weight_based':
      if (perTime === '') return { ...demand, ...scheduled, ...byHand };
      return rule.context === undefined
        ? { ...basal, ...continuous, ...worst('worst case per hour', '1 h') }
        : { ...basal, ...continuous };
    case '4_hourly':
      return worst('worst case in any 4 h', '4 h');
    case '24h':
      return rule.context === 'first order'
        ? {
            'worst case in any 24 h': (v) => ({
              ...worst('worst case in any 24 h', '24 h')['worst case in any 24 h']!(v),
              'order.firstOrder': true,
            }),
          }
        : worst('worst case in any 24 h', '24 h');
    case 'duration_hours':
      return {
        [rule.context === 'whole treatment' ? 'course' : 'longest run without a break']: (v) => ({
          'order.sessions.duration': time(v),
          // a line for all but cancer pain
          ...(rule.context !== undefined && { 'order.course.indication': 'postoperative-pain' }),
        }),
      };
    case 'duration_days':
      // one session within one day, after so many days less one
      return {
        'days of the course': (v) => ({
          'order.firstOrder': false,
          'order.course.daysBefore': exactText(v.sub(1n)),
        }),
      };
    case 'lifetime_episode':
      return {
        'total of the episode': (v) => ({
          'order.firstOrder': false,
          'order.course.amountBefore': mass(v.sub(exact('0.01'))),
        }),
      };
    case 'titration_interval':
      return {
        'time since the last change': (v) => ({
          'order.firstOrder': false,
          'order.course.doseChangedAt': hoursBefore(v),
        }),
      };
    case 'separation_h':
      return {
        'time since another local anaesthetic': (v) => ({ 'patient.lastLocalAnaesthetic': hoursBefore(v) }),
      };
    case 'taper_days':
      return { taper: (v) => ({ 'order.course.taper': time(v) }) };
    case 'weight_floor':
      return { weight: (v) => ({ 'patient.weight.value': time(v) }) };
    case 'qtc':
      return { QTc: (v) => ({ 'patient.qtc': { value: time(v), on: '2026-11-20' } }) };
    case 'product_dilution':
      return reservoir;
    case 'concentration': {
      if (rule.context !== undefined) return reservoir;
      const vial = { volume: '20 mL' };
      return {
        ...reservoir,
        'source vial': (v) => ({
          'order.preparation.vial': { ...vial, strength: `${exactText(v)} ${u}/mL` },
          'order.preparation.drugAmount': `0.1 ${u}`,
        }),
      };
    }
    default:
      return {};
  }
}

const tolerant = { 'patient.opioidStatus': 'tolerant', 'patient.opioidEvidence': 'on opioids for weeks' };
const weighing = (value: string) => ({
  'patient.weight': { value, on: '2026-11-20', confirmed: true },
});
export const born = (years: number, day = '05-04') => ({ 'patient.birthDate': `${2026 - years}-${day}` });
/** Who is in the population of a rule; the base patient is a man of 50 y, 70 kg, 175 cm, creatinine 0.9 mg/dL. */
export function patientFor(rule: DoseRule): Changes {
  const p = rule.population;
  return {
    ...(p.opioid_status === 'tolerant' ? tolerant : { 'patient.opioidStatus': 'naive' }),
    ...(p.age_max_y === '12' ? born(10) : {}),
    ...(p.age_min_y === '65' ? born(70) : {}),
    ...(p.weight_max_kg_excl === '50' ? weighing('45 kg') : {}),
    ...(p.any_of ? born(65, '11-23') : {}),
    ...(p.condition === 'severe hepatic impairment'
      ? { 'patient.conditions': ['severe-hepatic-impairment'] }
      : {}),
    ...(p.condition === 'LAST' ? { 'patient.conditions': ['local-anaesthetic-toxicity'] } : {}),
    ...(rule.context === 'with epinephrine' ? { 'order.course.epinephrine': true } : {}),
  };
}
/** Who is just outside it, for each of its bounds. */
export function outside(rule: DoseRule): [string, Changes][] {
  const p = rule.population;
  const found: [string, Changes][] = [];
  const out = (who: string, changes: Changes) => found.push([who, changes]);
  // the birthday is the day after the order
  if (p.age_min_y !== undefined)
    out(`a day under ${p.age_min_y} y`, born(parseInt(p.age_min_y, 10), '11-24'));
  if (p.age_max_y === '12') out('13 y today', born(13, '11-23'));
  if (p.age_max_y === '64') out('65 y today', born(65, '11-23'));
  if (p.weight_min_kg === '50') out('49.9 kg', weighing('49.9 kg'));
  if (p.weight_max_kg_excl === '50') out('50 kg', weighing('50 kg'));
  if (p.renal === 'not impaired') out('renally impaired', { 'patient.conditions': ['renal-impairment'] });
  if (p.opioid_status === 'naive') out('opioid-tolerant', tolerant);
  if (p.opioid_status === 'tolerant') out('opioid-naive', { 'patient.opioidStatus': 'naive' });
  if (p.condition !== undefined) out('without the condition', { 'patient.conditions': [] });
  if (p.any_of) out('64 y, 70 kg, healthy kidneys', born(64));
  return found;
}
