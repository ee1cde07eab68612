import { ZERO, type Exact } from '../number/notation.ts';
import type { Setting } from './edit.ts';
import type { Move, Range } from './ranges.ts';
import { REFUSED, type Left, type Trial } from './trial.ts';

/** The fields that some moves set together. */
export const settingsOf = (moves: readonly Move[]): Setting[] => moves.flatMap((m) => m.settings);
/** How far some moves are from the order together: the sum of their sizes. */
export const sizeOf = (moves: readonly Move[]): Exact =>
  moves.reduce<Exact>((sum, m) => sum.add(m.size), ZERO);

/** Where a range last passed from one state to another; there it is looked at first the next time. */
export interface Edges {
  /** the nearest value that could not be computed */
  readonly refused: Map<Range, bigint>;
  /** the nearest value that passed */
  readonly passed: Map<Range, bigint>;
}

/** The index to look at between two others: beside the edge that was last seen, else in the middle. */
function between(low: bigint, high: bigint, edge: bigint | undefined): bigint {
  const isInside = (index: bigint) => low < index && index < high;
  if (edge !== undefined && isInside(edge - 1n)) return edge - 1n;
  return edge !== undefined && isInside(edge) ? edge : (low + high) / 2n;
}

const NONE: readonly Move[] = [];

/** The farthest value of a range that still makes an order that can be computed; −1 if none does. */
export function farthest(trial: Trial, range: Range, { refused }: Edges, besides = NONE): bigint {
  const can = (i: bigint) => trial.computable(settingsOf([...besides, range.at(i)]));
  let [low, high] = [-1n, range.count - 1n];
  if (can(high)) return high;
  while (high - low > 1n) {
    const index = between(low, high, refused.get(range));
    if (can(index)) low = index;
    else high = index;
  }
  refused.set(range, high);
  return low;
}

/** Which of the aims a variant is rid of; none where it can not be computed. */
export function rid(trial: Trial, aims: ReadonlySet<string>, moves: readonly Move[]): ReadonlySet<string> {
  const kept = trial.keeps(settingsOf(moves), aims);
  return new Set(kept === REFUSED ? [] : [...aims].filter((key) => !kept.has(key)));
}

/** The aims that a value has to be rid of, the one that was last seen to stay first: it is asked about first. */
class Aims {
  private keys: readonly string[];
  /** what stood in the way of values that were rid of every aim, the last first */
  private besides: readonly string[] = [];
  constructor(targets: ReadonlySet<string>) {
    this.keys = [...targets];
  }
  /** Does one finding stay with both values? Then it stays with every value between them. */
  stayWith(a: Left, b: Left): boolean {
    if (a.isRefused || b.isRefused) return a.isRefused && b.isRefused;
    const stays = this.keys.find((key) => a.keeps(key) && b.keeps(key));
    if (stays === undefined) return this.goneWith(a) && this.goneWith(b) && this.standsIn(a, b);
    this.keys = ahead(stays, this.keys);
    return true;
  }
  passesWith(left: Left): boolean {
    return (
      !left.isRefused && this.goneWith(left) && !this.besides.some(left.keeps) && left.besides().size === 0
    );
  }
  private goneWith(left: Left): boolean {
    return !this.keys.some((key) => left.keeps(key));
  }
  private standsIn(a: Left, b: Left): boolean {
    const stands = this.besides.find((key) => a.keeps(key) && b.keeps(key)) ?? [...a.besides()].find(b.keeps);
    if (stands !== undefined) this.besides = ahead(stands, this.besides);
    return stands !== undefined;
  }
}

const ahead = (key: string, keys: readonly string[]): readonly string[] =>
  key === keys[0] ? keys : [key, ...keys.filter((x) => x !== key)];

/**
 * The index of the nearest value of a range that passes, wherever the passing ones lie: the farthest need not be one of
 * them, since a dose can be too small as well. Walks the samples outward from the order as it is and halves between two
 * that have no finding in common; what both fail, every value between them fails. Ends where a value, and so every one
 * beyond it, is too far to be worth it.
 */
