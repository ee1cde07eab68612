/** Dates on screen. Instants are shown and typed in the time zone of the pharmacy, and cross the bridge with an offset. */

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

interface Parts {
  readonly date: string;
  readonly time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** The wall clock of a zone at an instant: `2026-11-23` and `20:00`. */
export function wallClock(at: Date, zone: string): Parts {
  const part = (type: string) =>
    formatIn(zone)
      .formatToParts(at)
      .find((p) => p.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

const offsetMinutes = (at: Date, zone: string): number => {
  const { date, time } = wallClock(at, zone);
  const whole = Math.floor(at.getTime() / 60_000) * 60_000;
  return (Date.parse(`${date}T${time}:00Z`) - whole) / 60_000;
};

const two = (n: number): string => String(n).padStart(2, '0');
const offsetText = (minutes: number): string => {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

/**
 * A date and a time as typed, as an instant with the zone's offset: `2026-11-23T20:00-05:00`. Text that is no date or no
 * time goes on as it stands, so that the refusal names it. A wall-clock time that the zone skips in spring has no
 * instant and is handed on without an offset, which is refused by name as well; one that comes twice is the first.
 */
export function instantAt(date: string, time: string, zone: string): string {
  if (!DATE.test(date) || !TIME.test(time)) return `${date}T${time}`;
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return `${date}T${time}`;
  const candidates = [asUtc - 86_400_000, asUtc + 86_400_000].map((near) =>
    offsetMinutes(new Date(near), zone),
  );
  for (const offset of candidates) {
    const at = new Date(asUtc - offset * 60_000);
    const back = wallClock(at, zone);
    if (back.date === date && back.time === time) return `${date}T${time}${offsetText(offset)}`;
  }
  return `${date}T${time}`;
}

/** The day after a date as typed; what is no date goes on as it stands, so that the refusal names it. */
export function dayAfter(date: string): string {
  const at = DATE.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? date : new Date(at + 86_400_000).toISOString().slice(0, 10);
}

/** For reading: `2026-11-23 20:00` in the zone; the text itself where it is no instant. */
export function instantWords(instant: string, zone: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const { date, time } = wallClock(at, zone);
  return `${date} ${time}`;
}

export const today = (zone: string, now: Date = new Date()): string => wallClock(now, zone).date;

/** How long ago something was, in whole minutes; hours where there are many. */
export function agoWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  return minutes < 120 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

export function ageWords(from: string, to: string): string {
  const days = daysBetween(from, to);
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  return days < 0 ? `in ${-days} d` : `${days} d old`;
}

/** Completed years of age. */
export function yearsOld(birth: string, on: string): number {
  const years = parseInt(on.slice(0, 4), 10) - parseInt(birth.slice(0, 4), 10);
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}
