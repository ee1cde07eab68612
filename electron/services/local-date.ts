/** The calendar day of an instant where the pharmacy stands, YYYY-MM-DD. */
export function localDate(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The same day as a lot begins with it: YYMMDD. */
export const lotDay = (instant: string, timeZone: string): string =>
  localDate(instant, timeZone).slice(2).replaceAll('-', '');

const two = (n: number): string => String(n).padStart(2, '0');

/** Day and time of an instant where the pharmacy stands, for a page that knows no time zone: `2026-12-01 14:03`. */
export function localTime(instant: string, timeZone: string): string {
  const minutes = minuteOfDay(instant, timeZone) - 1;
  return `${localDate(instant, timeZone)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** How many minutes of that day had begun. */
export function minuteOfDay(instant: string, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parseInt(parts.find((p) => p.type === type)?.value ?? '0', 10);
  return part('hour') * 60 + part('minute') + 1;
}
