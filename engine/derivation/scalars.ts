import { createBigNumberClass as bigNumberClass, createUnitClass as unitClass, type BigNumber } from 'mathjs';

/** A number with a unit, as mathjs keeps it; its own types leave out what we need. */
export interface MathUnit {
  /** in base units */
  value: BigNumber;
  readonly units: readonly unknown[];
  clone(): MathUnit;
  equalBase(other: MathUnit): boolean;
  multiply(other: Value): Value;
  divide(other: Value): Value;
  divideInto(other: BigNumber): Value;
}

/** A plain number, or a number with a unit. */
export type Value = BigNumber | MathUnit;

// Its types do not name the makers of its classes.
declare module 'mathjs' {
  export function createBigNumberClass(parts: object): new (text: string) => BigNumber;
  export function createUnitClass(parts: object): {
    new (value: BigNumber, name: string): MathUnit;
    createUnitSingle(name: string, definition?: MathUnit): void;
  };
}

// Two classes of mathjs, given what they ask for by hand: its `create` makes functions for every kind of argument (matrices,
// fractions, complex numbers), which takes longer than checking an order. A line has numbers and units only.
const config = { number: 'BigNumber', precision: 64, predictable: false };
const Big = bigNumberClass({ config });
const never = () => {
  throw new Error('not a function of the second opinion');
};
/** For its own table of units, which has degrees and reactive power. Ours are made without it. */
class Unasked {
  static readonly I = null;
  readonly asked = false;
}
const Units = unitClass({
  config,
  BigNumber: Big,
  Fraction: Unasked,
  Complex: Unasked,
  isNumeric: (x: object) => x instanceof Big,
  multiplyScalar: (a: BigNumber, b: BigNumber) => a.times(b),
  divideScalar: (a: BigNumber, b: BigNumber) => a.div(b),
  pow: (a: BigNumber, b: BigNumber) => a.pow(b),
  abs: (a: BigNumber) => a.abs(),
  format: (a: BigNumber) => a.toString(),
  addScalar: never,
  subtractScalar: never,
  fix: never,
  round: never,
  equal: never,
  number: never,
});

/** The number that is written, at 64 digits. In: decimal digits. */
export const big = (text: string): BigNumber => new Big(text);

/** So many of a unit. In: the number as it is written, a name that was given by `nameUnit`. Throws for any other name. */
export const unitOf = (digits: string, name: string): MathUnit => new Units(big(digits), name);

/** Names a unit: a new base unit, or so many of one that has a name. Throws where the name is taken. */
export const nameUnit = (name: string, definition?: MathUnit): void =>
  Units.createUnitSingle(name, definition);

/** Has it a unit? */
export const isUnit = (v: Value): v is MathUnit => 'units' in v;

/** The product of two values. */
export const multiply = (a: Value, b: Value): Value =>
  isUnit(a) ? a.multiply(b) : isUnit(b) ? b.multiply(a) : a.times(b);

/** The quotient of two values. */
export const divide = (a: Value, b: Value): Value =>
  isUnit(a) ? a.divide(b) : isUnit(b) ? b.divideInto(a) : a.div(b);

/** The numbers of two values of one dimension, in its base unit; undefined where the dimensions differ. */
export function numbers(a: Value, b: Value): readonly [BigNumber, BigNumber] | undefined {
  if (!isUnit(a)) return isUnit(b) ? undefined : [a, b];
  return isUnit(b) && a.equalBase(b) ? [a.value, b.value] : undefined;
}

/** What a function of two numbers says of two values of one dimension. Throws where the dimensions differ. */
export function together(a: Value, b: Value, by: (x: BigNumber, y: BigNumber) => BigNumber): Value {
  const both = numbers(a, b);
  if (both === undefined) throw new Error('one dimension on both sides');
  const value = by(...both);
  return isUnit(a) ? Object.assign(a.clone(), { value }) : value;
}
