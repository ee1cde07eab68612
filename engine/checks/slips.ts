import { exact, type Exact } from '../notation.ts';
import { inBase, type Quantity } from '../quantity.ts';

/** So many times the yardstick, or so small a part of it, is asked about. House rule. */
const FAR = 4n;
/** A ratio within this factor of a slip carries its name. House rule. */
const NEAR = exact('1.25');

interface Slip {
  readonly ratio: Exact;
  readonly words: string;
}
const SLIPS: readonly Slip[] = [
  { ratio: exact('1000'), words: 'mg and mcg taken for each other' },
  { ratio: exact('100'), words: 'the decimal point two places off' },
  { ratio: exact('10'), words: 'a decimal point or a zero misplaced' },
];
/** morphine : HYDROmorphone, 5 to 8 by dose. Source: issue of plausibility questions; PA-HM10 (errors.md 1) */
const POTENCY = { least: exact('5').div(NEAR), most: exact('8').mul(NEAR) };

/** What a ratio to the yardstick looks like. In: the drug's id, the ratio. Out: words for a question, or null. */
export function slipOf(drug: string, ratio: Exact): string | null {
  if (ratio.n === 0n) return null;
  const up = ratio.compare(1n) >= 0;
  const size = up ? ratio : ratio.inverse();
  if (size.compare(FAR) < 0) return null;
  const mixed = size.compare(POTENCY.least) >= 0 && size.compare(POTENCY.most) <= 0;
  if (mixed && drug === 'hydromorphone' && up) return 'looks like morphine numbers on HYDROmorphone';
  if (mixed && drug === 'morphine' && !up) return 'looks like HYDROmorphone numbers on morphine';
  const named = SLIPS.find(
    (s) => size.compare(s.ratio.div(NEAR)) >= 0 && size.compare(s.ratio.mul(NEAR)) <= 0,
  );
  return named ? `looks like ${named.words}` : `${up ? 'far above' : 'far below'} the yardstick`;
}

/** Exact ratio of two quantities of one dimension; null where the yardstick is zero. */
export function ratioOf(value: Quantity, yardstick: Quantity): Exact | null {
  const under = inBase(yardstick);
  return under.n === 0n || value.unit.dimension !== yardstick.unit.dimension
    ? null
    : inBase(value).div(under);
}