export function nearestPassing(
  range: Range,
  targets: ReadonlySet<string>,
  ordered: Left,
  leaves: (index: bigint) => Left,
  { passed }: Edges,
  isWorth: (move: Move) => boolean = () => true,
): bigint | null {
  const aims = new Aims(targets);
  let low: Known = [-1n, ordered];
  for (const index of range.samples) {
    if (!isWorth(range.at(low[0] + 1n))) return null;
    const high: Known = [index, leaves(index)];
    const found = passingBetween(aims, low, high, { leaves, edge: passed.get(range) });
    if (found !== null) {
      passed.set(range, found);
      return found;
    }
    low = high;
  }
  return null;
}

type Known = readonly [index: bigint, left: Left];
interface Asked {
  readonly leaves: (index: bigint) => Left;
  readonly edge: bigint | undefined;
}

/** Above the lower of two values up to the higher one; the lower does not pass. */
function passingBetween(aims: Aims, low: Known, high: Known, at: Asked): bigint | null {
  if (aims.stayWith(low[1], high[1])) return null;
  if (high[0] - low[0] === 1n) return aims.passesWith(high[1]) ? high[0] : null;
  const index = between(low[0], high[0], at.edge);
  const middle: Known = [index, at.leaves(index)];
  const nearer = passingBetween(aims, low, middle, at);
  return nearer !== null || aims.passesWith(middle[1]) ? nearer : passingBetween(aims, middle, high, at);
}

/** What is sought: orders that are rid of every aim that can be reached. */
export interface Sought {
  readonly trial: Trial;
  readonly edges: Edges;
  readonly reached: ReadonlySet<string>;
}

/** The index of the nearest value of a range that rids the order of every target, next to moves that are made already. */
function nearest(
  { trial, edges, reached }: Sought,
  range: Range,
  besides: readonly Move[],
  isWorth: (move: Move) => boolean,
): bigint | null {
  const leaves = (i: bigint) => trial.left(settingsOf([...besides, range.at(i)]));
  return nearestPassing(range, reached, trial.left(settingsOf(besides)), leaves, edges, isWorth);
}

/** The value of a range that does most on its own: the farthest, unless one on the way leaves fewer targets. */
function strongest({ trial, edges, reached }: Sought, range: Range, besides = NONE): bigint {
  const far = farthest(trial, range, edges, besides);
  const leaves = (i: bigint) => trial.keeps(range.at(i).settings, reached);
  if (far < 0n || !trial.computable(range.at(far).settings)) return far;
  let best = far;
  for (const i of range.samples)
    if (i < far && trial.computable(range.at(i).settings) && leaves(i).size < leaves(best).size) best = i;
  return best;
}

/**
 * The smallest pair of values of two ranges that rids the order of every target and that `take` accepts. `best` is the
 * size that is to be beaten. Walks outward from the nearest first value that can do it at all, and stops where the parts
 * can no longer become smaller together. A `listed` range stands first.
 */
export function nearestPair(
  sought: Sought,
  [first, second]: readonly [Range, Range],
  best: () => Exact | null,
  take: (moves: readonly Move[]) => void,
): void {
  const beats = (move: Move, other: Move): boolean => {
    const limit = best();
    return limit === null || move.size.add(other.size).compare(limit) < 0;
  };
  const beside = (other: Move) => (move: Move) => beats(move, other);
  if (!beats(first.at(0n), second.at(0n))) return;
  // how far one can go may depend on where the other stands: a limit can go below what the ordered basal rate gives
  const alone = strongest(sought, first);
  if (alone < 0n) return;
  const far = strongest(sought, second, [first.at(alone)]);
  if (far < 0n) return;
  const last = strongest(sought, first, [second.at(far)]);
  if (last < 0n) return;
  const begin =
    first.kind === 'listed' ? 0n : nearest(sought, first, [second.at(far)], beside(second.at(0n)));
  if (begin === null) return;
  const least =
    first.kind === 'listed' ? 0n : nearest(sought, second, [first.at(last)], beside(first.at(begin)));
  if (least === null) return;
  for (let i = begin; i <= last; i += 1n) {
    const a = first.at(i);
    if (!beats(a, second.at(least))) return;
    const b = nearest(sought, second, [a], beside(a));
    if (b === null) continue;
    take([a, second.at(b)]);
    if (b === least && first.kind === 'ordered') return;
  }
}
