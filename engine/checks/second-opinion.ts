import { compare, inBase, quantity, quantityText, type Mass, type Time } from '../number/quantity.ts';
import { worstIn } from '../exposure/closed-form.ts';
import type { Worst } from '../exposure/worst-case.ts';
import { factsOf, type OrderCheck } from '../facts/compute.ts';
import type { Facts } from '../facts/facts.ts';
import type { Library } from '../formulary/formulary.ts';
import { reportOf } from './check-order.ts';
import type { OrderReport } from './report.ts';
import { recheckAll } from '../derivation/reread.ts';
import { issue, type Issue } from '../number/result.ts';
import { withFixedWindow } from '../exposure/delivery.ts';
import { simulate } from '../exposure/simulation.ts';
import { largestWindow } from '../exposure/simulated-run.ts';

const HORIZON = quantity('72 h', 'time');
const WINDOWS: readonly Time[] = [quantity('1 h', 'time'), quantity('4 h', 'time'), quantity('24 h', 'time')];

/**
 * The second opinion on a whole order: every printed derivation is read back and recomputed by mathjs, and the closed
 * form of the worst case meets the event-by-event simulation (`run`), for a limit window that is not stated also as one that
 * does not roll. Out: issues `second-opinion-differs`; none if both
 * agree.
 */
export function secondOpinion(check: OrderCheck, library: Library, run = simulate): Issue[] {
  const facts = factsOf(check, library);
  return opinionOn(facts, reportOf(facts), run);
}

/** The same on facts and a report that are there already: what is read back is what will be shown. */
export function opinionOn(facts: Facts, report: OrderReport, run = simulate): Issue[] {
  const lines = new Map(
    [...report.derivations, ...report.findings.flatMap((f) => f.derivations)].map((d) => [d.line, d]),
  );
  const found: Issue[] = [...recheckAll([...lines.values()])];
  const simulated = run(facts.delivery, inBase(HORIZON));
  const fixed = withFixedWindow(facts.delivery);
  const ifFixed = fixed && run(fixed, inBase(HORIZON));
  for (const window of WINDOWS) {
    const worst = worstIn(facts.delivery, window);
    found.push(...bothWays(worst, largestWindow(simulated, window)));
    if (ifFixed)
      found.push(
        ...bothWays({ kind: 'bound', amount: worst.ifFixed ?? worst.amount }, largestWindow(ifFixed, window)),
      );
  }
  return found;
}

/** Closed form and simulation of one window. In: the worst case, and the most that was simulated. Out: an issue if they differ. */
export function bothWays({ kind, amount }: Pick<Worst, 'kind' | 'amount'>, simulated: Mass): Issue[] {
  const order = compare(simulated, amount.result);
  if (kind === 'exact' ? order === 0 : order <= 0) return [];
  return [
    issue(
      'second-opinion-differs',
      `${amount.name}: ${quantityText(amount.result)} in closed form, ${quantityText(simulated)} simulated`,
      kind === 'exact' ? { code: 'same-amount-both-ways' } : { code: 'simulated-not-above-bound' },
      amount.id,
    ),
  ];
}
