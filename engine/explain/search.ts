import { ZERO, type Exact } from '../notation.ts';
import type { Setting } from './edit.ts';
import type { Move, Range } from './ranges.ts';
import type { Trial } from './trial.ts';

export const settingsOf = (moves: readonly Move[]): Setting[] => moves.flatMap((m) => m.settings);
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
  const settings = settingsOf(moves);
  return new Set([...aims].filter((key) => trial.isRidOf(settings, key)));
}

/** Whether a value of a range, next to other moves, rids the order of every target. */
const helps =
  (trial: Trial, range: Range, targets: ReadonlySet<string>, besides: readonly Move[]) =>
  (i: bigint): boolean => {
    const settings = settingsOf([...besides, range.at(i)]);
    return [...targets].every((key) => trial.isRidOf(settings, key));
  };

/**
 * The index of the nearest value of a range that rids the order of every target, next to other moves that are made
 * already. Between the ordered value and the farthest one each finding of an `ordered` range comes or goes once, so
 * halving finds it; each value of a `listed` one is asked.
 */
export function nearest(
  trial: Trial,
  range: Range,
  targets: ReadonlySet<string>,
  besides = NONE,
): bigint | null {
  const holds = helps(trial, range, targets, besides);
  if (range.kind === 'ordered') return firstIndex(farthest(trial, range, besides), holds);
  for (let i = 0n; i < range.count; i += 1n) if (holds(i)) return i;
  return null;
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
  const alone = farthest(trial, first);
  if (alone < 0n) return;
  const far = farthest(trial, second, [first.at(alone)]);
  if (far < 0n) return;
  const last = farthest(trial, first, [second.at(far)]);
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
