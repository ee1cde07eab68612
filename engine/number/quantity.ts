import { decimalText, exact, exactText, aboutText, parseDecimal, type Exact } from './notation.ts';
import { tooLong } from './text-bound.ts';
import { fail, issue, ok, Refused, unwrap, type Issue, type Result } from './result.ts';
import {
  baseUnit,
  combinedUnit,
  NUMBER,
  readUnit,
  unit,
  type Dimension,
  type Per,
  type Unit,
} from './units.ts';

/** An exact amount of a unit. The dimension is in the type: a mass and a volume can not be added. */
export interface Quantity<D extends Dimension = Dimension> {
  readonly amount: Exact;
  readonly unit: Unit<D>;
}

export type Mass = Quantity<'mass'>;
export type Volume = Quantity<'volume'>;
export type Time = Quantity<'time'>;
export type Concentration = Quantity<'mass/volume'>;
export type MassRate = Quantity<'mass/time'>;
export type Flow = Quantity<'volume/time'>;
export type Weight = Quantity<'weight'>;
export type Plain = Quantity<''>;

/** A quantity of an exact amount in a unit. */
export const of = <D extends Dimension>(amount: Exact, u: Unit<D>): Quantity<D> => ({ amount, unit: u });

/** A plain number as a quantity. */
export const plain = (amount: Exact | string | bigint): Plain =>
  of(typeof amount === 'object' ? amount : exact(amount), NUMBER);

/**
 * Reads `number unit`, such as `0.4 mg`. In: text, and the dimensions that are accepted (any, if none is named).
 * Out: the exact quantity in the unit that was written. Also reads a strength as it stands on a label, `250 mg/5 mL`,
 * and a ratio strength, `1:1000` (g in mL unless w/w or v/v is written). Refuses by name: a bad number, a missing,
 * unknown, error-prone or unlike unit, and more or less than one space between them.
 */
export function parseQuantity<D extends Dimension>(
  text: string,
  ...wanted: readonly D[]
): Result<Quantity<D>> {
  const long = tooLong(text);
  if (long) return fail(long);
  const percent = /^(\S*\d)%( (?:w\/v|v\/v|w\/w))?$/.exec(text);
  // a percent sign is read with or without the space: it stands for no unit that a digit could run into
  if (percent) return parseQuantity(`${percent[1]} %${percent[2] ?? ''}`, ...wanted);
  const special = ratioStrength(text) ?? perVolume(text);
  if (special) return special.ok ? fitting(special.value, text, wanted) : special;
  const space = text.indexOf(' ');
  const example = () => wanted.map((d) => `0.5 ${baseUnit(d).code}`).join(' or ') || '0.5 mg';
  if (space <= 0) {
    const glued = /^([\d.,]+)([^\d.,\s].*)$/.exec(text);
    if (glued)
      return fail(
        issue('unit-not-separated', text, { code: 'space-before-unit', such: `${glued[1]} ${glued[2]}` }),
      );
    const number = parseDecimal(text);
    if (!number.ok) return fail({ ...number.failure, given: text });
    if (wanted.includes('' as D)) return ok(of(number.value, NUMBER as Unit as Unit<D>));
    return fail(issue('unit-missing', text, { code: 'number-and-unit', such: example() }));
  }
  const inVolume = /^\S+ \S+ in (?=\d)/.exec(text);
  if (inVolume)
    return fail(
      issue('strength-in-words', text, { code: 'number-and-unit', such: text.replace(/ in (?=\d)/, '/') }),
    );
  const number = parseDecimal(text.slice(0, space));
  if (!number.ok) return fail({ ...number.failure, given: text });
  const unitText = text.slice(space + 1);
  if (unitText === '') return fail(issue('unit-missing', text, { code: 'number-and-unit', such: example() }));
  if (unitText !== unitText.trim())
    return fail(issue('quantity-has-extra-space', text, { code: 'one-space', such: example() }));
  for (const dimension of wanted) {
    const found = readUnit(unitText, dimension);
    if (found.ok) return ok(of(number.value, found.value));
    if (found.failure.code !== 'unit-of-other-dimension') return fail({ ...found.failure, given: text });
  }
  if (wanted.length === 0) {
    const found = readUnit<D>(unitText);
    return found.ok ? ok(of(number.value, found.value)) : fail({ ...found.failure, given: text });
  }
  return fail(otherDimension(text, wanted));
}

