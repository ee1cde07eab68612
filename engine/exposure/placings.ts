import { nothing } from '../derivation/derivation.ts';
import { ONE, ZERO, type Exact } from '../number/notation.ts';
import { add, compare, least, scale, sub, type Time } from '../number/quantity.ts';
import { split } from './closed-form-run.ts';
import type { Delivery } from './delivery.ts';

type Sessions = Delivery['sessions'];

/** How a window can lie on the sessions: so many whole ones, and a stretch that is one piece or cut in two by gaps. */
interface Placing {
  readonly whole: Exact;
  readonly rest: Time;
  readonly stretch: 'whole' | 'cut';
}

export type Placings = readonly [Placing, ...Placing[]];

/** How long nothing runs between two sessions. */
export const gapOf = ({ duration, every }: Sessions): Time => sub(every, duration);

/** Sessions without a gap between them are one session. */
export function seamless(s: Sessions): Sessions {
  const { duration, every, count } = s;
  if (count.compare(ONE) === 0 || compare(every, duration) > 0) return s;
  const all = scale(duration, count);
  return { duration: all, every: all, count: ONE };
}

/**
 * The placings among which the worst is. A window no longer than the gap meets one session; one that spans them all holds
 * all; any other can begin inside a session, so that the doses before the gap and after it both begin afresh.
 */
export function placings(s: Sessions, window: Time): Placings {
  const { duration, every, count } = s;
  const none = nothing<'time'>(window.unit);
  if (count.compare(ONE) === 0 || compare(window, gapOf(s)) <= 0)
    return [{ whole: ZERO, rest: least(window, duration), stretch: 'whole' }];
  if (compare(window, add(scale(every, count.sub(ONE)), duration)) >= 0)
    return [{ whole: count, rest: none, stretch: 'whole' }];
  const { k, rest } = split(window, every);
  const found: [Placing, ...Placing[]] = [{ whole: k, rest: least(rest, duration), stretch: 'whole' }];
  if (k.n > 0n && compare(rest, duration) < 0)
    found.push({ whole: k.sub(ONE), rest: add(duration, rest), stretch: 'cut' });
  const beyond = sub(add(duration, rest), every);
  if (compare(beyond, none) > 0 && k.add(2n).compare(count) <= 0)
    found.push({ whole: k, rest: beyond, stretch: 'cut' });
  return found;
}
