import {
  derive,
  named,
  number,
  over,
  times,
  valueOf,
  type Derivation,
  type Expr,
  type Source,
} from '../derivation/derivation.ts';
import type { Exact } from '../number/notation.ts';
import { compare, of, plain, quantity, quantityText, type Quantity } from '../number/quantity.ts';
import { issue, Refused } from '../number/result.ts';
import type { RoundingName } from '../derivation/rounding.ts';
import { NUMBER, unit, type Dimension, type Unit } from '../number/units.ts';
import {
  calculator,
  refuseField,
  type Calculator,
  type Computed,
  type Example,
  type OutputSpec,
} from './calculator.ts';
import { dimensionsOf, optional, type NumberField, type QuantityField } from './field.ts';

/** A relation that is a product on both sides: the product of `over` equals the product of `under`. */
export interface Product {
  readonly over: readonly string[];
  readonly under: readonly string[];
}
type Term = QuantityField | NumberField;
type Terms = Readonly<Record<string, Term>>;
/** Values as the fields read them; of a term a quantity or a plain number, or undefined. */
export type Given = Readonly<Record<string, unknown>>;

const asQuantity = (v: unknown, f: Term | undefined): Quantity => {
  const value = v as Quantity | Exact;
  if ('unit' in value) return value;
  return f?.kind === 'number' && f.inUnit !== undefined ? of(value, unit(f.inUnit)) : plain(value);
};
const words = (code: string): string[] => code.split(/[/·]/);

/** The unit for an answer: of the pick list the one of its dimension that shares most words with the given units. */
function answerUnit(
  list: readonly string[],
  dimension: Dimension,
  given: readonly Quantity[],
): string | undefined {
  const known = new Set(given.flatMap((q) => words(q.unit.code)));
  const score = (code: string) => words(code).filter((w) => known.has(w)).length;
  return list
    .filter((u) => unitOrNumber(u).dimension === dimension)
    .reduce<string | undefined>(
      (best, u) => (best === undefined || score(u) > score(best) ? u : best),
      undefined,
    );
}

const answerUnits = (f: Term): readonly string[] =>
  f.kind === 'number' ? [f.inUnit ?? ''] : (f.answerIn ?? f.units);

/** A derivation in the unit that fits the given ones; refuses a result whose dimension is none of the accepted. */
export function deriveIn(
  id: string,
  name: string,
  expr: Expr,
  units: readonly string[],
  given: readonly Quantity[],
  source: Source,
  path = '',
): Derivation {
  const { dimension } = valueOf(expr).unit;
  const chosen = answerUnit(units, dimension, given);
  if (chosen === undefined)
    refuseField(path, 'units-do-not-fit', given.map(quantityText).join(', '), {
      code: 'units-that-give',
      name,
      units,
    });
  return derive(id, name, expr, unitOrNumber(chosen), source);
}

const unitOrNumber = (code: string): Unit => (code === '' ? NUMBER : unit(code));

function productOf(names: readonly string[], terms: Terms, given: Given): Expr | undefined {
  return names
    .map((n) => named(terms[n]?.label ?? n, asQuantity(given[n], terms[n])))
    .reduce<Expr | undefined>((a, b) => (a ? times(a, b) : b), undefined);
}

const divided = (above: Expr | undefined, below: Expr | undefined): Expr => {
  const top = above ?? number('1');
  return below === undefined ? top : over(top, below);
};

/**
 * The one unknown of a product relation. In: the terms, which stand on which side, and all but one of their values.
 * Out: its name and derivation. Refuses none or several unknowns by field, and units that do not fit together.
 */
export function solve(
  terms: Terms,
  product: Product,
  given: Given,
  source: Source,
): { unknown: string; solved: Derivation } {
  const names = [...product.over, ...product.under];
  const empty = names.filter((n) => given[n] === undefined);
  const [unknown] = empty;
  if (unknown === undefined)
    refuseField(Object.keys(terms).at(-1) ?? '', 'nothing-to-solve', null, { code: 'one-left-empty', names });
  if (empty.length > 1)
    throw new Refused(
      ...empty.map((n) =>
        issue('missing', null, { code: 'only-one-may-be-left-empty', label: terms[n]?.label ?? n, names }, n),
      ),
    );
  const above = product.over.includes(unknown);
  const sameSide = (above ? product.over : product.under).filter((n) => n !== unknown);
  const expr = divided(
    productOf(above ? product.under : product.over, terms, given),
    productOf(sameSide, terms, given),
  );
  const term = terms[unknown] as Term;
  const known = names.flatMap((n) => (n === unknown ? [] : [asQuantity(given[n], terms[n])]));
  const path =
    names.find((n) => n !== unknown && terms[n]?.kind === 'quantity' && dimensionsOf(terms[n]).length > 1) ??
    names.find((n) => n !== unknown) ??
    '';
  const solved = deriveIn(unknown, term.label, expr, answerUnits(term), known, source, path);
  check(term, unknown, solved);
  return { unknown, solved };
}

/** An answer lies in its field's own bounds, and is whole where only whole numbers make sense is left to rounding. */
function check(term: Term, name: string, d: Derivation): void {
  if (term.kind !== 'quantity' || term.most === undefined) return;
  const most = quantity(term.most, d.result.unit.dimension);
  if (compare(d.result, most) > 0)
    refuseField(name, 'above-most', quantityText(d.result), {
      code: 'values-that-give',
      label: term.label,
      most: term.most,
    });
}

/** Each term of a relation as an answer: which of them is asked for is what the input leaves out. */
export const outputsOf = (
  terms: Terms,
  roundings: Readonly<Record<string, RoundingName>>,
): Record<string, OutputSpec> =>
  Object.fromEntries(
    Object.entries(terms).map(([n, f]) => [
      n,
      {
        label: f.label,
        units: answerUnits(f),
        rounding: roundings[n] ?? 'reading',
        sometimes: true,
      } as const,
    ]),
  );

/** Each term of a relation as a field that may be left out. */
export const optionalTerms = <T extends Terms>(
  terms: T,
): { [K in keyof T]: T[K] & { readonly optional: true } } =>
  Object.fromEntries(Object.entries(terms).map(([n, f]) => [n, optional(f)])) as unknown as {
    [K in keyof T]: T[K] & { readonly optional: true };
  };

interface RelationSpec {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly aliases: readonly string[];
  readonly terms: Terms;
  readonly product: Product;
  readonly formula: string;
  readonly validity?: readonly string[];
  readonly roundings?: Readonly<Record<string, RoundingName>>;
  readonly source: Source;
  readonly example: Example;
}

/** A calculator that is one product relation: any one of its fields may be left empty and is then the answer. */
export function relation(spec: RelationSpec): Calculator {
  const { terms, product, source } = spec;
  return calculator({
    ...spec,
    fields: optionalTerms(terms),
    outputs: outputsOf(terms, spec.roundings ?? {}),
    validity: spec.validity ?? ['every value above zero; exactly one field is left empty'],
    solveFor: Object.keys(terms),
    compute: (values): Computed => {
      const { unknown, solved } = solve(terms, product, values, source);
      return { outputs: { [unknown]: solved } };
    },
  });
}