const otherDimension = (text: string, wanted: readonly Dimension[]): Issue =>
  issue('unit-of-other-dimension', text, {
    code: 'quantity-of',
    dimensions: wanted,
    such: wanted.map((d) => `0.5 ${baseUnit(d).code}`.trim()),
  });

function fitting<D extends Dimension>(q: Quantity, text: string, wanted: readonly D[]): Result<Quantity<D>> {
  if (wanted.length === 0 || wanted.includes(q.unit.dimension as D)) return ok(q as Quantity<D>);
  return fail(otherDimension(text, wanted));
}

/** `1:1000` is 1 g in 1000 mL, so 1 mg/mL. Source: USP <1160>; w/w and v/v are plain ratios. */
function ratioStrength(text: string): Result<Quantity> | undefined {
  const found = /^1:(\S*)(?: (w\/v|w\/w|v\/v))?$/.exec(text);
  if (!found) return undefined;
  const parts = parseDecimal(found[1] ?? '');
  if (!parts.ok) {
    const plainly = text.replaceAll(/(?<=\d),(?=\d{3}\b)/g, '');
    const accepted =
      plainly === text ? parts.failure.accepted : { code: 'without-comma' as const, such: plainly };
    return fail({ ...parts.failure, given: text, accepted });
  }
  if (parts.value.n === 0n) return fail(issue('ratio-zero', text, { code: 'ratio-above-zero' }));
  const share = parts.value.inverse();
  const perMass = found[2] === undefined || found[2] === 'w/v';
  return ok(perMass ? of(share.mul(1000n), unit('mg/mL')) : of(share, NUMBER));
}

/** `250 mg/5 mL`, `400 mg/250 mL`: a strength as labels print it. */
function perVolume(text: string): Result<Quantity> | undefined {
  const found = /^([^/ ]+ [^/]+)\/(\d[^/ ]* [^/ ]+)$/.exec(text);
  if (!found) return undefined;
  const [above, below] = [parseQuantity(found[1] ?? ''), parseQuantity(found[2] ?? '')];
  if (!above.ok) return fail({ ...above.failure, given: text });
  if (!below.ok) return fail({ ...below.failure, given: text });
  if (below.value.amount.n === 0n)
    return fail(issue('division-by-zero', text, { code: 'above-zero-below-stroke' }));
  const made = readUnit(`${above.value.unit.code}/${below.value.unit.code}`);
  return made.ok
    ? ok(of(above.value.amount.div(below.value.amount), made.value))
    : fail({ ...made.failure, given: text });
}

const read = new Map<string, Map<string, Quantity>>();

/** A quantity from text that was validated before, or that stands in our own data. Throws a refusal otherwise. */
export function quantity<D extends Dimension>(text: string, ...wanted: readonly D[]): Quantity<D> {
  const as = wanted.length === 0 ? 'any' : wanted.length === 1 ? String(wanted[0]) : wanted.join('|');
  const before = read.get(as) ?? new Map<string, Quantity>();
  const known = before.get(text);
  if (known) return known as Quantity<D>;
  const found = unwrap(parseQuantity(text, ...wanted));
  read.set(as, before);
  // an order's texts are read by many checks; a host that runs for weeks must not keep them all
  if (before.size < 2000) before.set(text, found);
  return found;
}

/** The amount in the base unit of its dimension. */
export const inBase = (q: Quantity): Exact => (isOne(q.unit.factor) ? q.amount : q.amount.mul(q.unit.factor));

/** Most quantities are in their base unit already; a product of fractions costs more than this question. */
const isOne = (x: Exact): boolean => x.n === 1n && x.d === 1n && x.s === 1n;

/** The same quantity in another unit of its dimension: exact, and back again is the identity. */
export function to<D extends Dimension>(q: Quantity<D>, target: Unit<D> | string): Quantity<D> {
  const u = typeof target === 'string' ? unit(target, q.unit.dimension) : target;
  if (u === q.unit) return q;
  if (q.unit.dimension !== u.dimension) throw unlike(q, of(q.amount, u));
  const base = inBase(q);
  return of(isOne(u.factor) ? base : base.div(u.factor), u);
}

function sameDimension(a: Quantity, b: Quantity): void {
  if (a.unit.dimension !== b.unit.dimension) throw unlike(a, b);
}

