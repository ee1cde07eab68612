import { amount } from '../answers/facts.ts';
import { windowText } from '../exposure/worst-case.ts';
import { inPopulation } from '../facts/population.ts';
import { limitOf } from '../facts/rule-limit.ts';
import { isByTheClock } from '../order/regimen/resolved.ts';
import type { Facts } from '../facts/facts.ts';
import { rulesFor } from '../facts/rules-for.ts';
import type { DoseRule } from '../formulary/formulary.ts';
import type { RuleContext } from '../formulary/rule-context.ts';
import { exact } from '../number/notation.ts';
import { compare, isZero, of } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { failing, pass, type Check, type Rule } from './check.ts';
import type { Finding } from './report.ts';

const CHECK = 'formulary-delivered';

/** Rules of single doses and their intervals that hold whatever the product; the rest speaks of a case of its own. */
type Contexts = ReadonlySet<RuleContext | undefined>;
export const ANY_DOSE: Contexts = new Set([undefined, 'intermittent dose', 'intermittent IV dose'] as const);
export const ANY_INTERVAL: Contexts = new Set([undefined, 'scheduled intermittent dose, not PCA'] as const);

const holding = (f: Facts, kind: DoseRule['kind'], contexts: Contexts): DoseRule[] =>
  rulesFor(f, kind).filter((r) => contexts.has(r.context) && inPopulation(r.population, f) === 'yes');

/** The doses of a drug bound what a button or a rate gives, where the library has no limit of its own for those. */
function asDoses(f: Facts): Finding[] {
  const own = rulesFor(f, '4_hourly').some((r) => inPopulation(r.population, f) === 'yes');
  if (own || isByTheClock(f.regimen) || (f.regimen.demand === null && isZero(f.regimen.basal))) return [];
  return holding(f, 'min_interval', ANY_INTERVAL).flatMap((interval) => {
    const worst = f.most(of(exact(interval.amount), unit(interval.unit, 'time')));
    return holding(f, 'single_dose', ANY_DOSE).flatMap((dose): Finding[] => {
      const limited = limitOf(dose, f, worst.amount.result);
      if ('missing' in limited) return [];
      const rule: Rule = {
        ...dose,
        severity: interval.severity === 'hard' ? dose.severity : interval.severity,
      };
      const answer = {
        subject: { code: 'worst case in any {window}', window: windowText(worst.window) },
        observed: amount(worst.amount.result),
        limit: amount(limited.limit),
        derivations: [...worst.steps, worst.amount, ...limited.steps],
      } as const;
      return [
        compare<string>(worst.amount.result, limited.limit) > 0
          ? failing(CHECK, rule, answer)
          : pass(CHECK, rule, answer),
      ];
    });
  });
}

export const formularyDelivered: Check = {
  id: CHECK,
  asks: 'Can a button or a rate give more, in the time from one dose to the next, than the library lets a single dose be?',
  run: asDoses,
};
