import { refusalsOf } from '../../words/refusal.ts';
import { parseQuantity } from '../../engine/number/quantity.ts';
import type { Refusal } from '../../words/refusal.ts';

/** A number as it was typed, and the unit that was chosen beside it. It stays text until the host reads it. */
export interface Amount {
  readonly number: string;
  readonly unit: string;
}

export const amount = (unit: string, number = ''): Amount => ({ number, unit });

/** `0.4 mg`. Nothing is trimmed or repaired: a bad number is refused by its name. */
export const amountText = (a: Amount): string => (a.unit === '' ? a.number : `${a.number} ${a.unit}`);

export const isBlank = (a: Amount): boolean => a.number === '';

/** The text of a record back into its two halves. */
export function amountOf(text: string | undefined, unit: string): Amount {
  if (text === undefined) return { number: '', unit };
  const space = text.indexOf(' ');
  return space < 0
    ? { number: text, unit: '' }
    : { number: text.slice(0, space), unit: text.slice(space + 1) };
}

/** The refusal of the host's own parser, before the host is asked; nothing for an empty field. */
export function amountIssue(a: Amount, path: string): Refusal[] {
  if (isBlank(a)) return [];
  const read = parseQuantity(amountText(a));
  return read.ok ? [] : refusalsOf([{ ...read.failure, path, given: a.number }]);
}
