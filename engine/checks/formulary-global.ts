import { amount, names, type Fact, type RespiratoryRisk } from '../answers/facts.ts';
import type { Missing } from '../answers/missing.ts';
import { text, type Term } from '../answers/subjects.ts';
import { factAge } from '../order/patient.ts';
import { isUnasked } from '../order/asked-lists.ts';
import { standardsFor } from '../formulary/standards.ts';
import { rulesOfDrug } from '../formulary/rules-of-drug.ts';
import { exact } from '../number/notation.ts';
import { compare, inBase, isZero, of, quantity, quantityText } from '../number/quantity.ts';
import { isOpioid, severity, type GlobalRule } from '../formulary/formulary.ts';
import type { Finding } from './report.ts';
import { unit } from '../number/units.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import { besides, namesOf, present, type Beside } from '../facts/beside.ts';
import { preservedIn } from '../facts/components.ts';
import type { Facts } from '../facts/facts.ts';
import { clears } from '../facts/match.ts';

const CHECK = 'formulary-global';
type Answer =
  | { readonly broken: boolean; readonly subject: Term; readonly observed: Fact; readonly limit?: Fact }
  | { readonly missing: Missing; readonly subject: Term };

const says = (broken: boolean, subject: Term, observed: Fact, limit?: Fact): Answer =>
  limit === undefined ? { broken, subject, observed } : { broken, subject, observed, limit };

/** That nothing was found in a list is no answer while nobody has asked for it. */
const unlessUnasked = (f: Facts, list: 'conditions' | 'medicines', answer: Answer): Answer =>
  'broken' in answer && !answer.broken && isUnasked(f.patient, list)
    ? { missing: { code: `${list}-asked` }, subject: answer.subject }
    : answer;

function bmiAtLeast40(f: Facts): boolean {
  if (!f.weight || !f.patient.height) return false;
  const metres = inBase(quantity(f.patient.height.value, 'height')).div(100n);
  return inBase(f.weight).compare(metres.mul(metres).mul(40n)) >= 0;
}

/** mL/min; mme3-05 names kidney failure and no figure. */
const KIDNEYS_FAIL = '30';

const where = (holds: boolean, risk: RespiratoryRisk): RespiratoryRisk[] => (holds ? [risk] : []);

function respiratoryRisks(f: Facts): RespiratoryRisk[] {
  const has = (c: Facts['patient']['conditions'][number]) => f.patient.conditions.includes(c);
  const low = clears(f, (o) => o < 0, '60') === 'yes';
  return [
    ...where(has('sleep-apnoea'), { is: 'sleep-apnoea' }),
    ...where(has('copd'), { is: 'copd' }),
    ...where(bmiAtLeast40(f), { is: 'bmi-40' }),
    ...where(f.years >= 65, { is: 'age', years: f.years }),
    ...where(low, { is: 'clearance-below-60' }),
    ...where(
      present(besides(f)).some((b) => b.classes.includes('benzodiazepine')),
      { is: 'benzodiazepine' },
    ),
  ];
}

function standard(f: Facts): Answer {
  const list = standardsFor(f.drug, f.order.route).map((c) =>
    of(exact(c.value), unit(c.unit, 'mass/volume')),
  );
  const made = f.preparation.concentration.result;
  if (list.length === 0)
    return { missing: { code: 'standard-concentration', drug: f.name }, subject: 'concentration' };
  return says(!list.some((c) => compare(c, made) === 0), 'concentration', amount(made), {
    code: 'standard-concentrations',
    concentrations: [...new Set(list.map((c) => quantityText(c)))],
  });
}

/** Neuraxial: the data of the products say more than the box that somebody ticked. */
function preservative(f: Facts): Answer {
  if (!['epidural', 'intrathecal'].includes(f.order.route))
    return says(false, 'route', { code: 'route', route: f.order.route });
  const found = preservedIn(f);
  if (found.length > 0) return says(true, 'components', { code: 'holds-preservative', components: found });
  const free = f.order.course?.preservativeFree;
  if (free === undefined) return { missing: { code: 'preservative-free' }, subject: 'components' };
  return says(!free, 'components', { code: 'preserved', preserved: !free });
}

const PARTIAL = ['opioid_mixed', 'buprenorphine_any'];
const isRescue = (b: Beside): boolean =>
  b.classes.includes('opioid_rescue') || (b.read.generics.length === 1 && b.read.generics[0] === 'naloxone');

/** Rules that speak of an opioid order and of nothing else. */
const OF_OPIOIDS = new Set(['g-01', 'g-02', 'g-04', 'g-05', 'g-06', 'g-10']);
/** Rules that speak of the whole container or of the patient: asked once, not of every drug in it. */
const ONCE = new Set(['g-07', 'g-13']);

const TOGETHER = houseRule('risks-together', 'hard');
/** Who is dying gets what eases. */
const isWatched = (f: Facts): boolean =>
  f.order.course?.indication === 'cancer-pain' ||
  f.patient.conditions.some((c) => c === 'cancer' || c === 'palliative-care' || c === 'end-of-life');

/**
 * Several risks at once are one finding, and a graver one than any of them. Who is tolerant has breathed under opioids before:
 * there it is asked, and only where one of the risks is another medicine that stills the breath.
 */
