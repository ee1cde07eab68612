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
import { issue, type Issue } from '../number/result.ts';

/**
 * What a second person enters from the prescriber's document without seeing the first entry: drug, route, regimen, and
 * the concentration that the order or the protocol asks for.
 */
export const blindEntry = z.strictObject({
  drug: orderContent.shape.drug,
  route: orderContent.shape.route,
  regimen: orderContent.shape.regimen,
  concentration: quantityField('mass/volume'),
  also: z
    .array(z.strictObject({ drug: orderContent.shape.drug, concentration: quantityField('mass/volume') }))
    .min(1)
    .max(5)
    .optional()
    .describe('further drugs of the container'),
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

/** The first entry of an order in the shape of the second. The concentrations are those of the container as it is made. */
export const entryOf = (
  order: OrderContent,
  concentration: Concentration,
  also: readonly { readonly drug: string; readonly concentration: Concentration }[] = [],
): BlindEntry => ({
  drug: order.drug,
  route: order.route,
  regimen: order.regimen,
  concentration: quantityText(concentration),
  ...(also.length > 0 && {
    also: also.map((x) => ({ drug: x.drug, concentration: quantityText(x.concentration) })),
  }),
});

/**
 * A container holds each drug once. In: a second entry. Out: an issue for each drug that it names again, with its path;
 * empty where there is none.
 */
export const entryIssues = ({ drug, also = [] }: BlindEntry): Issue[] =>
  also.flatMap((x, i) =>
    x.drug === drug || also.findIndex((y) => y.drug === x.drug) !== i
      ? [issue('drug-mixed-with-itself', x.drug, { code: 'each-drug-once' }, `also.${i}.drug`)]
      : [],
  );

const isOfDrug = (text: string): boolean => amountIn(text)?.unit.dimension.startsWith('mass') ?? false;

/**
 * The same entry with another of its drugs first. Doses by volume are of the whole container, so that nobody has to know
 * which drug the first person began with; a dose of one drug is of the drug that it is written of.
 */
function begunWith(entry: BlindEntry, drug: string): BlindEntry {
  const found = entry.also?.find((x) => x.drug === drug);
  const doses = [...leaves(entry.regimen, '', new Map()).values()];
  if (!found || doses.some(isOfDrug)) return entry;
  const first = { drug: entry.drug, concentration: entry.concentration };
  return { ...entry, ...found, also: (entry.also ?? []).map((x) => (x === found ? first : x)) };
}

/** Each drug has its field, in whatever order they were entered. */
function fieldsOf({ also = [], ...rest }: BlindEntry): Map<string, string> {
  const fields = leaves(rest, '', new Map());
  for (const x of also) fields.set(`also.${x.drug}`, x.concentration);
  return fields;
}

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
 * has, with both values and whether they are the same amount; a field that one of them left out differs. Each further drug
 * of a mixture is a field of its own, `also.` and its id.
 * Source: ISMP 2003 (0.68 and 0.068, confirmed by a second person who had seen the first); field study (c) 14.
 */
export function compareEntries(first: BlindEntry, second: BlindEntry): ComparedField[] {
  const [a, b] = [fieldsOf(first), fieldsOf(begunWith(second, first.drug))];
  return [...new Set([...a.keys(), ...b.keys()])].map((path) => ({
    path,
    first: a.get(path) ?? null,
    second: b.get(path) ?? null,
    same: alike(a.get(path), b.get(path)),
  }));
}
