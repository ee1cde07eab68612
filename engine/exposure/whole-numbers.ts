import type { Exact } from '../number/notation.ts';

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
/** The least common multiple of two whole numbers above zero. */
export const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

/** So many parts of one make each of these values whole. */
export const lcmOf = (values: readonly Exact[]): bigint => values.reduce((a, v) => lcm(a, v.d), 1n);

/** A value in parts of one; their number was chosen so that it is whole. */
export function scaled(value: Exact, parts: bigint): bigint {
  if (parts % value.d !== 0n) throw new Error('a scale on which a value is not whole');
  return value.s * value.n * (parts / value.d);
}

/** a ÷ b, up to the next whole number; neither is below zero. */
export const ceiling = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
