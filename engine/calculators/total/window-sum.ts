import { ZERO, type Exact } from '../../number/notation.ts';

/** An amount given over [from, until); at once where both are one minute. */
export interface Piece {
  readonly from: number;
  readonly until: number;
  readonly amount: Exact;
}

interface Peak {
  /** the window is (end − length, end] */
  readonly end: number;
  readonly total: Exact;
}

const minutes = (n: number): bigint => BigInt(n);

/** Part of a piece inside (from, end]. */
function inside(p: Piece, from: number, end: number): Exact {
  if (p.from === p.until) return p.from <= end && p.from > from ? p.amount : ZERO;
  const overlap = Math.min(p.until, end) - Math.max(p.from, from);
  return overlap <= 0 ? ZERO : p.amount.mul(minutes(overlap)).div(minutes(p.until - p.from));
}

const instants = (pieces: readonly Piece[], length: number): number[] =>
  [...new Set(pieces.flatMap((p) => [p.from, p.until, p.from + length, p.until + length]))].toSorted(
    (a, b) => a - b,
  );

/** First way: at every instant where the total can turn, add up what lies in (end − length, end]. */
export function peakByOverlap(pieces: readonly Piece[], length: number): Peak {
  return instants(pieces, length)
    .map((end) => ({
      end,
      total: pieces.reduce((sum, p) => sum.add(inside(p, end - length, end)), ZERO),
    }))
    .reduce((best, at) => (at.total.compare(best.total) > 0 ? at : best), { end: 0, total: ZERO });
}

/** Second way: the cumulative amount as a function of time, and the largest difference of two of its values. */
export function peakByCumulation(pieces: readonly Piece[], length: number): Exact {
  const cumulative = (at: number): Exact =>
    pieces.reduce((sum, p) => {
      if (at >= p.until) return sum.add(p.amount);
      return at <= p.from ? sum : sum.add(p.amount.mul(minutes(at - p.from)).div(minutes(p.until - p.from)));
    }, ZERO);
  return instants(pieces, length).reduce((best, end) => {
    const total = cumulative(end).sub(cumulative(end - length));
    return total.compare(best) > 0 ? total : best;
  }, ZERO);
}
