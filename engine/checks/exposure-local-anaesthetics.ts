import { amount } from '../answers/facts.ts';
import type { Missing } from '../answers/missing.ts';
import { text } from '../answers/subjects.ts';
import { derive, named, over, step, times, total, type Derivation } from '../derivation/derivation.ts';
import { drugName, findDrug } from '../formulary/formulary.ts';
import { rulesOfDrug } from '../formulary/rules-of-drug.ts';
import { exact } from '../number/notation.ts';
import { compare, plain, quantity } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { drugIdOf } from '../timeline/names.ts';
import { boundOf, groupsOf, type Group } from '../timeline/timeline.ts';
import { NUMBER, unit } from '../number/units.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import { besides, namesOf, present } from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { inPopulation } from '../facts/population.ts';

const CHECK = 'exposure-local-anaesthetics';
const CLASS = 'local_anaesthetic';
const DAY = quantity('24 h', 'time');
const mg = unit('mg', 'mass');
const SUM = {
  id: 'CALC-12',
  title:
    'sum over local anaesthetics of the most in any 24 h ÷ its maximum in 24 h; toxicity is additive (calculations.md 12)',
};
const UNKNOWN = houseRule('class-rule-unknown', 'hard');

/** INN names of local anaesthetics end in -caine: one that the library does not hold is one all the same. */
const isOne = (f: Facts, id: string): boolean =>
  findDrug(f.library, id)?.class_ids.includes(CLASS) ?? /caine\b/i.test(id);

/** Local anaesthetics of the home list, by their names or the kind that was picked. */
const atHome = (f: Facts): string[] =>
  namesOf(present(besides(f)).filter((b) => b.from === 'home' && b.classes.includes(CLASS)));

type Maximum = Derivation<'mass'> | { readonly missing: Missing };

/** The maximum of a drug in 24 h: the smallest of the limits that its class names, one per hour over a whole day. */
function maximumOf(f: Facts, g: Group): Maximum {
  const missing = { code: 'maximum-24h', drug: g.name } as const;
  const drug = findDrug(f.library, g.drug);
  const ids = f.library.formulary.classes[CLASS]?.max_24h?.[g.drug] ?? [];
  const rules = drug ? rulesOfDrug(f.library, drug).filter((r) => ids.includes(r.id)) : [];
  if (!drug || rules.length === 0 || rules.length < ids.length) return { missing };
  const found: Derivation<'mass'>[] = [];
  for (const rule of rules) {
    const match = inPopulation(rule.population, f);
    if (match !== 'yes') return { missing };
    const hourly = rule.unit.endsWith('/h');
    const limit = limitOf(rule, f, quantity(hourly ? '0 mg/h' : '0 mg'));
    if ('missing' in limit) return { missing: { ...missing, for: limit.missing } };
    const bound = named(`limit ${rule.id}`, limit.limit);
    const expr = hourly ? times(bound, named('a day', DAY)) : bound;
    found.push(derive(`maximum-${drug.id}`, `maximum of ${drugName(drug)} in 24 h`, expr, mg, rule.source));
  }
  return found.reduce((a, b) => (compare(b.result, a.result) < 0 ? b : a));
}

function sum(f: Facts, groups: readonly Group[]): Derivation<''> | { readonly missing: Missing } {
  const listed = atHome(f);
  const parts = groups.map((g) => ({ g, max: maximumOf(f, g) }));
  const missing: Missing[] = [
    ...listed.map((name): Missing => ({ code: 'given-amount', medicine: name })),
    ...parts.flatMap(({ max }) => ('missing' in max ? [max.missing] : [])),
  ];
  const known = parts.flatMap(({ g, max }) => ('missing' in max ? [] : [{ g, max }]));
  const [first, ...rest] = known.map(({ g, max }) =>
    over(named(`${g.name} in any 24 h`, boundOf(g, DAY, f.at)), step(max)),
  );
  if (missing.length > 0 || !first) return { missing: { code: 'all', of: missing } };
  return derive(
    'local-anaesthetic-sum',
    'sum of the fractions of each local anaesthetic’s maximum in any 24 h',
    total(first, ...rest),
    NUMBER,
    SUM,
  );
}

type ClassRule = Rule & { readonly amount: string };

/** Every rule of the class is a bound on the sum; one with another comparison is not known to this version. */
function held(rule: ClassRule & { readonly comparator: string }, found: ReturnType<typeof sum>): Finding {
  const subject = 'sum of local anaesthetics in any 24 h' as const;
  if (rule.comparator !== 'gt')
    return notDone(CHECK, UNKNOWN, { code: 'carry-out-rule', rule: rule.id }, { subject: text(rule.id) });
  if ('missing' in found) return notDone(CHECK, rule, found.missing, { subject });
  const answer = {
    subject,
    observed: amount(found.result),
    limit: { code: 'of-the-maxima', share: rule.amount },
    derivations: [found],
  } as const;
  const above = compare(found.result, plain(exact(rule.amount))) > 0;
  return above ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer);
}

const INTO_VEIN = houseRule('epinephrine-into-a-vein', 'hard');
/** What is stated of the solution, against the way in; that it holds none is stated by nobody and asked of none. */
function intoVein(f: Facts): Finding[] {
  if (f.order.course?.epinephrine !== true) return [];
  const answer = { subject: 'route', observed: { code: 'route', route: f.order.route } } as const;
  return [f.order.route === 'IV' ? failing(CHECK, INTO_VEIN, answer) : pass(CHECK, INTO_VEIN, answer)];
}

export const exposureLocalAnaesthetics: Check = {
  id: CHECK,
  asks: 'Do several local anaesthetics, over all orders, mixtures, companions and doses given, pass their maxima together as a sum of fractions?',
  run: (f: Facts): Finding[] => [...intoVein(f), ...together(f)],
};

function together(f: Facts): Finding[] {
  const own = [...f.container, ...(f.order.companions ?? []).map((c) => c.drug)];
  if (!own.some((name) => isOne(f, drugIdOf(f.library, name) ?? name))) return [];
  const rules = (f.library.formulary.classes[CLASS]?.rules ?? []).filter((r) => typeof r !== 'string');
  const groups = groupsOf(f).filter((g) => isOne(f, g.drug));
  const listed = atHome(f).length > 0;
  // one alone is held against its own maximum by the rules of the drug
  if (rules.length === 0 || groups.length + (listed ? 1 : 0) < 2) return [];
  const found = sum(f, groups);
  const answers = rules.map((rule) => ({ rule, answer: held(rule, found) }));
  // one sum is said once: whoever passes the higher share passes the lower one
  const passed = answers
    .filter(({ answer }) => answer.outcome === 'fail')
    .map(({ rule }) => exact(rule.amount));
  const isBelow = (share: string): boolean => passed.some((p) => p.compare(exact(share)) > 0);
  return answers
    .filter(({ rule, answer }) => answer.outcome !== 'fail' || !isBelow(rule.amount))
    .map(({ answer }) => answer);
}
