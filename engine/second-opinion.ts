import { compare, inBase, quantity, quantityText, type Time } from './quantity.ts';
import { worstIn } from './exposure.ts';
import { factsOf, type OrderCheck } from './facts.ts';
import type { Library } from './formulary.ts';
import { reportOf } from './check-order.ts';
import { recheckAll } from './recheck.ts';
import { issue, type Issue } from './result.ts';
import { simulate } from './simulation.ts';
import { largestWindow } from './tape.ts';

const HORIZON = quantity('72 h', 'time');
const WINDOWS: readonly Time[] = [quantity('1 h', 'time'), quantity('4 h', 'time'), quantity('24 h', 'time')];

/**
 * The second opinion on a whole order: every printed derivation is read back and recomputed by mathjs, and the closed
 * form of the worst case meets the event-by-event simulation. Out: issues `second-opinion-differs`; none if both agree.
 */
export function secondOpinion(check: OrderCheck, library: Library): Issue[] {
  const facts = factsOf(check, library);
  const report = reportOf(facts);
  const lines = new Map(
    [...report.derivations, ...report.findings.flatMap((f) => f.derivations)].map((d) => [d.line, d]),
  );
  const found: Issue[] = [...recheckAll([...lines.values()])];
  const run = simulate(facts.delivery, inBase(HORIZON));
  for (const window of WINDOWS) {
    const closed = worstIn(facts.delivery, window);
    const simulated = largestWindow(run, window);
    const order = compare(simulated, closed.amount.result);
    if (closed.kind === 'exact' ? order !== 0 : order > 0)
      found.push(
        issue(
          'second-opinion-differs',
          `${closed.amount.name}: ${quantityText(closed.amount.result)} in closed form, ${quantityText(simulated)} simulated`,
          closed.kind === 'exact' ? 'the same amount both ways' : 'a simulated amount not above the bound',
          closed.amount.id,
        ),
      );
  }
  return found;
}