const unlike = (a: Quantity, b: Quantity): Refused =>
  new Refused(
    issue('unlike-dimensions', `${quantityText(a)} and ${quantityText(b)}`, { code: 'one-dimension' }),
  );

/** a + b, in the unit of a. Unlike dimensions do not type-check and are refused. */
export function add<D extends Dimension>(a: Quantity<D>, b: Quantity<NoInfer<D>>): Quantity<D> {
  sameDimension(a, b);
  return of(a.amount.add(to(b, a.unit).amount), a.unit);
}

/** a − b, in the unit of a. Unlike dimensions do not type-check and are refused. */
export function sub<D extends Dimension>(a: Quantity<D>, b: Quantity<NoInfer<D>>): Quantity<D> {
  sameDimension(a, b);
  return of(a.amount.sub(to(b, a.unit).amount), a.unit);
}

/** A quantity times a plain number, in its own unit. */
export const scale = <D extends Dimension>(q: Quantity<D>, by: Exact): Quantity<D> =>
  of(q.amount.mul(by), q.unit);

/** a × b in base units. The typed forms cancel one denominator; others are named by the caller. */
export function mul<A extends Dimension, B extends Dimension>(
  a: Quantity<Per<A, B>>,
  b: Quantity<B>,
): Quantity<A>;
export function mul<D extends Dimension>(a: Quantity, b: Quantity): Quantity<D>;
export function mul(a: Quantity, b: Quantity): Quantity {
  return of(inBase(a).mul(inBase(b)), combinedUnit(a.unit.dimension, b.unit.dimension, 1));
}

/** a ÷ b in base units. Refuses division by zero. */
export function div<A extends Dimension>(a: Quantity<A>, b: Quantity<NoInfer<A>>): Plain;
export function div<A extends Dimension, B extends Dimension>(
  a: Quantity<A>,
  b: Quantity<B>,
): Quantity<Per<A, B>>;
export function div(a: Quantity, b: Quantity): Quantity {
  const under = inBase(b);
  if (under.n === 0n)
    throw new Refused(issue('division-by-zero', quantityText(b), { code: 'quantity-above-zero' }));
  return of(inBase(a).div(under), combinedUnit(a.unit.dimension, b.unit.dimension, -1));
}

/** −1, 0 or 1. Unlike dimensions do not type-check and are refused. */
export function compare<D extends Dimension>(a: Quantity<D>, b: Quantity<NoInfer<D>>): -1 | 0 | 1 {
  sameDimension(a, b);
  const order = a.unit === b.unit ? a.amount.compare(b.amount) : inBase(a).compare(inBase(b));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

/** The smallest of some quantities of one dimension, in its own unit. */
export const least = <D extends Dimension>(
  a: Quantity<D>,
  ...rest: readonly Quantity<NoInfer<D>>[]
): Quantity<D> => rest.reduce((x, y) => (compare(y, x) < 0 ? y : x), a);

/** The largest of some quantities of one dimension, in its own unit. */
export const most = <D extends Dimension>(
  a: Quantity<D>,
  ...rest: readonly Quantity<NoInfer<D>>[]
): Quantity<D> => rest.reduce((x, y) => (compare(y, x) > 0 ? y : x), a);

/** Is it nothing, in whatever unit? */
export const isZero = (q: Quantity): boolean => q.amount.n === 0n;

/** `0.4 mg`, or `100/3 mL` where the decimal does not end. Reads back exactly. */
export const quantityText = (q: Quantity): string =>
  q.unit.code === '' ? exactText(q.amount) : `${exactText(q.amount)} ${q.unit.code}`;

/**
 * Reads back what `quantityText` wrote, `100/117 mg/mL` included. For our own records; what a person typed goes through
 * `parseQuantity`. Throws on anything else.
 */
export function recorded<D extends Dimension>(text: string, dimension?: D): Quantity<D> {
  const [amount = '', ...words] = text.split(' ');
  return of(exact(amount), unit(words.join(' '), dimension));
}

/** For a person: at most six significant digits; `about` stands before a shortened number. */
export function shownText(q: Quantity, digits = 6): string {
  const about = aboutText(q.amount, digits);
  const text = q.unit.code === '' ? about : `${about} ${q.unit.code}`;
  return decimalText(q.amount) === about ? text : `about ${text}`;
}
