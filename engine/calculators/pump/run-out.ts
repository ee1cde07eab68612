import { ZERO, type Exact } from '../../number/notation.ts';

export interface RunOut {
  readonly hours: Exact;
  /** lockouts gone by when it runs dry */
  readonly doses: Exact;
  /** the basal drew the last drop; otherwise a bolus did */
  readonly byBasal: boolean;
}

/**
 * When a reservoir runs dry if every bolus is taken, the first at 0. In: mL, mL/h, mL and h, all plain.
 * Walks from dose to dose by halving the count, so that a tiny bolus does not take for ever.
 */
export function emptyAfter(usable: Exact, rate: Exact, bolus: Exact, lockout: Exact): RunOut {
  // used just after dose k (k from 0): rate × k × lockout + (k + 1) × bolus
  const usedAt = (k: bigint): Exact =>
    rate
      .mul(lockout)
      .mul(k)
      .add(bolus.mul(k + 1n));
  let [low, high] = [-1n, 1n];
  while (usedAt(high).compare(usable) < 0) high *= 2n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (usedAt(middle).compare(usable) >= 0) high = middle;
    else low = middle;
  }
  const atDose = lockout.mul(high);
  const before = high - 1n;
  if (before < 0n || rate.n === 0n) return { hours: atDose, doses: ZERO.add(high), byBasal: false };
  const byBasal = usable.sub(bolus.mul(before + 1n)).div(rate);
  return byBasal.compare(atDose) < 0
    ? { hours: byBasal, doses: ZERO.add(before), byBasal: true }
    : { hours: atDose, doses: ZERO.add(high), byBasal: false };
}
