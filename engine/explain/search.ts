import { ZERO, type Exact } from '../number/notation.ts';
import type { Setting } from './edit.ts';
import type { Move, Range } from './ranges.ts';
import { REFUSED, type Trial } from './trial.ts';

/** The fields that some moves set together. */
export const settingsOf = (moves: readonly Move[]): Setting[] => moves.flatMap((m) => m.settings);
/** How far some moves are from the order together: the sum of their sizes. */
export const sizeOf = (moves: readonly Move[]): Exact =>
  moves.reduce<Exact>((sum, m) => sum.add(m.size), ZERO);

/** The smallest index for which a test holds that holds from some index on; null if it does not hold at `last`. */
function firstIndex(last: bigint, holds: (index: bigint) => boolean): bigint | null {
  if (last < 0n || !holds(last)) return null;
  let [low, high] = [0n, last];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (holds(middle)) high = middle;
    else low = middle + 1n;
  }
  return high;
}

const NONE: readonly Move[] = [];

/** The farthest value of a range that still makes an order that can be computed; −1 if none does. */
export function farthest(trial: Trial, range: Range, besides = NONE): bigint {
  const can = (i: bigint) => trial.computable(settingsOf([...besides, range.at(i)]));
  const last = range.count - 1n;
  if (can(last)) return last;
  const refused = firstIndex(last, (i) => !can(i));
  return refused === null ? last : refused - 1n;
}

/** Which of the aims a variant is rid of; none where it can not be computed. */
export function rid(trial: Trial, aims: ReadonlySet<string>, moves: readonly Move[]): ReadonlySet<string> {
  const kept = trial.keeps(settingsOf(moves), aims);
  return new Set(kept === REFUSED ? [] : [...aims].filter((key) => !kept.has(key)));
}

/** Keys of what stands in the way of a value; empty where it passes. */
export type Left = ReadonlySet<string>;

/**
 * The index of the nearest value of a range that passes, wherever the passing ones lie: the farthest need not be one of
 * them, since a dose can be too small as well. Walks the samples outward from the order as it is and halves between two
 * that have no finding in common; what both fail, every value between them fails.
 */
export function nearestPassing(range: Range, ordered: Left, leaves: (index: bigint) => Left): bigint | null {
  let [low, before] = [-1n, ordered];
  for (const high of range.samples) {
    const after = leaves(high);
    const found = passingBetween([low, before], [high, after], leaves);
    if (found !== null) return found;
    [low, before] = [high, after];
  }
  return null;
}

type Known = readonly [index: bigint, left: Left];

/** Above the lower of two values up to the higher one; the lower does not pass. */
function passingBetween(low: Known, high: Known, leaves: (index: bigint) => Left): bigint | null {
  for (const key of low[1]) if (high[1].has(key)) return null;
  if (high[0] - low[0] === 1n) return high[1].size === 0 ? high[0] : null;
  const index = (low[0] + high[0]) / 2n;
  const middle: Known = [index, leaves(index)];
  const nearer = passingBetween(low, middle, leaves);
  return nearer !== null || middle[1].size === 0 ? nearer : passingBetween(middle, high, leaves);
}

/** Which of the targets moves leave; what can not be computed leaves something as well. */
const leftBy =
  (trial: Trial, range: Range, targets: ReadonlySet<string>, besides: readonly Move[]) =>
  (i: bigint): Left =>
    trial.keeps(settingsOf([...besides, range.at(i)]), targets);

/** The index of the nearest value of a range that rids the order of every target, next to moves that are made already. */
function nearest(
  trial: Trial,
  range: Range,
  targets: ReadonlySet<string>,
  besides: readonly Move[],
): bigint | null {
  const before = trial.keeps(settingsOf(besides), targets);
  return nearestPassing(range, before, leftBy(trial, range, targets, besides));
}

/** The value of a range that does most on its own: the farthest, unless one on the way leaves fewer targets. */
function strongest(trial: Trial, range: Range, targets: ReadonlySet<string>, besides = NONE): bigint {
  const far = farthest(trial, range, besides);
  const leaves = leftBy(trial, range, targets, NONE);
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
  trial: Trial,
  [first, second]: readonly [Range, Range],
  targets: ReadonlySet<string>,
  best: () => Exact | null,
  take: (moves: readonly Move[]) => void,
): void {
  // how far one can go may depend on where the other stands: a limit can go below what the ordered basal rate gives
  const alone = strongest(trial, first, targets);
  if (alone < 0n) return;
  const far = strongest(trial, second, targets, [first.at(alone)]);
  if (far < 0n) return;
  const last = strongest(trial, first, targets, [second.at(far)]);
  if (last < 0n) return;
  const begin = first.kind === 'listed' ? 0n : nearest(trial, first, targets, [second.at(far)]);
  if (begin === null) return;
  const least = first.kind === 'listed' ? 0n : nearest(trial, second, targets, [first.at(last)]);
  if (least === null) return;
  for (let i = begin; i <= last; i += 1n) {
    const a = first.at(i);
    const limit = best();
    if (limit !== null && a.size.add(second.at(least).size).compare(limit) >= 0) return;
    const b = nearest(trial, second, targets, [a]);
    if (b === null) continue;
    take([a, second.at(b)]);
    if (b === least && first.kind === 'ordered') return;
  }
}
