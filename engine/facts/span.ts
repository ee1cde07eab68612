import { inBase, scale } from '../number/quantity.ts';
import type { Facts } from './facts.ts';

/** First start and last end of an order, in minutes. */
export function spanOf(f: Pick<Facts, 'schedule'>): { readonly from: number; readonly to: number } {
  const { start, every, count, duration } = f.schedule;
  const minutes = inBase(scale(every, count.sub(1n)))
    .add(inBase(duration))
    .mul(60n)
    .ceil();
  return { from: start, to: start + parseInt(minutes.n.toString(), 10) };
}
