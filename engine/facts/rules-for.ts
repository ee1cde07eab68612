import type { DoseRule } from '../formulary/formulary.ts';
import type { Facts } from './facts.ts';

/**
 * The rules that the library holds for the drug of an order by the route of the order, of these kinds or, without any, of
 * all; whom a rule speaks of is asked of each. Those of a route alone, whatever the drug, are not among them.
 */
export const rulesFor = (
  { drug, order }: Pick<Facts, 'drug' | 'order'>,
  ...kinds: readonly DoseRule['kind'][]
): readonly DoseRule[] =>
  drug.rules.filter((r) => r.routes.includes(order.route) && (kinds.length === 0 || kinds.includes(r.kind)));
