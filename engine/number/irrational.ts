import Fraction from 'fraction.js';
import { magnitude, type Exact } from './notation.ts';
import { issue, Refused } from './result.ts';

/**
 * Roots, powers and logarithms: the one place, with temperatures beside it, where exactness ends. Each is computed in
 * whole numbers to more digits than are kept, then rounded once to `DIGITS` significant digits. Roots and powers that
 * are rational come back exact. The second opinion computes the same with mathjs.
 */
export const DIGITS = 36;
/** Stated wherever a rounded value is shown. */
export const ROUNDED_NOTE = `rounded to ${DIGITS} significant digits`;

export interface Irrational {
  readonly value: Exact;
  readonly exact: boolean;
}

const PLACES = 70n;
const SCALE = 10n ** PLACES;
const exactly = (value: Exact): Irrational => ({ value, exact: true });
const rounded = (value: Exact): Irrational => ({ value: significant(value), exact: false });

const whole = (value: Exact): bigint => value.s * value.n;
const ratio = (over: bigint, under: bigint): Exact => new Fraction(over, under);
/** Nearest whole number to over ÷ under, halves away from zero. */
function nearest(over: bigint, under: bigint): bigint {
  const size = over < 0n ? -over : over;
  const quotient = (2n * size + under) / (2n * under);
  return over < 0n ? -quotient : quotient;
}

/** Nearest value with so many significant digits; half a step goes away from zero. */
export function significant(value: Exact, digits = DIGITS): Exact {
  const places = digits - magnitude(value);
  const step = places >= 0 ? ratio(1n, 10n ** BigInt(places)) : ratio(10n ** BigInt(-places), 1n);
  const steps = value.div(step);
  return ratio(nearest(whole(steps), steps.d), 1n).mul(step);
}

/** Largest whole number whose square is not above `n`, by Newton's method. */
function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let guess = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (guess + n / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** √x for a plain number that is not negative. Exact where the root is rational. */
export function squareRoot(x: Exact): Irrational {
  if (x.s < 0n) throw new Refused(issue('root-of-negative', x.toFraction(), { code: 'number-not-negative' }));
  const [over, under] = [integerRoot(x.n), integerRoot(x.d)];
  if (over * over === x.n && under * under === x.d) return exactly(ratio(over, under));
  // √(n/d) = √(n·d)/d, with enough digits behind the point for any size of n·d
  return rounded(ratio(integerRoot(x.n * x.d * SCALE * SCALE), x.d * SCALE));
}

/** 2·artanh(z) for a small scaled z. */
function doubleArtanh(z: bigint): bigint {
  const square = (z * z) / SCALE;
  let [sum, term] = [0n, z];
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k;
    term = (term * square) / SCALE;
  }
  return 2n * sum;
}
const LN2 = doubleArtanh(SCALE / 3n);

function scaledLog(x: Exact): bigint {
  let shift = x.n.toString(2).length - x.d.toString(2).length;
  const at = (s: number) => (s >= 0 ? ratio(x.n, x.d << BigInt(s)) : ratio(x.n << BigInt(-s), x.d));
  if (at(shift).compare(ratio(3n, 2n)) > 0) shift += 1;
  const y = at(shift);
  const z = y.sub(1n).div(y.add(1n));
  return doubleArtanh((whole(z) * SCALE) / z.d) + BigInt(shift) * LN2;
}

/** Natural logarithm of a plain number above zero. Exact only at 1. */
export function naturalLog(x: Exact): Irrational {
  if (x.compare(0n) <= 0)
    throw new Refused(issue('logarithm-of-zero', x.toFraction(), { code: 'number-above-zero' }));
  return x.compare(1n) === 0 ? exactly(ratio(0n, 1n)) : rounded(ratio(scaledLog(x), SCALE));
}

function scaledExp(x: bigint): Exact {
  const shift = nearest(x, LN2);
  if (shift > 2000n || shift < -2000n)
    throw new Refused(issue('exponent-too-large', null, { code: 'exponent-of-600-digits' }));
  const halvings = 8n;
  const small = (x - shift * LN2) >> halvings;
  let [sum, term] = [SCALE, SCALE];
  for (let k = 1n; term !== 0n && term !== -1n; k += 1n) {
    term = (term * small) / (SCALE * k);
    sum += term;
  }
  for (let i = 0n; i < halvings; i += 1n) sum = (sum * sum) / SCALE;
  return shift >= 0n ? ratio(sum << shift, SCALE) : ratio(sum, SCALE << -shift);
}

/** e to a plain number. Exact only at 0. */
export function exponential(x: Exact): Irrational {
  return x.n === 0n ? exactly(ratio(1n, 1n)) : rounded(scaledExp((whole(x) * SCALE) / x.d));
}

/** base to a plain exponent: exact for whole exponents of moderate size, rounded otherwise. */
export function power(base: Exact, exponent: Exact): Irrational {
  if (exponent.d === 1n && exponent.n <= 64n) {
    if (base.n === 0n && exponent.s < 0n)
      throw new Refused(
        issue('zero-to-negative-power', exponent.toFraction(), { code: 'exponent-above-zero' }),
      );
    const size = ratio(
      (base.s < 0n && exponent.n % 2n === 1n ? -1n : 1n) * base.n ** exponent.n,
      base.d ** exponent.n,
    );
    return exactly(exponent.s < 0n ? size.inverse() : size);
  }
  if (base.compare(0n) <= 0)
    throw new Refused(issue('power-of-zero', base.toFraction(), { code: 'base-above-zero' }));
  return rounded(scaledExp((scaledLog(base) * whole(exponent)) / exponent.d));
}
