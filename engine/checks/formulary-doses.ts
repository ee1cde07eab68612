import { amount } from '../answers/facts.ts';
import type { Missing } from '../answers/missing.ts';
import { subjectName } from '../answers/subjects.ts';
import type { DoseRule } from '../formulary/formulary.ts';
import { isBroken } from '../formulary/limit-amounts.ts';
import { compare, isZero, to, type Quantity } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { failing, notDone, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import { linesOf, type Line } from './lines.ts';
import type { Match } from '../facts/match.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { inPopulation } from '../facts/population.ts';
import { rulesFor } from '../facts/rules-for.ts';

const CHECK = 'formulary-doses';

const breaks = (rule: DoseRule, value: Quantity, limit: Quantity): boolean =>
  isBroken(rule, compare(value, limit));

/** One rule against one order: a finding per line that it speaks of. */
export function applyRule(rule: DoseRule, f: Facts): Finding[] {
  const match = speaksOf(rule, f);
  return match === 'no' ? [] : linesOf(rule, f).map((line) => held(rule, line, match, f));
}

/** The lines that a rule holds of this patient's order, by name, whatever comes of it. */
export const linesUnder = (rule: DoseRule, f: Facts): string[] =>
  speaksOf(rule, f) === 'no' ? [] : linesOf(rule, f).map((line) => subjectName(line.name));

const speaksOf = (rule: DoseRule, f: Facts): Match =>
  rule.comparator === 'predicate' || !rule.routes.includes(f.order.route)
    ? 'no'
    : inPopulation(rule.population, f);

function held(rule: DoseRule, line: Line, match: Exclude<Match, 'no'>, f: Facts): Finding {
  const missing = (what: Missing) =>
    notDone(CHECK, rule, what, {
      subject: line.name,
      observed: 'missing' in line ? null : amount(line.value),
    });
  if (match !== 'yes') return missing(match.missing);
  if ('missing' in line) return missing(line.missing);
  const limited = limitOf(rule, f, line.value);
  if ('missing' in limited) return missing(limited.missing);
  const value = to(line.value, limited.limit.unit);
  // what forbids an order whatever its amount is no limit of that amount
  if (rule.context === 'first order' && isZero(limited.limit))
    return failing(CHECK, rule, { subject: 'first order', observed: amount(value) });
  const answer = {
    subject: line.name,
    observed: amount(value),
    limit: amount(limited.limit),
    derivations: [...line.derivations, ...limited.steps],
  };
  if (breaks(rule, value, limited.limit)) return failing(CHECK, rule, answer);
  // what passes by a laxer limit of the pharmacy alone is said, and stands in nobody's way
  return passedBefore(rule, line.value, f)
    ? pass(CHECK, rule, answer)
    : failing(CHECK, rule, { ...answer, severity: 'info' });
}

/** Did it pass under the limit as it was published, where the pharmacy has a laxer one? */
function passedBefore(rule: DoseRule, value: Quantity, f: Facts): boolean {
  if (rule.laxer_than === undefined) return true;
  const before = { ...rule, ...rule.laxer_than };
  const limited = limitOf(before, f, value);
  return 'missing' in limited || !breaks(before, to(value, limited.limit.unit), limited.limit);
}

/** Rules of a route speak of what flows in all: of a mixture they are asked once, of its first drug. */
const routeRules = (f: Facts): readonly DoseRule[] =>
  f.container[0] === f.drug.id ? f.library.formulary.route_rules : [];

export const formularyDoses: Check = {
  id: CHECK,
  asks: 'Does any line of the order, or the worst case over any window, pass an amount that the library sets for this drug, route and patient?',
  run: (f, only) =>
    [...rulesFor(f), ...routeRules(f)]
      .filter((rule) => only === undefined || rule.id === only)
      .flatMap((rule) => applyRule(rule, f)),
};
