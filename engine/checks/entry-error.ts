import type { Slip } from '../answers/messages.ts';
import { exact, type Exact } from '../number/notation.ts';
import type { Plausibility } from '../formulary/plausibility.ts';
import { inBase, type Quantity } from '../number/quantity.ts';

/**
 * What a ratio to the yardstick looks like. In: the site's house rules, the drug's id, or null where the yardstick is known to be
 * of the same drug and the numbers of another are no guess, the ratio. Out: what it looks like, or null.
 */
export function slipOf(house: Plausibility, drug: string | null, ratio: Exact): Slip | null {
  if (ratio.n === 0n) return null;
  const up = ratio.compare(1n) >= 0;
  const size = up ? ratio : ratio.inverse();
  if (size.compare(exact(house.far)) < 0) return null;
  const near = exact(house.near);
  const between = (least: string, most: string) =>
    size.compare(exact(least).div(near)) >= 0 && size.compare(exact(most).mul(near)) <= 0;
  const mixed = between(house.potency.least, house.potency.most);
  if (mixed && drug === 'hydromorphone' && up) return { looks: 'morphine-on-hydromorphone' };
  if (mixed && drug === 'morphine' && !up) return { looks: 'hydromorphone-on-morphine' };
  const named = house.slips.find((s) => between(s.ratio, s.ratio));
  return named ? { looks: 'site', words: named.words } : { looks: up ? 'far-above' : 'far-below' };
}

/** Exact ratio of two quantities of one dimension; null where the yardstick is zero. */
export function ratioOf(value: Quantity, yardstick: Quantity): Exact | null {
  const under = inBase(yardstick);
  return under.n === 0n || value.unit.dimension !== yardstick.unit.dimension
    ? null
    : inBase(value).div(under);
}
