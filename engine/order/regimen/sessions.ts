import * as z from 'zod';
import { parseInstant, type Minute } from '../../time/calendar.ts';
import { exact, type Exact } from '../../number/notation.ts';
import { compare, div, inBase, isZero, quantity, type Time } from '../../number/quantity.ts';
import { issue, unwrap, type Issue } from '../../number/result.ts';
import { countField, instantField, timeField } from '../../number/fields.ts';

export const sessions = z.strictObject({
  start: instantField(),
  duration: timeField('session'),
  every: timeField('course').describe('from start to start'),
  count: countField(1000),
});
export type Sessions = z.infer<typeof sessions>;

export interface Schedule {
  readonly start: Minute;
  readonly duration: Time;
  readonly every: Time;
  readonly count: Exact;
}

/** Sessions that were read by their schema, in exact times. */
export const schedule = (s: Sessions): Schedule => ({
  start: unwrap(parseInstant(s.start)),
  duration: quantity(s.duration, 'time'),
  every: quantity(s.every, 'time'),
  count: exact(s.count),
});

/** Is a time a whole number of minutes? Pumps and sessions are set in minutes. */
export const wholeMinutes = (t: Time): boolean => inBase(div(t, quantity('1 min', 'time'))).d === 1n;

/** What can not stand in a schedule of sessions. 24 h and longer is not refused: it is a finding that names S9326. */
export function sessionIssues(s: Sessions): Issue[] {
  const { duration, every, count } = schedule(s);
  if (isZero(duration))
    return [issue('session-duration-zero', s.duration, { code: 'above-zero', what: 'duration' }, 'duration')];
  if (count.compare(1n) > 0 && compare(every, duration) < 0)
    return [
      issue(
        'sessions-overlap',
        s.every,
        { code: 'every-session-after-the-last', duration: s.duration },
        'every',
      ),
    ];
  return wholeMinutes(duration) && wholeMinutes(every)
    ? []
    : [
        issue(
          'session-not-whole-minutes',
          `${s.duration}, ${s.every}`,
          { code: 'whole-minutes' },
          'duration',
        ),
      ];
}
