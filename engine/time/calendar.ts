import { fail, issue, ok, type Result } from '../number/result.ts';
import { tooLong } from '../number/text-bound.ts';

/** Minutes since 1970-01-01T00:00Z: the engine's only notion of an instant. It is an input, never read from a clock. */
export type Minute = number & { readonly __unit: 'minute' };
/** Days since 1970-01-01. */
export type Day = number & { readonly __unit: 'day' };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;

/** Days from civil date, proleptic Gregorian. Source: Hinnant, "chrono-compatible low-level date algorithms". */
function daysFromCivil(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146097 + dayOfEra - 719468) as Day;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Reads `YYYY-MM-DD`. Refuses any other form and dates that do not exist. */
export function parseDate(text: string): Result<Day> {
  const long = tooLong(text);
  if (long) return fail(long);
  const refused = () => fail(issue('date-not-read', text, { code: 'date' }));
  const found = DATE.exec(text);
  if (!found) return refused();
  const [year, month, day] = found.slice(1).map((t) => parseInt(t, 10)) as [number, number, number];
  const length = month === 2 && isLeap(year) ? 29 : LENGTHS[month - 1];
  if (length === undefined || day < 1 || day > length || year < 1850) return refused();
  return ok(daysFromCivil(year, month, day));
}

/** The end of a day in UTC: what is printed with a date alone may be used on that day, and not after it. */
export const endOfDay = (day: Day): Minute => (day * 1440 + 1439) as Minute;

/** The offset that was typed with an instant: `Z`, `-05:00`. */
export const offsetOf = (instant: string): string => INSTANT.exec(instant)?.[4] ?? 'Z';

/** An instant as a clock at an offset shows it; reads back with `parseInstant`. */
export function instantAt(minute: number, offset: string): string {
  const [hours = 0, minutes = 0] =
    offset === 'Z'
      ? []
      : offset
          .slice(1)
          .split(':')
          .map((t) => parseInt(t, 10)); // count: clock
  const shift = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  return shift === 0 ? instantText(minute) : instantText(minute + shift).replace('Z', offset);
}

/** Reads an instant with its offset, `YYYY-MM-DDTHH:mm[:ss]Z` or `±hh:mm`. Seconds are dropped: the clock here is minutes. */
export function parseInstant(text: string): Result<Minute> {
  const long = tooLong(text);
  if (long) return fail(long);
  const refused = () => fail(issue('instant-not-read', text, { code: 'instant' }));
  const found = INSTANT.exec(text);
  const date = parseDate(found?.[1] ?? '');
  if (!found || !date.ok) return refused();
  const [hour, minute] = [found[2] ?? '', found[3] ?? ''].map((t) => parseInt(t, 10)) as [number, number];
  if (hour > 23 || minute > 59) return refused();
  const zone = found[4] ?? 'Z';
  const [zh = 0, zm = 0] =
    zone === 'Z'
      ? []
      : zone
          .slice(1)
          .split(':')
          .map((t) => parseInt(t, 10));
  if (zh > 14 || zm > 59) return refused();
  const offset = (zone.startsWith('-') ? -1 : 1) * (zh * 60 + zm);
  return ok((date.value * 1440 + hour * 60 + minute - offset) as Minute);
}

const two = (n: number) => String(n).padStart(2, '0');

/** A day, counted from 1970, as `YYYY-MM-DD`; reads back with `parseDate`. */
export function dateText(day: number): string {
  const { year, month, day: d } = civilFromDays(day);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(d)}`;
}

/** The instant in UTC, `YYYY-MM-DDTHH:mmZ`; reads back with `parseInstant`. */
export function instantText(minute: number): string {
  const day = Math.floor(minute / 1440);
  const rest = minute - day * 1440;
  return `${dateText(day)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}Z`;
}

/** The day in UTC on which a minute lies. */
export const dayOf = (minute: Minute): Day => Math.floor(minute / 1440) as Day;

/** Completed years, months and days between two dates; a birthday on 29 February is reached on 1 March in common years. */
export function ageOn(birth: Day, on: Day): { years: number; months: number; days: number } {
  const [a, b] = [civilFromDays(birth), civilFromDays(on)];
  let months = (b.year - a.year) * 12 + b.month - a.month;
  let anchor = monthsAfter(a, months);
  if (anchor > on) {
    months -= 1;
    anchor = monthsAfter(a, months);
  }
  return { years: Math.floor(months / 12), months: months % 12, days: on - anchor };
}

function monthsAfter(from: { year: number; month: number; day: number }, months: number): Day {
  const index = from.year * 12 + from.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const length = month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 31);
  return from.day <= length
    ? daysFromCivil(year, month, from.day)
    : ((daysFromCivil(year, month, length) + 1) as Day);
}
