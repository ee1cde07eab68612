import { exponential, naturalLog, power, squareRoot, type Irrational } from '../number/irrational.ts';
import { exact, exactText, ZERO, aboutText, decimalText, type Exact } from '../number/notation.ts';
import {
  add,
  compare,
  div,
  inBase,
  mul,
  of,
  plain,
  quantityText,
  sub,
  to,
  type Quantity,
} from '../number/quantity.ts';
import { issue, Refused } from '../number/result.ts';
import { NUMBER, unit, type Dimension, type Unit } from '../number/units.ts';

/** Where a formula, a limit or a figure comes from. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly section?: string | undefined;
  readonly year?: string | undefined;
  readonly url?: string | undefined;
}

type Call = 'min' | 'max' | 'floor' | 'ceil' | 'sqrt' | 'pow' | 'exp' | 'ln';

/** One expression gives the formula, the line with its numbers, and the result: they can not drift apart. */
export type Expr =
  | { readonly kind: 'leaf'; readonly name: string; readonly value: Quantity; readonly rounded?: true }
  | { readonly kind: 'sum'; readonly sign: '+' | '−'; readonly a: Expr; readonly b: Expr }
  | { readonly kind: 'product'; readonly sign: '×' | '÷'; readonly a: Expr; readonly b: Expr }
  | { readonly kind: 'call'; readonly name: Call; readonly args: readonly Expr[] };

/** A value under the name that it has in the formula. */
export const named = (name: string, value: Quantity): Expr => ({ kind: 'leaf', name, value });
/** A plain constant; its name in the formula is the number itself. */
export const number = (text: string | bigint): Expr => named(exactText(exact(text)), plain(text));
/** The sum; both of one dimension. */
export const plus = (a: Expr, b: Expr): Expr => ({ kind: 'sum', sign: '+', a, b });
/** The difference; both of one dimension. */
export const minus = (a: Expr, b: Expr): Expr => ({ kind: 'sum', sign: '−', a, b });
/** The product. */
export const times = (a: Expr, b: Expr): Expr => ({ kind: 'product', sign: '×', a, b });
/** The quotient. */
export const over = (a: Expr, b: Expr): Expr => ({ kind: 'product', sign: '÷', a, b });
/** The smallest; all of one dimension. */
export const min = (...args: readonly Expr[]): Expr => ({ kind: 'call', name: 'min', args });
/** The largest; all of one dimension. */
export const max = (...args: readonly Expr[]): Expr => ({ kind: 'call', name: 'max', args });
/** The whole part of a plain number. */
export const floor = (a: Expr): Expr => ({ kind: 'call', name: 'floor', args: [a] });
/** The next whole number at or above a plain one. */
export const ceil = (a: Expr): Expr => ({ kind: 'call', name: 'ceil', args: [a] });
/** The sum of one or more. */
export const total = (first: Expr, ...rest: readonly Expr[]): Expr => rest.reduce(plus, first);

/** Square root of a plain number. Rounded, and said to be, unless the root is rational. */
export const sqrt = (a: Expr): Expr => ({ kind: 'call', name: 'sqrt', args: [a] });
/** A plain number to a plain exponent. Rounded, and said to be, unless the exponent is a small whole number. */
export const pow = (base: Expr, exponent: Expr): Expr => ({
  kind: 'call',
  name: 'pow',
  args: [base, exponent],
});
/** e to a plain number. Rounded, and said to be. */
export const exp = (a: Expr): Expr => ({ kind: 'call', name: 'exp', args: [a] });
/** The natural logarithm of a plain number. Rounded, and said to be. */
export const ln = (a: Expr): Expr => ({ kind: 'call', name: 'ln', args: [a] });

/** Set when a value on the way was rounded: exactness ended there. */
interface Note {
  rounded: boolean;
}

function evaluate(e: Expr, note: Note): Quantity {
  switch (e.kind) {
    case 'leaf':
      if (e.rounded) note.rounded = true;
      return e.value;
    case 'sum':
      return e.sign === '+'
        ? add(evaluate(e.a, note), evaluate(e.b, note))
        : sub(evaluate(e.a, note), evaluate(e.b, note));
    case 'product':
      return e.sign === '×'
        ? mul(evaluate(e.a, note), evaluate(e.b, note))
        : div(evaluate(e.a, note), evaluate(e.b, note));
    case 'call':
      return call(
        e.name,
        e.args.map((a) => evaluate(a, note)),
        note,
      );
  }
}

function call(name: Call, args: readonly Quantity[], note: Note): Quantity {
  const [first, ...rest] = args;
  if (!first) throw new Error(`${name} of nothing`);
  switch (name) {
    case 'floor':
      return of(first.amount.floor(), first.unit);
    case 'ceil':
      return of(first.amount.ceil(), first.unit);
    case 'min':
    case 'max':
      return rest.reduce((x, y) => (compare(y, x) === (name === 'min' ? -1 : 1) ? y : x), first);
    default: {
      const plainArgs = args.map((q) => {
        if (q.unit.dimension !== '')
          throw new Refused(
            issue('not-a-plain-number', quantityText(q), { code: 'plain-number-for', value: name }),
          );
        return inBase(q);
      });
      const result = irrational(name, plainArgs);
      if (!result.exact) note.rounded = true;
      return plain(result.value);
    }
  }
}

