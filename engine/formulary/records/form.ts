import * as z from 'zod';
import { isSame, type Collection } from './collection.ts';

/** A field of a form, as JSON Schema has it: the part of it that records use. */
export interface FormField {
  readonly type?: 'string' | 'boolean' | 'array' | 'object' | 'null' | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly const?: string | undefined;
  readonly anyOf?: readonly FormField[] | undefined;
  readonly items?: FormField | undefined;
  readonly properties?: Readonly<Record<string, FormField>> | undefined;
  readonly required?: readonly string[] | undefined;
}

const forms = new Map<string, FormField>();
/** The form of a collection's records, made from their schema: fields with their titles, in their order. */
export function formOf({ id, schema }: Collection): FormField {
  const known = forms.get(id);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as FormField;
  forms.set(id, made);
  return made;
}

/** One field in which two records differ, in words; null: it has none. */
export interface Difference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The field behind what may also be nothing. */
const inside = (field: FormField | undefined): FormField | undefined =>
  field?.anyOf?.find((f) => f.type !== 'null') ?? field;

function inWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((v) => inWords(v) ?? '').join(', ');
  if (isMap(value))
    return Object.values(value)
      .flatMap((v) => inWords(v) ?? [])
      .join(' ');
  return String(value);
}

/** An entry of a list by what it begins with, which is what its form asks first. */
const entryName = (entry: unknown): string | null =>
  isMap(entry) ? inWords(Object.values(entry).find((v) => typeof v === 'string')) : null;

/** Each entry beside the one of the same name; what is left of both lists, in its order. */
function paired(before: readonly unknown[], after: readonly unknown[]): [unknown, unknown][] {
  const left = [...before];
  const take = (at: number): unknown => (at < 0 ? undefined : left.splice(at, 1)[0]);
  const named = after.map((entry) => {
    const name = entryName(entry);
    return [name === null ? undefined : take(left.findIndex((b) => entryName(b) === name)), entry] as const;
  });
  const all = named.map(([b, a]): [unknown, unknown] => [b ?? left.shift(), a]);
  return [...all, ...left.map((b): [unknown, unknown] => [b, undefined])];
}

/** Entries of two lists: each field of one by its own title. */
function betweenEntries(
  items: FormField,
  before: readonly unknown[],
  after: readonly unknown[],
): Difference[] {
  return paired(before, after).flatMap(([b, a], i) =>
    between(items, '', b ?? {}, a ?? {}).map((d) => ({
      ...d,
      field: `${entryName(a ?? b) ?? i + 1}: ${d.field}`,
    })),
  );
}

function between(field: FormField | undefined, title: string, before: unknown, after: unknown): Difference[] {
  if (isSame(before, after)) return [];
  const items = inside(field)?.items;
  if (items?.properties && (Array.isArray(before) || Array.isArray(after)))
    return betweenEntries(items, Array.isArray(before) ? before : [], Array.isArray(after) ? after : []);
  const parts = inside(field)?.properties;
  if (parts === undefined || !(isMap(before) || isMap(after)))
    return [{ field: title, before: inWords(before), after: inWords(after) }];
  const [a, b] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
  return [...new Set([...Object.keys(parts), ...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    between(parts[key], inside(parts[key])?.title ?? parts[key]?.title ?? key, a[key], b[key]),
  );
}

/**
 * In which fields two records of a collection differ. In: the collection, and the records; null: there is none. Out: each
 * field by its title with both values in words, in the order of the form.
 */
export const differences = (collection: Collection, before: unknown, after: unknown): Difference[] =>
  between(formOf(collection), collection.one, before ?? {}, after ?? {}).filter(
    (d) => d.before !== null || d.after !== null,
  );
