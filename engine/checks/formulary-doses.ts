import { derive, named, times, type Derivation } from '../derivation.ts';
import type { DoseRule } from '../formulary.ts';
import { exact } from '../notation.ts';
import { idealWeight } from '../patient.ts';
import { compare, div, of, quantity, shownText, to, type Quantity } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { unit } from '../units.ts';
import { failing, notDone, pass, type Check, type Facts } from './check.ts';
import { inPopulation } from './population.ts';

interface Subject {
  readonly name: string;
  readonly value: Quantity;
  readonly derivations: readonly Derivation[];
}

const CHECK = 'formulary-doses';
const worstSubject = (f: Facts, key: 'hour' | 'fourHours' | 'day'): Subject => ({
  name: f.worst[key].amount.name,
  value: f.worst[key].amount.result,
  derivations: [...f.worst[key].steps, f.worst[key].amount],
});
// what is delivered: as programmed, or as ordered where the pump's grid rounds it down, so that no rounding hides a dose
const line = (name: string, value: Quantity | null, derivations: readonly Derivation[] = []): Subject[] =>
  value === null ? [] : [{ name, value, derivations }];
const demand = (f: Facts) => line('demand dose', f.highest.demand, f.regimen.steps);
const scheduled = (f: Facts) => line('scheduled dose', f.regimen.dose?.amount ?? null, f.regimen.steps);
const lockout = (f: Facts) => line('lockout', f.regimen.lockout);
const rate = (f: Facts): Subject => ({ name: f.regimen.basalName, value: f.highest.basal, derivations: [] });
/** a PCA's basal rate, and what stands for it elsewhere; a KVO between doses is no rate of the therapy */
const basal = (f: Facts): Subject[] => (f.regimen.dose ? [] : [rate(f)]);
const boluses = (f: Facts): Subject[] => [
  ...line('loading dose', f.regimen.loading),
  ...line('clinician bolus', f.regimen.clinician?.dose ?? null),
];
const reservoir = (f: Facts): Subject => ({
  name: 'reservoir concentration',
  value: f.preparation.concentration.result,
  derivations: [f.preparation.concentration],
});
const hourlyRate = (f: Facts): Subject => {
  const worst = worstSubject(f, 'hour');
  return {
    ...worst,
    name: 'worst case per hour',
    value: to(div(worst.value, quantity('1 h')), f.regimen.basal.unit),
  };
};

/** Which lines of an order a rule's context speaks of. A context that is not listed here is never silently skipped. */
const CONTEXTS: Readonly<Record<string, (f: Facts) => readonly Subject[]>> = {
  'PCA demand': demand,
  'PCA demand, first order': (f) => (f.order.firstOrder ? demand(f) : []),
  PCA: lockout,
  'PCA basal': (f) => (f.regimen.demand ? basal(f) : []),
  'PCA reservoir': (f) => [reservoir(f)],
  'PCA, worst case incl. basal': (f) => [worstSubject(f, 'fourHours')],
  'first infusion order': (f) => (f.order.firstOrder ? basal(f) : []),
  'first order': (f) => (f.order.firstOrder ? basal(f) : []),
  // a loading dose and a clinician bolus are single doses given by hand
  'intermittent IV dose': (f) => [...scheduled(f), ...boluses(f)],
  'intermittent dose': (f) => [...scheduled(f), ...boluses(f)],
  'scheduled intermittent dose, not PCA': scheduled,
};

/** Without a context a rule speaks of every line of the drug that its kind can bound. A kind that is not listed bounds no line of an infusion. */
const KINDS: Partial<Record<DoseRule['kind'], (f: Facts) => readonly Subject[]>> = {
  single_dose: (f) => [...demand(f), ...scheduled(f), ...boluses(f)],
  hourly: (f) => [worstSubject(f, 'hour')],
  '4_hourly': (f) => [worstSubject(f, 'fourHours')],
  '24h': (f) => [worstSubject(f, 'day')],
  rate: (f) => [...basal(f), hourlyRate(f)],
  weight_based: (f) => [...basal(f), hourlyRate(f)],
  concentration: (f) => [
    reservoir(f),
    { name: 'source vial', value: f.preparation.strength, derivations: [] },
  ],
  lockout_min: lockout,
  min_interval: (f) => line('interval of doses', f.regimen.dose?.every ?? null),
  duration_hours: (f) => [{ name: 'session', value: f.schedule.duration, derivations: [] }],
};

