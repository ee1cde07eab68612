import type { FormField } from '../../../engine/formulary/records/form.ts';

type Json = Readonly<Record<string, unknown>>;
export const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The field behind what may also be nothing, and whether it may. */
export function fieldOf(field: FormField): { readonly field: FormField; readonly mayBeNull: boolean } {
  const { anyOf, ...rest } = field;
  const some = anyOf?.filter((f) => f.type !== 'null') ?? [];
  const [only] = some;
  if (anyOf === undefined || only === undefined || some.length > 1) return { field, mayBeNull: false };
  return { field: { ...only, ...rest }, mayBeNull: some.length < anyOf.length };
}

/** Lists of words are typed one a line: names hold commas. */
export const isLines = ({ type, items }: FormField): boolean => type === 'array' && items?.type === 'string';

/**
 * A record as it is sent: what was left empty is left out or nothing at all, as its form has it. What no form shows stays as
 * it was.
 */
export function sent(form: FormField, value: unknown, required = true): unknown {
  const { field, mayBeNull } = fieldOf(form);
  if (field.type === 'string')
    return value === '' || value === undefined ? emptied(mayBeNull, required) : value;
  if (isLines(field)) {
    const lines = Array.isArray(value) ? value.filter((line) => line !== '') : [];
    return lines.length === 0 && !required ? undefined : lines;
  }
  if (field.type === 'array' && Array.isArray(value)) {
    if (value.length === 0 && !required) return undefined;
    return value.map((entry) => sent(field.items ?? {}, entry));
  }
  if (field.properties === undefined) return value;
  const of = isMap(value) ? value : {};
  const parts = Object.entries(field.properties).flatMap(([key, part]) => {
    const given = sent(part, of[key], field.required?.includes(key) ?? false);
    return given === undefined ? [] : [[key, given] as const];
  });
  return !required && parts.every(([, given]) => isNothing(given)) ? undefined : Object.fromEntries(parts);
}
/** A part that need not be there is left out where nothing of it was filled in, also of what it would ask for. */
const isNothing = (given: unknown): boolean =>
  given === null || given === '' || (Array.isArray(given) && given.length === 0);
const emptied = (mayBeNull: boolean, required: boolean): null | '' | undefined =>
  mayBeNull ? null : required ? '' : undefined;

/** A record with nothing in it yet, with the first choice where one has to be made. */
export function empty(form: FormField, required = true): unknown {
  const { field, mayBeNull } = fieldOf(form);
  if (mayBeNull || !required) return undefined;
  if (field.type === 'boolean') return false;
  if (field.type === 'array') return [];
  if (field.enum) return field.enum[0];
  if (field.properties === undefined) return field.type === 'string' ? '' : undefined;
  return Object.fromEntries(
    Object.entries(field.properties).map(([key, part]) => [
      key,
      empty(part, field.required?.includes(key) ?? false),
    ]),
  );
}
