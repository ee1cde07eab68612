import { ONE } from '../../number/notation.ts';
import {
  add,
  compare,
  div,
  isZero,
  least,
  quantity,
  scale,
  sub,
  to,
  type Time,
} from '../../number/quantity.ts';
import type { DayNight, Regimen } from './resolved.ts';

const DAY = quantity('24 h', 'time');

/** What is left of a time after whole days. */
const inDay = (t: Time): Time => sub(t, scale(DAY, div(t, DAY).amount.floor()));

/**
 * A day and a night rate as one after the other in a session. In: both rates with their clock times, the clock at the start
 * of the session, how long it runs. Out: each stretch with its rate and how long it lasts, together as long as the session.
 */
export function stepsByTheClock(d: DayNight, clockAtStart: Time, duration: Time): Regimen['taper'] {
  const steps: Regimen['taper'][number][] = [];
  const none = sub(duration, duration);
  for (let now = none; compare(now, duration) < 0;) {
    const sinceNight = inDay(add(add(clockAtStart, now), sub(DAY, d.nightFrom)));
    const isNight = compare(sinceNight, d.nightLasts) < 0;
    const left = sub(isNight ? d.nightLasts : DAY, sinceNight);
    const lasts = to(least(left, sub(duration, now)), 'min');
    steps.push({ name: isNight ? 'night rate' : 'day rate', rate: isNight ? d.night : d.day, lasts });
    now = add(now, lasts);
  }
  return steps;
}

/** Do all sessions begin at one time of day, so that the same steps are right in each? */
export const startsByTheDay = (every: Time, count: { compare(n: typeof ONE): number }): boolean =>
  count.compare(ONE) <= 0 || isZero(inDay(every));
