import * as z from 'zod';
import { orderContent, type OrderContent } from './order.ts';
import {
  compare,
  parseQuantity,
  quantityText,
  recorded,
  type Concentration,
  type Quantity,
} from '../number/quantity.ts';
import { quantityField } from '../number/fields.ts';

/**
 * What a second person enters from the prescriber's document without seeing the first entry: drug, route, regimen, and
 * the concentration that the order or the protocol asks for.
 */
export const blindEntry = z.strictObject({
  drug: orderContent.shape.drug,
  route: orderContent.shape.route,
  regimen: orderContent.shape.regimen,
  concentration: quantityField('mass/volume'),
});
type BlindEntry = z.infer<typeof blindEntry>;

export const comparedField = z.strictObject({
  path: z.string(),
  /** null: this person left the field out */
  first: z.string().nullable(),
  second: z.string().nullable(),
  same: z.boolean(),
});
type ComparedField = z.infer<typeof comparedField>;

/** The first entry of an order in the shape of the second. The concentration is that of the container as it is made. */
export const entryOf = (order: OrderContent, concentration: Concentration): BlindEntry => ({
  drug: order.drug,
  route: order.route,
  regimen: order.regimen,
  concentration: quantityText(concentration),
});

function leaves(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value))
      leaves(inner, path === '' ? key : `${path}.${key}`, into);
  else if (value !== undefined) into.set(path, String(value));
  return into;
}

/** `1 h` and `60 min` are one value; so are `0.2 mg` and `200 mcg`. A dose per kg and a plain one are not. */
function alike(first: string | undefined, second: string | undefined): boolean {
  if (first === second) return true;
  if (first === undefined || second === undefined) return false;
  const [a, b] = [amountIn(first), amountIn(second)];
  return a !== null && b !== null && a.unit.dimension === b.unit.dimension && compare(a, b) === 0;
}

/** A quantity as typed, or as we record a computed one: `100/3 mg/mL`. */
function amountIn(text: string): Quantity | null {
  if (/^\d+\/\d+ \S+$/.test(text)) return recorded(text);
  const read = parseQuantity(text);
  return read.ok ? read.value : null;
}

/**
 * Both entries field by field. In: what the first person entered and what the second did. Out: every field that either
 * has, with both values and whether they are the same amount; a field that one of them left out differs.
 * Source: ISMP 2003 (0.68 and 0.068, confirmed by a second person who had seen the first); field study (c) 14.
 */
export function compareEntries(first: BlindEntry, second: BlindEntry): ComparedField[] {
  const [a, b] = [leaves(first, '', new Map()), leaves(second, '', new Map())];
  return [...new Set([...a.keys(), ...b.keys()])].map((path) => ({
    path,
    first: a.get(path) ?? null,
    second: b.get(path) ?? null,
    same: alike(a.get(path), b.get(path)),
  }));
}
