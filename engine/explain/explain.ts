import type { Facts } from '../facts/facts.ts';
import { windowText } from '../exposure/worst-case.ts';
import type { OrderCheck } from '../facts/compute.ts';
import type { Library } from '../formulary/formulary.ts';
import { aboutText, exact, exactText } from '../number/notation.ts';
import { shownText } from '../number/quantity.ts';
import type { Finding } from '../checks/report.ts';
import type { Change, Explanation } from './explanation.ts';
import { rangesOf, type Move, type Range } from './ranges.ts';
import {
  farthest,
  nearestPair,
  nearestPassing,
  rid,
  settingsOf,
  sizeOf,
  type Edges,
  type Sought,
} from './search.ts';
import { AS_ORDERED, Stopped, Trial, type Answered, type Limits } from './trial.ts';

/** House rule: enough for every single change and the usual pair; the search says when it ran out. */
const BUDGET = 1500;

/**
 * What would make an order safe. In: the question that was asked of the checks, the library, and how long to search.
 * Out: for each parameter the smallest change on the pump's own grid after which no check fails, smallest first, each
 * with the new worst case; where no single one does, the smallest pair; where none does, that it says so. Size is the
 * relative distance from what was ordered, of a pair the sum.
 * "All checks pass" means: no finding fails but those that no number of the order decides (`outOfReach`), and none that
 * could be checked became one that could not. What could not be checked before remains, and is named.
 * While a limit on doses fails, or anything that no number mends, nothing is offered by which any dose line or the most in
 * any window is more than ordered.
 * Facts and findings of the order itself are taken where they are there already (`answered`).
 * Refuses, like the check itself, an order that can not be computed.
 */
export function explain(
  check: OrderCheck,
  library: Library,
  limits: Partial<Limits> = {},
  answered?: Answered,
): Explanation {
  const trial = new Trial(check, library, { budget: BUDGET, cancelled: () => false, ...limits }, answered);
  const notDone = trial.findings.filter((f) => f.outcome === 'could-not-be-done').map(about);
  const result = (rest: Partial<Explanation>): Explanation => ({
    state: 'none',
    aims: trial.aims.map(about),
    outOfReach: [],
    notDone,
    changes: [],
    skipped: [],
    complete: true,
    ...rest,
    tried: trial.tried,
  });
  if (trial.aims.length === 0) return result({ state: 'passes' });
  const { ranges, skipped } = rangesOf(trial.facts);
  const edges: Edges = { refused: new Map(), passed: new Map() };
  const search: Search = { trial, edges, ranges, reached: new Set(), outOfReach: new Set(), found: [] };
  const so = (state: Explanation['state']) =>
    result({
      state,
      skipped: [...skipped],
      outOfReach: trial.aims.filter((f) => search.outOfReach.has(f.key)).map(about),
      changes: search.found,
      complete: state !== 'stopped',
    });
  try {
    reach(search);
    if (search.reached.size === 0) return so('none');
    singles(search, search.ranges);
    // the other side before a pair: one field is enough there too
    if (search.found.length === 0 && trial.mayRaise(search.outOfReach))
      singles(
        search,
        ranges.filter((r) => !search.ranges.includes(r)),
      );
    if (search.found.length > 0) return so('one-change');
    pairs(search);
    return so(search.found.length > 0 ? 'two-changes' : 'none');
  } catch (error) {
    if (error instanceof Stopped) return so('stopped');
    throw error;
  }
}

interface Search extends Sought {
  ranges: readonly Range[];
  reached: ReadonlySet<string>;
  outOfReach: ReadonlySet<string>;
  found: Change[];
}

/**
 * Which of the failed checks a number decides at all: those that vanish at the far end of some range, at a listed value,
 * with every range at its safer end, or on the way there. Ranges on the other side take part where that does not reach
 * all of them, or where the pump can not be set to a value, which the neighbour above mends as well as the one below.
 */
function reach(search: Search): void {
  const { trial } = search;
  const missing = new Set(trial.aims.map((f) => f.key));
  const ask = (moves: readonly Move[]) => {
    for (const key of rid(trial, missing, moves)) missing.delete(key);
  };
  const isOpen = (range: Range) => [...missing].some((key) => trial.hears(key, range.fields));
  const askEnd = (range: Range) => {
    if (!isOpen(range)) return;
    const end = range.kind === 'listed' ? -1n : farthest(trial, range, search.edges);
    if (end >= 0n) ask([range.at(end)]);
  };
  const askSamples = (range: Range) => {
    for (const i of range.samples) if (isOpen(range)) ask([range.at(i)]);
  };
  const safer = search.ranges.filter((r) => r.side === 'safer');
  safer.forEach(askEnd);
  if (safer.some(isOpen)) ask(corner(search, safer));
  safer.forEach(askSamples);
  const unsettable = trial.aims.some((f) => f.check === 'program-grid' || f.check === 'program-range');
  const others = search.ranges.filter((r) => r.side === 'other');
  if (missing.size === 0 && !unsettable) search.ranges = safer;
  else {
    others.forEach(askEnd);
    others.forEach(askSamples);
  }
  search.outOfReach = missing;
  // no value on the other side is safer: none is offered while more than allowed is given, or beside what fails for good
  if (!trial.mayRaise(missing)) search.ranges = safer;
  search.reached = new Set(trial.aims.map((f) => f.key).filter((key) => !missing.has(key)));
}

