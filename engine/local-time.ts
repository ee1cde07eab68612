import type { Minute } from './calendar.ts';
import { issue, Refused } from './result.ts';

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
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, made);
    return made;
  } catch {
    throw new Refused(issue('time-zone-not-known', zone, 'an IANA time zone, such as America/New_York'));
  }
}
