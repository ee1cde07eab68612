import { exact, exactText, ZERO, aboutText, decimalText, type Exact } from './notation.ts';
import { add, compare, div, mul, of, plain, quantityText, sub, to, type Quantity } from './quantity.ts';
import { NUMBER, unit, type Dimension, type Unit } from './units.ts';

/** Where a formula, a limit or a figure comes from. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly section?: string | undefined;
  readonly year?: string | undefined;
  readonly url?: string | undefined;
}

type Call = 'min' | 'max' | 'floor' | 'ceil';

/** One expression gives the formula, the line with its numbers, and the result: they can not drift apart. */
export type Expr =
  | { readonly kind: 'leaf'; readonly name: string; readonly value: Quantity }
  | { readonly kind: 'sum'; readonly sign: '+' | '−'; readonly a: Expr; readonly b: Expr }
  | { readonly kind: 'product'; readonly sign: '×' | '÷'; readonly a: Expr; readonly b: Expr }
  | { readonly kind: 'call'; readonly name: Call; readonly args: readonly Expr[] };

export const named = (name: string, value: Quantity): Expr => ({ kind: 'leaf', name, value });
/** A plain constant; its name in the formula is the number itself. */
export const number = (text: string | bigint): Expr => named(exactText(exact(text)), plain(text));
export const plus = (a: Expr, b: Expr): Expr => ({ kind: 'sum', sign: '+', a, b });
export const minus = (a: Expr, b: Expr): Expr => ({ kind: 'sum', sign: '−', a, b });
export const times = (a: Expr, b: Expr): Expr => ({ kind: 'product', sign: '×', a, b });
export const over = (a: Expr, b: Expr): Expr => ({ kind: 'product', sign: '÷', a, b });
export const min = (...args: readonly Expr[]): Expr => ({ kind: 'call', name: 'min', args });
export const max = (...args: readonly Expr[]): Expr => ({ kind: 'call', name: 'max', args });
export const floor = (a: Expr): Expr => ({ kind: 'call', name: 'floor', args: [a] });
export const ceil = (a: Expr): Expr => ({ kind: 'call', name: 'ceil', args: [a] });
export const total = (first: Expr, ...rest: readonly Expr[]): Expr => rest.reduce(plus, first);

function evaluate(e: Expr): Quantity {
  switch (e.kind) {
    case 'leaf':
      return e.value;
    case 'sum':
      return e.sign === '+' ? add(evaluate(e.a), evaluate(e.b)) : sub(evaluate(e.a), evaluate(e.b));
    case 'product':
      return e.sign === '×' ? mul(evaluate(e.a), evaluate(e.b)) : div(evaluate(e.a), evaluate(e.b));
    case 'call': {
      const [first, ...rest] = e.args.map(evaluate);
      if (!first) throw new Error(`${e.name} of nothing`);
      if (e.name === 'floor') return of(first.amount.floor(), first.unit);
      if (e.name === 'ceil') return of(first.amount.ceil(), first.unit);
      const sign = e.name === 'min' ? -1 : 1;
      return rest.reduce((x, y) => (compare(y, x) === sign ? y : x), first);
    }
  }
}

/** A number with the way to it. `result` is exact; `print` gives what a person and the second opinion read. */
export interface Derivation<D extends Dimension = Dimension> {
  readonly id: string;
  readonly name: string;
  readonly expr: Expr;
  readonly result: Quantity<D>;
  readonly source: Source;
}

export interface PrintedDerivation {
  readonly id: string;
  readonly name: string;
  /** in words: `drug amount ÷ final volume` */
  readonly formula: string;
  /** in numbers: `50 mg ÷ 50 mL = 1 mg/mL`; a decimal that does not end stands as `(100/3)` */
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
  const raw = evaluate(expr) as Quantity<D>;
  return { id, name, expr, result: to(raw, target), source };
}

/** A leaf that stands for the result of an earlier step. */
export const step = (d: Derivation): Expr => named(d.name, d.result);

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
  return q.unit.code === '' ? amount : `${amount} ${q.unit.code}`;
}

/** The printed form of a derivation: what goes on screens and sheets, and what the second opinion parses back. */
export function printed(d: Derivation): PrintedDerivation {
  const short = aboutText(d.result.amount);
  return {
    id: d.id,
    name: d.name,
    formula: print(d.expr, (name) => name),
    line: `${print(d.expr, (_, value) => lineText(value))} = ${lineText(d.result)}`,
    result: quantityText(d.result),
    about: decimalText(d.result.amount) === short ? null : `${short}${d.result.unit.code === '' ? '' : ` ${d.result.unit.code}`}`,
    source: d.source,
  };
}

/** A count of whole things as a plain number. */
export const count = (n: Exact): Quantity<''> => of(n, NUMBER);
export const nothing = <D extends Dimension>(u: Unit<D> | string): Quantity<D> =>
  of(ZERO, typeof u === 'string' ? unit<D>(u) : u);