/** Every safer range at its far end together, as far as that can be computed. */
function corner({ trial, edges }: Search, safer: readonly Range[]): Move[] {
  const moves: Move[] = [];
  for (const range of safer.filter((r) => r.kind === 'ordered')) {
    const end = farthest(trial, range, edges, moves);
    if (end >= 0n) moves.push(range.at(end));
  }
  return moves;
}

function singles(search: Search, ranges: readonly Range[]): void {
  const { trial, edges, reached, outOfReach } = search;
  const found = ranges.flatMap((range) => {
    if ([...reached].some((key) => !trial.hears(key, range.fields))) return [];
    const leaves = (i: bigint) => trial.left(range.at(i).settings, outOfReach);
    const index = nearestPassing(range, reached, AS_ORDERED, leaves, edges);
    const answer = index === null ? null : verified(search, [range], [range.at(index)]);
    return answer === null ? [] : [answer];
  });
  search.found = found.toSorted((a, b) => exact(a.size).compare(exact(b.size)));
}

function pairs(search: Search): void {
  const ranges = [
    ...search.ranges.filter((r) => r.kind === 'listed'),
    ...search.ranges.filter((r) => r.kind === 'ordered'),
  ];
  const best = () => (search.found[0] ? exact(search.found[0].size) : null);
  for (const [at, first] of ranges.entries())
    for (const second of ranges.slice(at + 1)) {
      if (isOneField(first, second) || !canTogether(search, first, second)) continue;
      nearestPair(search, [first, second], best, (moves) => {
        const limit = best();
        if (limit !== null && sizeOf(moves).compare(limit) >= 0) return;
        const answer = verified(search, [first, second], moves);
        if (answer) search.found = [answer];
      });
    }
}

/** Two ranges that set the same: the second would undo the first. */
function isOneField(first: Range, second: Range): boolean {
  const set = new Set(second.at(0n).settings.map((s) => s.path));
  return first.parameter === second.parameter || first.at(0n).settings.every((s) => set.has(s.path));
}

/** Can a pair be rid of every target? Not of one for which neither was read, nor of one that the only one read for it keeps. */
function canTogether({ trial, reached }: Search, ...pair: readonly [Range, Range]): boolean {
  return [...reached].every((key) => {
    const [only, ...others] = pair.filter((range) => trial.hears(key, range.fields));
    return only !== undefined && (others.length > 0 || canAlone(trial, only, key));
  });
}

/** Does a value of a range that is looked at first rid the order of a target? One that can not be computed may, beside another. */
const canAlone = (trial: Trial, range: Range, key: string): boolean =>
  range.samples.some((i) => {
    const { settings } = range.at(i);
    return !trial.computable(settings) || !trial.keeps(settings, new Set([key])).has(key);
  });

/** A change that was checked as a whole, in words and numbers; null if something else fails with it. */
function verified(search: Search, ranges: readonly Range[], moves: readonly Move[]): Change | null {
  const settings = settingsOf(moves);
  const passed = search.trial.passing(settings, search.outOfReach);
  if (!passed) return null;
  return {
    parts: moves.map((move, i) => ({
      parameter: ranges[i]?.parameter ?? '',
      label: ranges[i]?.label ?? '',
      from: ranges[i]?.from ?? '',
      to: move.to,
      size: exactText(move.size),
      percent: `${aboutText(move.size.mul(100n), 3)} %`,
    })),
    size: exactText(sizeOf(moves)),
    settings,
    worst: windows(search.trial.facts, passed.facts),
    remaining: passed.remaining.map((f) => f.key),
  };
}

const WINDOWS = ['hour', 'fourHours', 'day'] as const;
const windows = (before: Facts, after: Facts): Change['worst'] =>
  WINDOWS.map((key) => ({
    window: windowText(before.worst[key].window),
    before: shownText(before.worst[key].amount.result),
    after: shownText(after.worst[key].amount.result),
    ...(after.worst[key].ifFixed && { afterIfFixed: shownText(after.worst[key].ifFixed.result) }),
  }));

const about = ({ key, subject, message }: Finding) => ({ key, subject, message });