/** a block that is given by hand in one go: no line of a pump order */
const BY_HAND = 'manual full block, not pump bolus';

const WINDOWED = new Set<DoseRule['kind']>(['hourly', '4_hourly', '24h']);

function subjectsOf(rule: DoseRule, f: Facts): readonly Subject[] | { readonly missing: string } {
  const byKind = KINDS[rule.kind];
  if (!byKind) return [];
  if (rule.context === undefined || WINDOWED.has(rule.kind)) return byKind(f);
  // a context names the lines that an amount bounds; an interval is one line whatever it is for
  if (rule.kind === 'min_interval') return rule.context === BY_HAND ? [] : byKind(f);
  const byContext = CONTEXTS[rule.context];
  if (byContext) return byContext(f);
  return { missing: `what the rule means by "${rule.context}"` };
}

export function limitOf(
  rule: DoseRule,
  f: Facts,
  like: Quantity,
): { limit: Quantity; steps: Derivation[] } | { readonly missing: string } {
  const base = of(exact(rule.amount), unit(rule.unit, like.unit.dimension));
  if (rule.per === 'none') return { limit: base, steps: [] };
  if (rule.per === 'kg_LBW') return { missing: 'lean weight' };
  if (rule.per === 'kg_actual' && !f.weight) return { missing: 'weight' };
  const ideal = rule.per === 'kg_IBW' ? idealWeight(f.patient) : undefined;
  if (rule.per === 'kg_IBW' && !ideal) return { missing: 'ideal weight (height of 60 in or more)' };
  const kilograms = ideal?.result ?? f.weight;
  if (!kilograms) return { missing: 'weight' };
  const perKg = of(base.amount, unit(perKgUnit(rule.unit)));
  const scaled = derive(
    `${rule.id}-limit`,
    'limit for this weight',
    times(named('limit per kg', perKg), named(rule.per === 'kg_IBW' ? 'ideal weight' : 'weight', kilograms)),
    base.unit,
    rule.source,
  );
  return { limit: scaled.result, steps: ideal ? [ideal, scaled] : [scaled] };
}

const perKgUnit = (text: string): string => {
  const [over = '', ...rest] = text.split('/');
  return [over, 'kg', ...rest].join('/');
};

function breaks(rule: DoseRule, value: Quantity, limit: Quantity): boolean {
  const order = compare(value, limit);
  return rule.comparator === 'gt' ? order > 0 : rule.comparator === 'ge' ? order >= 0 : order < 0;
}

/** One rule against one order: a finding per line that it speaks of. */
export function applyRule(rule: DoseRule, f: Facts): Finding[] {
  if (rule.comparator === 'predicate' || !rule.routes.includes(f.order.route)) return [];
  const subjects = subjectsOf(rule, f);
  if ('missing' in subjects) return [notDone(CHECK, rule, subjects.missing, { subject: rule.kind })];
  if (subjects.length === 0) return [];
  const match = inPopulation(rule.population, f);
  if (match === 'no') return [];
  return subjects.map((s) => {
    const limited = limitOf(rule, f, s.value);
    if (match !== 'yes')
      return notDone(CHECK, rule, match.missing, { subject: s.name, observed: shownText(s.value) });
    if ('missing' in limited)
      return notDone(CHECK, rule, limited.missing, { subject: s.name, observed: shownText(s.value) });
    const value = to(s.value, limited.limit.unit);
    const answer = {
      subject: s.name,
      observed: shownText(value),
      limit: shownText(limited.limit),
      derivations: [...s.derivations, ...limited.steps],
    };
    return breaks(rule, value, limited.limit) ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer);
  });
}

export const formularyDoses: Check = {
  id: CHECK,
  asks: 'Does any line of the order, or the worst case over any window, pass an amount that the library sets for this drug, route and patient?',
  run: (f) => f.drug.rules.flatMap((rule) => applyRule(rule, f)),
};