function irrational(name: 'sqrt' | 'pow' | 'exp' | 'ln', args: readonly Exact[]): Irrational {
  const [a = ZERO, b = ZERO] = args;
  if (name === 'sqrt') return squareRoot(a);
  if (name === 'pow') return power(a, b);
  return name === 'exp' ? exponential(a) : naturalLog(a);
}

/** A number with the way to it. `result` is exact; `print` gives what a person and the second opinion read. */
export interface Derivation<D extends Dimension = Dimension> {
  readonly id: string;
  readonly name: string;
  readonly expr: Expr;
  readonly result: Quantity<D>;
  /** `rounded`: a root, power or logarithm stands on the way, to 36 significant digits; its line says ≈ */
  readonly exactness: 'exact' | 'rounded';
  readonly source: Source;
}

export interface PrintedDerivation {
  readonly id: string;
  readonly name: string;
  /** in words: `drug amount ÷ final volume` */
  readonly formula: string;
  /** in numbers: `50 mg ÷ 50 mL = 1 mg/mL`; a decimal that does not end stands as `(100/3)`; `≈` where exactness ends */
  readonly line: string;
  readonly result: string;
  /** the result shortened for reading, where the decimal is long or does not end */
  readonly about: string | null;
  readonly source: Source;
}

/**
 * Computes an expression exactly. In: an id, a name in the field's terms, the expression, the unit of the result and the
 * source of the formula. Out: result and derivation in one. Refuses unlike dimensions and division by zero.
 */
export function derive<D extends Dimension>(
  id: string,
  name: string,
  expr: Expr,
  target: Unit<D>,
  source: Source,
): Derivation<D> {
  const note: Note = { rounded: false };
  const raw = evaluate(expr, note) as Quantity<D>;
  return { id, name, expr, result: to(raw, target), exactness: note.rounded ? 'rounded' : 'exact', source };
}

/** What an expression comes to, in base units or in the unit of its first part. */
export const valueOf = (e: Expr): Quantity => evaluate(e, { rounded: false });

/** A leaf that stands for the result of an earlier step. */
export const step = (d: Derivation): Expr => ({
  kind: 'leaf',
  name: d.name,
  value: d.result,
  ...(d.exactness === 'rounded' ? { rounded: true as const } : {}),
});

/** An earlier result as a plain number in a unit, for formulas that are fitted to numbers (kg, cm, mg/dL). */
export const stepIn = (d: Derivation, name: string, unitCode: string): Expr => ({
  kind: 'leaf',
  name,
  value: plain(to(d.result, unitCode).amount),
  ...(d.exactness === 'rounded' ? { rounded: true as const } : {}),
});

const strength = (e: Expr): number => (e.kind === 'sum' ? 1 : e.kind === 'product' ? 2 : 3);

function print(e: Expr, leaf: (name: string, value: Quantity) => string): string {
  const wrapped = (inner: Expr, least: number) => {
    const text = print(inner, leaf);
    return strength(inner) < least ? `(${text})` : text;
  };
  switch (e.kind) {
    case 'leaf':
      return leaf(e.name, e.value);
    case 'sum':
      return `${wrapped(e.a, 1)} ${e.sign} ${wrapped(e.b, 2)}`;
    case 'product':
      return `${wrapped(e.a, 2)} ${e.sign} ${wrapped(e.b, 3)}`;
    case 'call':
      return `${e.name}(${e.args.map((a) => print(a, leaf)).join('; ')})`;
  }
}

/** A quantity as it stands in a printed line: `0.4 mg`, or `(100/3) mL` where the decimal does not end. */
export function lineText(q: Quantity): string {
  const amount = decimalText(q.amount) ?? `(${exactText(q.amount)})`;
  return q.unit.code === '' ? amount : `${amount} ${q.unit.line}`;
}

/** The printed form of a derivation: what goes on screens and sheets, and what the second opinion parses back. */
export function printed(d: Derivation): PrintedDerivation {
  const short = aboutText(d.result.amount);
  return {
    id: d.id,
    name: d.name,
    formula: print(d.expr, (name) => name),
    line: `${print(d.expr, (_, value) => lineText(value))} ${d.exactness === 'exact' ? '=' : '≈'} ${lineText(d.result)}`,
    result: quantityText(d.result),
    about:
      decimalText(d.result.amount) === short
        ? null
        : `${short}${d.result.unit.code === '' ? '' : ` ${d.result.unit.code}`}`,
    source: d.source,
  };
}

/** A count of whole things as a plain number. */
export const count = (n: Exact): Quantity<''> => of(n, NUMBER);
/** Zero of a unit. */
export const nothing = <D extends Dimension>(u: Unit<D> | string): Quantity<D> =>
  of(ZERO, typeof u === 'string' ? unit<D>(u) : u);
