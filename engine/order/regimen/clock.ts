import * as z from 'zod';
import { exact } from '../../number/notation.ts';
import { of, type Time } from '../../number/quantity.ts';
import { refuse } from '../../number/fields.ts';
import { tooLong } from '../../number/text-bound.ts';
import { unit } from '../../number/units.ts';

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A time of day on the pump's own clock, `22:00`. */
export const clockField = () =>
  z
    .string()
    .superRefine((text, context) => {
      const long = tooLong(text);
      if (long) refuse(context, long);
      else if (!CLOCK.test(text))
        refuse(context, {
          code: 'clock-time-not-read',
          given: text,
          accepted: { code: 'clock-time' },
        });
    })
    .describe("a time of day on the pump's clock, HH:mm");

/** Minutes after midnight of a clock time that was validated before. */
export function minutesOf(clock: string): Time {
  const [hour = '0', minute = '0'] = clock.split(':');
  const minutes = BigInt(hour) * 60n + BigInt(minute);
  return of(exact(minutes), unit('min', 'time'));
}

/** From one clock time to the next time it is the other. */
export function clockSpan(from: string, until: string): Time {
  const [a, b] = [minutesOf(from).amount.n, minutesOf(until).amount.n];
  return of(exact(b > a ? b - a : b - a + 1440n), unit('min', 'time'));
}