function together(f: Facts, rule: Rule, answer: Answer): Finding[] | null {
  if (rule.id !== 'g-10' || 'missing' in answer || isWatched(f)) return null;
  if (
    answer.observed.code !== 'risks' ||
    answer.observed.risks.length < f.library.site.plausibility.risksTogether
  )
    return null;
  if (f.patient.opioidStatus !== 'tolerant') return [failing(CHECK, TOGETHER, answer)];
  return answer.observed.risks.some((r) => r.is === 'benzodiazepine')
    ? [failing(CHECK, TOGETHER, { ...answer, severity: 'soft' })]
    : null;
}

/** Each global rule of the library, by its id. `null`: not a question about one order. */
const RULES: Readonly<Record<string, ((f: Facts) => Answer) | null>> = {
  // by the epidural and perineural routes the labels give starts for who takes no opioids
  'g-01': (f) =>
    says(
      ['IV', 'SC'].includes(f.order.route) &&
        !isZero(f.highest.basal) &&
        f.patient.opioidStatus !== 'tolerant',
      'basal rate',
      {
        code: 'basal-and-status',
        rate: quantityText(f.highest.basal),
        status: f.patient.opioidStatus,
      },
      { code: 'zero-unless-tolerant' },
    ),
  'g-02': (f) =>
    says(f.patient.opioidStatus === 'unknown', 'opioid status', {
      code: 'opioid-status',
      status: f.patient.opioidStatus,
    }),
  'g-03': (f) => {
    if (!f.patient.weight) return { missing: { code: 'dated-weight' }, subject: 'weight' };
    const age = factAge(f.patient.weight.on, f.at);
    const allowed = f.library.site.maxAge.weight;
    return says(
      exact(BigInt(age)).compare(exact(allowed)) > 0,
      'weight',
      { code: 'measured-days-ago', value: f.patient.weight.value, days: age },
      { code: 'days', days: allowed },
    );
  },
  'g-04': (f) =>
    says(f.order.naloxone === 'none' && !present(besides(f)).some(isRescue), 'naloxone', {
      code: 'naloxone',
      state: f.order.naloxone,
    }),
  'g-05': (f) => {
    // the pairs of nalbuphine and buprenorphine themselves stand with the interactions
    const partial = f.drug.class_ids.includes('opioid_full_agonist')
      ? present(besides(f)).filter((b) => PARTIAL.some((c) => b.classes.includes(c)))
      : [];
    return unlessUnasked(
      f,
      'medicines',
      says(partial.length > 0, 'partial agonists', names(namesOf(partial))),
    );
  },
  'g-06': (f) => {
    const found = present(besides(f)).filter(
      (b) => b.from === 'home' && !b.intended && b.classes.includes('opioid_full_agonist'),
    );
    return unlessUnasked(f, 'medicines', says(found.length > 0, 'other opioids', names(namesOf(found))));
  },
  'g-07': preservative,
  'g-08': standard,
  'g-09': null,
  'g-10': (f) => {
    const risks = respiratoryRisks(f);
    return unlessUnasked(
      f,
      'conditions',
      // of a clearance alone the cautions of the drug speak; house rule: kidneys that fail are a risk by themselves
      says(
        risks.some((r) => r.is !== 'clearance-below-60') || clears(f, (o) => o < 0, KIDNEYS_FAIL) === 'yes',
        'respiratory risk',
        { code: 'risks', risks },
      ),
    );
  },
  'g-11': null, // carried out by formulary-doses, on the worst case itself
  'g-12': (f) =>
    says(
      f.years < 18 && !rulesOfDrug(f.library, f.drug).some((r) => r.population.age_max_y !== undefined),
      'age',
      { code: 'years', years: f.years },
      { code: 'years-without-rules', years: '18' },
    ),
  'g-13': (f) => {
    const found = f.patient.conditions.filter((c) => c === 'pregnancy' || c === 'lactation');
    return unlessUnasked(
      f,
      'conditions',
      says(found.length > 0, 'pregnancy and lactation', { code: 'conditions', conditions: found }),
    );
  },
};

function one(g: GlobalRule, f: Facts): Finding[] {
  const graded = severity.safeParse(g.severity);
  const rule: Rule = { ...g, severity: graded.success ? graded.data : 'hard' };
  if (!Object.hasOwn(RULES, g.id))
    return [notDone(CHECK, rule, { code: 'carry-out-rule' }, { subject: text(g.id) })];
  const test = RULES[g.id];
  if (!test) return [];
  if (OF_OPIOIDS.has(g.id) && !isOpioid(f.drug)) return [];
  if (ONCE.has(g.id) && f.container[0] !== f.drug.id) return [];
  const answer = test(f);
  if ('missing' in answer) {
    const { missing, subject } = answer;
    const about = missing.code === 'standard-concentration' ? { about: 'formulation' as const } : {};
    return [notDone(CHECK, rule, missing, { subject, ...about })];
  }
  if (!answer.broken) return [pass(CHECK, rule, answer)];
  return together(f, rule, answer) ?? [failing(CHECK, rule, answer)];
}

export const formularyGlobal: Check = {
  id: CHECK,
  asks: 'Do the rules that hold for every opioid order hold: tolerance, weight, naloxone, duplicates, standard concentration, risks?',
  run: (f, only) =>
    f.library.formulary.global_rules
      .filter((g) => only === undefined || g.id === only)
      .flatMap((g) => one(g, f)),
};
