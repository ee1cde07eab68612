import { instantText, type Day, type Minute } from './calendar.ts';
import { issue, Refused } from '../number/result.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Minutes after midnight on a clock on the wall. In: an instant and the site's time zone (IANA name). Refuses a zone that
 * is not known. Used once, for a pump's clock at its first start: from then on the pump counts elapsed time, and a change
 * to or from daylight-saving time does not move it.
 */
export function minuteOfDay(at: Minute, zone: string): bigint {
  const parts = formatFor(zone).formatToParts(new Date(at * 60_000));
  const part = (type: string) => BigInt(parts.find((p) => p.type === type)?.value ?? '0');
  return part('hour') * 60n + part('minute');
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, made);
    return made;
  } catch {
    throw new Refused(issue('time-zone-not-known', zone, { code: 'time-zone' }));
  }
}

/** A clock on the wall as if it stood in UTC. In: an instant and the site's time zone. Refuses a zone that is not known. */
function onTheWall(at: number, zone: string): number {
  const parts = formatFor(zone).formatToParts(new Date(at * 60_000));
  const part = (type: string) => parseInt(parts.find((p) => p.type === type)?.value ?? '0', 10); // count: clock
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / 60_000;
}

/**
 * The last minute of a day where the site is: what is printed with a date alone may be used until then. In: the day and the
 * site's time zone (IANA name). Refuses a zone that is not known.
 */
export function endOfLocalDay(day: Day, zone: string): Minute {
  const next = (day + 1) * 1440;
  const guess = next - (onTheWall(next, zone) - next);
  // across a change of the clock the offset at the guess is the right one
  return (next - (onTheWall(guess, zone) - guess) - 1) as Minute;
}

/** An instant as the site's clock shows it, `YYYY-MM-DD HH:mm`. In: the instant and the site's time zone. */
export const wallClock = (at: number, zone: string): string =>
  instantText(onTheWall(at, zone)).replace('T', ' ').replace('Z', '');
