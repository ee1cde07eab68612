import Fraction from 'fraction.js';
import { fail, issue, ok, type Result } from './result.ts';

/** An exact rational number. Only this file makes one from text, and only from text that is plainly a decimal. */
export type Exact = Fraction;

const DECIMAL = /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;
const LONGEST = 40;

// Ordered: the first that fits names the refusal.
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'number-missing'],
  [/\s/, 'number-has-space'],
  [/^[+\-−]/, 'number-has-sign'],
  [/,/, 'number-has-comma'],
  [/^\.\d+$/, 'number-without-leading-zero'],
  [/^\d+\.$/, 'number-ends-in-point'],
  [/^\d+(?:\.\d+)?[eE]/, 'number-has-exponent'],
  [/\..*\./, 'number-has-two-points'],
  [/^0\d/, 'number-has-extra-leading-zero'],
  [/^\d+\.\d*0$/, 'number-has-trailing-zero'],
  [/^\d+(?:\.\d+)?\D/, 'number-has-other-characters'],
];

/**
 * Reads a typed number. In: text. Out: the exact rational.
 * Refuses, by name, everything that is not plainly a decimal number; repairs nothing.
 * Source: ISMP List of Error-Prone Abbreviations (leading zero, no trailing zero); field study golden case 7.
 */
export function parseDecimal(text: string): Result<Exact> {
  if (text.length > LONGEST)
    return fail(
      issue('number-too-long', `${text.slice(0, 12)}…`, { code: 'at-most-characters', most: LONGEST }),
    );
  if (DECIMAL.test(text)) return ok(new Fraction(text));
  const code = REFUSALS.find(([pattern]) => pattern.test(text))?.[1] ?? 'number-not-decimal';
  return fail(issue(code, text, { code: 'decimal' }));
}

const constants = new Map<string, Exact>();

/** An exact number from a constant in our own code or data: decimal text, or `n/d`. Throws on anything else. */
export function exact(text: string | bigint): Exact {
  if (typeof text === 'bigint') return new Fraction(text);
  const known = constants.get(text);
  if (known) return known;
  if (!/^-?\d+(?:\.\d+)?(?:\/\d+)?$/.test(text)) throw new Error(`not an exact constant: ${text}`);
  const read = new Fraction(text);
  // the figures of the library are read by every check of every order; not everything ever typed is to be kept
  if (constants.size < 2000) constants.set(text, read);
  return read;
}

export const ZERO: Exact = new Fraction(0n);
export const ONE: Exact = new Fraction(1n);

/** Decimal text if the number terminates within 40 digits, otherwise `null`. */
export function decimalText(value: Exact): string | null {
  let d = value.d;
  let digits = 0;
  let twos = 0;
  let fives = 0;
  while (d % 2n === 0n) {
    d /= 2n;
    twos += 1;
  }
  while (d % 5n === 0n) {
    d /= 5n;
    fives += 1;
  }
  if (d !== 1n) return null;
  digits = Math.max(twos, fives);
  if (digits > LONGEST) return null;
  const scaled = (value.n * 10n ** BigInt(digits)) / value.d;
  const text = scaled.toString().padStart(digits + 1, '0');
  const sign = value.s < 0n ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The exact value as text: a decimal where it terminates, otherwise `n/d`. Reads back with `exact`. */
export function exactText(value: Exact): string {
  return decimalText(value) ?? `${value.s < 0n ? '-' : ''}${value.n}/${value.d}`;
}

export type Direction = 'nearest' | 'down' | 'up';

/** A named rounding: to which step, which way, and why. Applied once, at the end, and shown with its error. */
interface RoundingRule {
  readonly name: string;
  readonly step: Exact;
  readonly direction: Direction;
  readonly reason: string;
}

export interface Rounded {
  readonly value: Exact;
  /** rounded − exact, in the same unit */
  readonly error: Exact;
}

/** Rounds to a multiple of the rule's step. Half a step goes up under `nearest`. The error is exact. */
export function round(value: Exact, rule: Pick<RoundingRule, 'step' | 'direction'>): Rounded {
  const steps = value.div(rule.step);
  const whole =
    rule.direction === 'down'
      ? steps.floor()
      : rule.direction === 'up'
        ? steps.ceil()
        : steps.add(new Fraction(1n, 2n)).floor();
  const rounded = whole.mul(rule.step);
  return { value: rounded, error: rounded.sub(value) };
}

const powerOfTen = (p: number): Exact =>
  p >= 0 ? new Fraction(10n ** BigInt(p)) : new Fraction(1n, 10n ** BigInt(-p));

/** The number of digits before the point, or minus the zeros after it: 123 → 3, 0.05 → −1. */
export function magnitude(value: Exact): number {
  if (value.n === 0n) return 0;
  let places = value.n.toString().length - value.d.toString().length;
  while (value.abs().compare(powerOfTen(places)) >= 0) places += 1;
  while (value.abs().compare(powerOfTen(places - 1)) < 0) places -= 1;
  return places;
}

/** At most `digits` significant digits, but every digit before the point, for showing beside the exact value. */
export function aboutText(value: Exact, digits = 6): string {
  const places = Math.max(0, digits - magnitude(value));
  const shown = round(value, { step: powerOfTen(-places), direction: 'nearest' });
  return exactText(shown.value);
}

/** Thousands separators, for print and screen only; never read back by `parseDecimal`. */
export function withSeparators(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
