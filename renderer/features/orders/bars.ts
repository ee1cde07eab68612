import { inBase, parseQuantity } from '../../../engine/number/quantity.ts';

/** Widths for drawing, of 200: the worst case and the limits on one scale. Only a picture; never read back. */
export function barOf(worst: string, limits: readonly string[]): { worst: number; limits: number[] } | null {
  const amounts = [worst, ...limits].map((text) => parseQuantity(text.replace(/^about /, ''), 'mass'));
  const read = amounts.flatMap((a) => (a.ok ? [inBase(a.value)] : []));
  const [first, ...rest] = read;
  if (!first || rest.length === 0) return null;
  const most = read.reduce((a, b) => (b.compare(a) > 0 ? b : a));
  if (most.n === 0n) return null;
  const width = (a: typeof first) => a.mul(180n).div(most).round(2).valueOf();
  return { worst: width(first), limits: [...new Set(rest.map(width))] };
}
