import { parseInstant } from '../../engine/time/calendar.ts';
import { aboutText, exact, withSeparators } from '../../engine/number/notation.ts';
import { of, shownText } from '../../engine/number/quantity.ts';
import { issue, Refused, unwrap } from '../../engine/number/result.ts';
import { NUMBER, readUnit } from '../../engine/number/units.ts';

const AMOUNT = /^(-?\d+(?:\.\d+)?(?:\/\d+)?)(?: (.+))?$/;

function amountOf(text: string) {
  const [, number, unit] = AMOUNT.exec(text) ?? [];
  if (number === undefined)
    throw new Refused(issue('element-unreadable', text, 'an exact amount, as "number unit"'));
  return { amount: exact(number), unit };
}

/** An exact amount of the record, such as `1000 mcg` or `100/3 mL`, as it is printed: `1,000 mcg`, `about 33.3333 mL`. */
export function printedAmount(text: string): string {
  const { amount, unit } = amountOf(text);
  const shown = shownText(of(amount, unit === undefined ? NUMBER : unwrap(readUnit(unit))));
  return shown.replace(/\d+(?:\.\d+)?/, withSeparators);
}

export const optionalAmount = (text: string | null): string | null =>
  text === null ? null : printedAmount(text);

/** A deviation, given as an exact fraction, in per cent with its direction in words; `null` for none. */
export function printedDeviation(text: string): string | null {
  const { amount } = amountOf(text);
  if (amount.n === 0n) return null;
  const percent = withSeparators(aboutText(amount.abs().mul(100n), 3));
  return `${percent}% ${amount.s < 0n ? 'below' : 'above'} order`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    });
    formatters.set(timeZone, made);
    return made;
  } catch {
    throw new Refused(issue('time-zone-unknown', timeZone, 'an IANA time zone, such as America/New_York'));
  }
}

/** An instant in the pharmacy's own time: `2026-12-03 14:00 EST`. */
export function printedInstant(text: string, timeZone: string): string {
  const parts = formatter(timeZone).formatToParts(unwrap(parseInstant(text)) * 60_000);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}
