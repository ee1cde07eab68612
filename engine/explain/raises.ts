import type { Finding } from '../checks/report.ts';
import type { Facts } from '../facts/facts.ts';
import { compare, recorded, type Quantity } from '../number/quantity.ts';

/** Checks that hold what is received against a limit. */
const OF_DOSES: ReadonlySet<string> = new Set([
  'formulary-companions',
  'formulary-delivered',
  'formulary-doses',
  'formulary-global',
  'formulary-tolerance',
]);

const amountOf = (fact: Finding['observed']): Quantity | null =>
  typeof fact === 'object' && fact?.code === 'amount' && fact.value.includes(' ')
    ? recorded(fact.value)
    : null;

/** Is too little received by it, or too seldom? More of it is the remedy then. */
function isShort({ observed, limit }: Finding): boolean {
  const [now, least] = [amountOf(observed), amountOf(limit)];
  if (!now?.unit.dimension.startsWith('mass') || now.unit.dimension !== least?.unit.dimension) return false;
  return compare(now, least) < 0;
}

/** Is it about what the container holds in each mL, of which nothing follows for what is received? */
const isOfConcentration = ({ observed }: Finding): boolean =>
  amountOf(observed)?.unit.dimension === 'mass/volume';

/** Does a finding that fails say that more is received than a limit allows? Codes of findings, whatever their severity. */
export const isOverDose = (f: Finding): boolean =>
  (OF_DOSES.has(f.check) || f.check.startsWith('exposure-')) && !isShort(f) && !isOfConcentration(f);

const isMore = (after: Quantity | null | undefined, before: Quantity | null | undefined): boolean =>
  after !== null && after !== undefined && (!before || compare(after, before) > 0);

const LINES = ['demand', 'basal', 'loading'] as const;
const WINDOWS = ['hour', 'fourHours', 'day', 'threeDays'] as const;

/**
 * Is more received by one order than by another of the same drugs? In: the facts of both. True where any dose line or the
 * most in any window is more, of any drug in the container.
 */
export function raises(after: Facts, before: Facts): boolean {
  const [now, then] = [after.regimen, before.regimen];
  return (
    LINES.some((line) => isMore(now[line], then[line])) ||
    isMore(now.dose?.amount, then.dose?.amount) ||
    isMore(now.clinician?.dose, then.clinician?.dose) ||
    WINDOWS.some((window) => {
      const [a, b] = [after.worst[window], before.worst[window]];
      return (
        isMore(a.amount.result, b.amount.result) ||
        isMore((a.ifFixed ?? a.amount).result, (b.ifFixed ?? b.amount).result)
      );
    }) ||
    after.also.some((x, i) => raises(x, before.also[i] ?? x))
  );
}

/** Of a finding that both fail: is the amount that it names more than it was? */
export function isFurther(after: Finding, before: Finding): boolean {
  const [now, then] = [amountOf(after.observed), amountOf(before.observed)];
  if (!now || !then || now.unit.dimension !== then.unit.dimension || isShort(before)) return false;
  return now.unit.dimension === 'time' ? compare(now, then) < 0 : compare(now, then) > 0;
}
