import { instantText, type Minute } from '../time/calendar.ts';
import { exactText, type Exact } from '../number/notation.ts';

/** The minute that an instant of elapsed time lies in: a fraction of a minute is dropped, so that nothing is told late. */
export const minuteAt = (from: Minute, hours: Exact): Minute =>
  (from + parseInt(hours.mul(60n).floor().n.toString(), 10)) as Minute;

/** An instant of a timeline: exact hours since its beginning, and the minute in UTC. */
export const momentAt = (from: Minute, hours: Exact) => ({
  elapsed: `${exactText(hours)} h`,
  at: instantText(minuteAt(from, hours)),
});
/** The same where there may be no such hour: null stays null. */
export const momentOf = (from: Minute, hours: Exact | null) =>
  hours === null ? null : momentAt(from, hours);
