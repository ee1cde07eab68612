import type { Previous } from './facts.ts';

/**
 * The order before as one drug sees it. In: the order before, named by the drug that its container began with where that
 * was another one; the drug that is asked about. Out: the figures of that drug, wherever it stood in the container, and
 * none where it was not in it; the others beside it. The lines of the regimen only where they were written in it.
 */
export function seenFrom(before: Previous | null, drug: string): Previous | null {
  if (before === null || before.drug === undefined || before.drug === drug) return before;
  const { worst24h, concentration, route, also = [] } = before;
  const all = [{ drug: before.drug, worst24h, concentration }, ...also];
  const own = all.find((x) => x.drug === drug);
  return { ...own, drug, route, also: all.filter((x) => x !== own) };
}

/** Is anything known of the drug itself in the order before? */
export const isKnown = (before: Previous | null): before is Previous =>
  before !== null && (before.worst24h ?? before.regimen ?? before.concentration) !== undefined;

/** Did the order before run by the route of this one? Of one by another route nothing is in this line. */
export const isSameRoute = (before: Previous | null, route: string): boolean =>
  before?.route === undefined || before.route === route;
