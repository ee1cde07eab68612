import { factAge } from '../patient.ts';
import { exact } from '../notation.ts';
import { compare, inBase, isZero, of, quantity, shownText } from '../quantity.ts';
import { isOpioid, severity, type GlobalRule } from '../formulary.ts';
import type { Finding } from '../report.ts';
import { unit } from '../units.ts';
import { failing, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'formulary-global';
type Answer =
  | { readonly broken: boolean; readonly subject: string; readonly observed: string; readonly limit?: string }
  | { readonly missing: string; readonly subject: string };

const says = (broken: boolean, subject: string, observed: string, limit?: string): Answer =>
  limit === undefined ? { broken, subject, observed } : { broken, subject, observed, limit };
const listed = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');

function bmiAtLeast40(f: Facts): boolean {
  if (!f.weight || !f.patient.height) return false;
  const metres = inBase(quantity(f.patient.height.value, 'height')).div(100n);
  return inBase(f.weight).compare(metres.mul(metres).mul(40n)) >= 0;
}

function respiratoryRisks(f: Facts): string[] {
  const has = (c: Facts['patient']['conditions'][number]) => f.patient.conditions.includes(c);
  const low = !('missing' in f.clearance) && compare(f.clearance.clearance.result, quantity('60 mL/min')) < 0;
  return [
    has('sleep-apnoea') ? 'sleep apnoea' : '',
    has('copd') ? 'COPD' : '',
    bmiAtLeast40(f) ? 'BMI of 40 or more' : '',
    f.years >= 65 ? `age ${f.years}` : '',
    low ? 'creatinine clearance under 60 mL/min' : '',
    f.patient.medicines.some((m) => m.kind === 'benzodiazepine') ? 'benzodiazepine' : '',
  ].filter((t) => t !== '');
}

function standard(f: Facts): Answer {
  const list = f.drug.standard_concentrations.map((c) => of(exact(c.value), unit(c.unit, 'mass/volume')));
  const made = f.preparation.concentration.result;
  if (list.length === 0)
    return { missing: `a standard concentration of ${f.name}`, subject: 'concentration' };
  return says(
    !list.some((c) => compare(c, made) === 0),
    'concentration',
    shownText(made),
    `standard: ${[...new Set(list.map((c) => shownText(c)))].join(', ')}`,
  );
}

/** Rules that speak of an opioid order and of nothing else. */
const OF_OPIOIDS = new Set(['g-01', 'g-02', 'g-04', 'g-05', 'g-06', 'g-10']);

/** Each global rule of the library, by its id. `null`: not a question about one order. */
const RULES: Readonly<Record<string, ((f: Facts) => Answer) | null>> = {
  'g-01': (f) =>
    says(
      !isZero(f.highest.basal) && f.patient.opioidStatus !== 'tolerant',
      'basal rate',
      `${shownText(f.highest.basal)}, opioid status ${f.patient.opioidStatus}`,
      '0 unless tolerant',
    ),
  'g-02': (f) => says(f.patient.opioidStatus === 'unknown', 'opioid status', f.patient.opioidStatus),
  'g-03': (f) => {
    if (!f.patient.weight) return { missing: 'a dated weight', subject: 'weight' };
    const age = factAge(f.patient.weight.on, f.at);
    const allowed = f.library.site.maxAge.weight;
    return says(
      exact(BigInt(age)).compare(exact(allowed)) > 0,
      'weight',
      `${f.patient.weight.value}, ${age} days old`,
      `${allowed} days`,
    );
  },
  'g-04': (f) =>
    says(
      f.order.naloxone === 'none' && !f.patient.medicines.some((m) => m.kind === 'naloxone'),
      'naloxone',
      f.order.naloxone === 'none' ? 'neither ordered nor refused' : f.order.naloxone,
    ),
  'g-05': (f) => {
    const found = f.patient.medicines
      .filter((m) => m.kind === 'buprenorphine' || m.kind === 'nalbuphine')
      .map((m) => m.name);
    return says(found.length > 0, 'partial agonists', listed(found));
  },
  'g-06': (f) => {
    const found = f.patient.medicines
      .filter((m) => (m.kind === 'opioid' || m.kind === 'transdermal-opioid') && !m.intended)
      .map((m) => m.name);
    return says(found.length > 0, 'other opioids', listed(found));
  },
  'g-07': (f) =>
    ['epidural', 'intrathecal'].includes(f.order.route)
      ? f.order.course?.preservativeFree === undefined
        ? { missing: 'whether every component is preservative-free', subject: 'components' }
        : says(
            !f.order.course.preservativeFree,
            'components',
            f.order.course.preservativeFree ? 'preservative-free' : 'preserved',
          )
      : says(false, 'route', f.order.route),
  'g-08': standard,
  'g-09': null,
  'g-10': (f) => says(respiratoryRisks(f).length > 0, 'respiratory risk', listed(respiratoryRisks(f))),
  'g-11': null, // carried out by formulary-doses, on the worst case itself
  'g-12': (f) =>
    says(
      f.years < 18 && !f.drug.rules.some((r) => r.population.age_max_y !== undefined),
      'age',
      `${f.years} y`,
      '18 y without a paediatric rule set',
    ),
  'g-13': (f) => {
    const found = f.patient.conditions.filter((c) => c === 'pregnancy' || c === 'lactation');
    return says(found.length > 0, 'pregnancy and lactation', listed(found));
  },
};

function one(g: GlobalRule, f: Facts): Finding[] {
  const graded = severity.safeParse(g.severity);
  const rule: Rule = { ...g, severity: graded.success ? graded.data : 'hard' };
  if (!Object.hasOwn(RULES, g.id))
    return [notDone(CHECK, rule, 'this version does not know how to carry out the rule', { subject: g.id })];
  const test = RULES[g.id];
  if (!test) return [];
  if (OF_OPIOIDS.has(g.id) && !isOpioid(f.drug)) return [];
  const answer = test(f);
  if ('missing' in answer) return [notDone(CHECK, rule, answer.missing, { subject: answer.subject })];
  return [answer.broken ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer)];
}

export const formularyGlobal: Check = {
  id: CHECK,
  asks: 'Do the rules that hold for every opioid order hold: tolerance, weight, naloxone, duplicates, standard concentration, risks?',
  run: (f) => f.library.formulary.global_rules.flatMap((g) => one(g, f)),
};
