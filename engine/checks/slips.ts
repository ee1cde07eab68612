import { exact, type Exact } from '../notation.ts';
import type { Plausibility } from '../plausibility.ts';
import { inBase, type Quantity } from '../quantity.ts';

/** What a ratio to the yardstick looks like. In: the site's house rules, the drug's id, the ratio. Out: words, or null. */
export function slipOf(house: Plausibility, drug: string, ratio: Exact): string | null {
  if (ratio.n === 0n) return null;
  const up = ratio.compare(1n) >= 0;
  const size = up ? ratio : ratio.inverse();
  if (size.compare(exact(house.far)) < 0) return null;
  const near = exact(house.near);
  const between = (least: string, most: string) =>
    size.compare(exact(least).div(near)) >= 0 && size.compare(exact(most).mul(near)) <= 0;
  const mixed = between(house.potency.least, house.potency.most);
  if (mixed && drug === 'hydromorphone' && up) return 'looks like morphine numbers on HYDROmorphone';
  if (mixed && drug === 'morphine' && !up) return 'looks like HYDROmorphone numbers on morphine';
  const named = house.slips.find((s) => between(s.ratio, s.ratio));
  return named ? `looks like ${named.words}` : `${up ? 'far above' : 'far below'} the yardstick`;
}

/** Exact ratio of two quantities of one dimension; null where the yardstick is zero. */
export function ratioOf(value: Quantity, yardstick: Quantity): Exact | null {
  const under = inBase(yardstick);
  return under.n === 0n || value.unit.dimension !== yardstick.unit.dimension
    ? null
    : inBase(value).div(under);
}
