import { amount } from '../answers/facts.ts';
import type { Facts } from '../facts/facts.ts';
import { inPopulation } from '../facts/population.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { rulesFor } from '../facts/rules-for.ts';
import { drugName, drugUnit, findDrug, type DoseRule, type Drug } from '../formulary/formulary.ts';
import { compare, quantity, quantityText, type Quantity, type Time } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import type { Companion } from '../order/companions.ts';
import { isInjected, libraryRoute } from '../order/routes.ts';
import { equivalents } from '../timeline/equivalents.ts';
import { drugIdOf } from '../timeline/names.ts';
import { mostOfCompanion } from '../timeline/parts.ts';
import { failing, houseRule, notDone, ofDrug, pass, type Check } from './check.ts';
import { ANY_DOSE, ANY_INTERVAL } from './formulary-delivered.ts';
import type { Finding } from './report.ts';

const CHECK = 'formulary-companions';
const NO_LIMIT = houseRule('companion-without-limit', 'soft');
const DAY: Time = quantity('24 h', 'time');
/** What bounds a day of a drug, by itself or over all that gives it. */
const OF_A_DAY = new Set<DoseRule['kind']>(['24h', 'lifetime_episode']);
/** Rescue is not held back by a day, and local anaesthetics are summed as fractions of their own maxima. */
const NOT_BY_DAY = ['rescue_opioid', 'rescue_last', 'local_anaesthetic'];

/** A companion that is a drug of the formulary, as if it were what is asked about. */
type Accompanying = Facts & { readonly companion: Companion };

const isMass = (c: Companion): boolean => quantity(c.dose).unit.dimension === 'mass';
const asked = (f: Facts, companion: Companion, drug: Drug): Accompanying => ({
  ...f,
  drug,
  name: drugName(drug),
  order: { ...f.order, route: libraryRoute(companion.route) },
  companion,
});

function accompanying(f: Facts): Accompanying[] {
  return (f.order.companions ?? []).filter(isMass).flatMap((c) => {
    const id = drugIdOf(f.library, c.drug);
    const drug = id === null ? undefined : findDrug(f.library, id);
    return drug === undefined ? [] : [asked(f, c, drug)];
  });
}

/** One rule against one line: broken, or not to be told where what is missing decides; what it keeps is told by nothing. */
function against(
  x: Accompanying,
  rule: DoseRule,
  subject: 'companion dose' | 'companion interval',
  value: Quantity,
): Finding[] {
  const match = inPopulation(rule.population, x);
  if (match === 'no') return [];
  const limited = limitOf(rule, x, value);
  if ('missing' in limited) return [notDone(CHECK, rule, limited.missing, { subject })];
  const order = compare(value, limited.limit);
  if (rule.direction === 'max' ? order <= 0 : order >= 0) return [];
  const answer = {
    subject,
    observed: amount(value),
    limit: amount(limited.limit),
    derivations: limited.steps,
  };
  return [match === 'yes' ? failing(CHECK, rule, answer) : notDone(CHECK, rule, match.missing, answer)];
}

/** Of what accompanies an order only what two pharmacists have to pass, as of its pairs. */
const isGrave = ({ severity }: DoseRule): boolean => severity === 'hard' || severity === 'absolute';

const byDose = (x: Accompanying): Finding[] => [
  ...rulesFor(x, 'single_dose')
    .filter((r) => isGrave(r) && ANY_DOSE.has(r.context))
    .flatMap((r) => against(x, r, 'companion dose', quantity(x.companion.dose))),
  ...rulesFor(x, 'min_interval')
    .filter((r) => isGrave(r) && ANY_INTERVAL.has(r.context))
    .flatMap((r) => against(x, r, 'companion interval', quantity(x.companion.every))),
];

/** Is a day of it bounded: by a rule of the library for its route, or in the sum of the opioids? */
const isBounded = (x: Accompanying): boolean =>
  x.drug.class_ids.some((c) => NOT_BY_DAY.includes(c)) ||
  'factor' in equivalents(x.library, x.drug.id, x.companion.route) ||
  rulesFor(x).some((r) => OF_A_DAY.has(r.kind) && inPopulation(r.population, x) !== 'no');

/** One line for all companions of which the library knows no day. */
function unbounded(all: readonly Accompanying[]): Finding {
  const open = all.filter((x) => !isBounded(x));
  const severity = open.some((x) => isInjected(x.companion.route)) ? 'hard' : 'soft';
  const subject = 'companions in a day' as const;
  if (open.length === 0) return pass(CHECK, NO_LIMIT, { subject });
  const observed = {
    code: 'all',
    of: open.map((x) => ({
      code: 'amount-of' as const,
      value: quantityText(mostOfCompanion(x.companion, DAY, unit(drugUnit(x.drug), 'mass'))),
      of: [`${x.name} ${x.companion.route}`],
    })),
  } as const;
  const medicines = [...new Set(open.map((x) => `${x.name} ${x.companion.route}`))];
  return notDone(CHECK, NO_LIMIT, { code: 'companion-limit', medicines }, { subject, observed, severity });
}

/** Whoever gives it: a dose, an interval and a day of what is ordered beside the infusion. */
export const formularyCompanions: Check = {
  id: CHECK,
  asks: 'Is a dose of a companion within what the library lets one be, its interval as well, and is a day of it bounded?',
  run: (f) => {
    // of a mixture they are asked once
    const all = f.container[0] === f.drug.id ? accompanying(f) : [];
    if (all.length === 0) return [];
    return [...all.flatMap((x) => byDose(x).map((found) => ofDrug(x, found))), unbounded(all)];
  },
};
