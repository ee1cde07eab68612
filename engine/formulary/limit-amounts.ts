import { exact, exactText, round, type Exact } from '../number/notation.ts';
import { recorded, to } from '../number/quantity.ts';
import { readUnit } from '../number/units.ts';
import type { DoseRule } from './formulary.ts';
import type { LimitRecord } from './records/limit-record.ts';

/**
 * Does an amount break a rule? In: the rule, and how the amount stands to its limit (below 0: less, 0: the same). A rule of the
 * least is broken below it, one of the most above it or, where it says so, when it is reached. Source: the rule's comparator.
 */
export const isBroken = ({ comparator }: Pick<DoseRule, 'comparator'>, order: number): boolean =>
  comparator === 'gt' ? order > 0 : comparator === 'ge' ? order >= 0 : order < 0;

/** As much of a figure as a drawing shows. */
const SHOWN = { step: exact('0.000001'), direction: 'nearest' } as const;

/** An amount as it is drawn: to a millionth, in its own unit. In: exact. Out: the text of the number. */
export const drawnAmount = (value: Exact): string => exactText(round(value, SHOWN).value);

/**
 * The amounts that were found under the name of a limit, beside it. In: the limit as a record, and amounts as a report keeps
 * them ("1.2 mg"). Out: each in the unit of the limit, to a millionth, and whether the exact one breaks it. One of another
 * dimension is none of this limit, and beside a limit per kg nothing can be drawn.
 */
export function amountsBeside(
  limit: LimitRecord,
  amounts: readonly string[],
): { readonly value: string; readonly beyond: boolean }[] {
  const unit = readUnit(limit.unit);
  if (!unit.ok || limit.per !== 'none') return [];
  return amounts.flatMap((text) => {
    const found = recorded(text);
    if (found.unit.dimension !== unit.value.dimension) return [];
    const value = to(found, unit.value).amount;
    return [{ value: drawnAmount(value), beyond: isBroken(limit, value.compare(exact(limit.amount))) }];
  });
}
