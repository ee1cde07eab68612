import { exact, exactText, round, ZERO, type Exact } from '../number/notation.ts';
import type { Figure } from '../pumps/pump.ts';
import {
  compare,
  inBase,
  isZero,
  mul,
  of,
  quantity,
  quantityText,
  to,
  type Concentration,
  type Quantity,
} from '../number/quantity.ts';

/** Deviation of a programmable value from the ordered one. Source: calculations.md 0 (house rule on CMAJ-PARSH's lines). */
export const TOLERANCE = { soft: exact('0.05'), hard: exact('0.1') };

export interface Neighbour {
  readonly value: string;
  readonly volume: string;
  /** signed deviation from what was ordered, as an exact fraction */
  readonly deviation: string;
}

export interface Stepped<D extends string = string> {
  readonly programmed: Quantity<D>;
  readonly deviation: Exact;
  readonly onGrid: 'on-grid' | 'off-grid' | 'step-not-known';
  readonly below: Neighbour | null;
  readonly above: Neighbour | null;
}

/** A step as drug: one in mL is multiplied by the concentration, one in the drug's own unit stands. */
export function drugStep<D extends string>(
  step: Figure,
  like: Quantity<D>,
  concentration: Concentration,
): Quantity<D> {
  const read = quantity(step.value);
  if (read.unit.dimension === like.unit.dimension) return to(read as Quantity<D>, like.unit);
  return to(mul<D>(concentration, read), like.unit);
}

/**
 * Puts an amount of drug on the pump's grid. Off the grid it goes down, since each stepped field is a maximum, and both
 * neighbours are named with their signed error. `step` null: the value stands, its grid is not known.
 */
export function onGrid<D extends string>(
  ordered: Quantity<D>,
  step: Quantity<D> | null,
  volumeOf: (q: Quantity<D>) => Quantity,
): Stepped<D> {
  if (step === null)
    return { programmed: ordered, deviation: ZERO, onGrid: 'step-not-known', below: null, above: null };
  const size = to(step, ordered.unit).amount;
  const down = round(ordered.amount, { step: size, direction: 'down' });
  const exactly = down.error.n === 0n;
  const deviation = (value: Exact) => (isZero(ordered) ? ZERO : value.div(ordered.amount).sub(1n));
  const neighbour = (value: Exact): Neighbour => {
    const q = of(value, ordered.unit);
    return {
      value: quantityText(q),
      volume: quantityText(volumeOf(q)),
      deviation: exactText(deviation(value)),
    };
  };
  return {
    programmed: of(down.value, ordered.unit),
    deviation: deviation(down.value),
    onGrid: exactly ? 'on-grid' : 'off-grid',
    below: exactly ? null : neighbour(down.value),
    above: exactly ? null : neighbour(down.value.add(size)),
  };
}

/** Is a time a whole number of the pump's steps? */
export function wholeSteps(value: Quantity<'time'>, step: Figure | null): Stepped['onGrid'] {
  if (step === null) return 'step-not-known';
  return inBase(value).div(inBase(quantity(step.value, 'time'))).d === 1n ? 'on-grid' : 'off-grid';
}

export type RangeState = 'within' | 'outside' | 'not-known' | 'none';

/** A value against the bounds of a field. Without any bound the range is not known, and says so. */
export function rangeOf(value: Quantity | null, min: Figure | null, max: Figure | null): RangeState {
  if (value === null) return 'none';
  if (min === null && max === null) return 'not-known';
  const low = min !== null && compare(value, quantity(min.value, value.unit.dimension)) < 0;
  const high = max !== null && compare(value, quantity(max.value, value.unit.dimension)) > 0;
  return low || high ? 'outside' : 'within';
}
