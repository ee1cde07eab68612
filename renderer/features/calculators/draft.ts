import type { Output } from '../../../bridge/contract.ts';
import { amountOf, amountText } from '../../ui/amount.ts';
import { instantAt, wallClock } from '../../ui/dates.ts';

export type CalculatorView = Output<'calculator.list'>[number];
export type Answer = Output<'calculator.run'>;
export type Fields = CalculatorView['inputs'];
export type FieldView = Fields[string];

/** What stands in a field, as it was typed. Nothing here is a number: the host reads it, or refuses it by name. */
export type Typed =
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'amount'; readonly number: string; readonly unit: string }
  | { readonly as: 'moment'; readonly date: string; readonly time: string }
  | { readonly as: 'rows'; readonly rows: readonly Values[] };
export interface Values {
  readonly [name: string]: Typed;
}

/** The fields as typed, and for those that a patient filled the words that say so. */
export interface Draft {
  readonly values: Values;
  readonly from: Readonly<Record<string, string>>;
}

export function emptyField(f: FieldView): Typed {
  switch (f.kind) {
    case 'quantity':
      return { as: 'amount', number: '', unit: f.units?.[0] ?? '' };
    case 'instant':
      return { as: 'moment', date: '', time: '' };
    case 'list':
      return { as: 'rows', rows: [emptyValues(f.of ?? {})] };
    default:
      return { as: 'text', text: '' };
  }
}

export const emptyValues = (fields: Fields): Values =>
  Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, emptyField(f)]));

export const emptyDraft = (fields: Fields): Draft => ({ values: emptyValues(fields), from: {} });

/** A text of the registry or of a record, as it stands in a field. Instants are shown in the zone of the pharmacy. */
export function typedOf(f: FieldView, given: unknown, zone: string): Typed {
  if (f.kind === 'list')
    return Array.isArray(given)
      ? { as: 'rows', rows: given.map((row) => valuesOf(f.of ?? {}, row as Record<string, unknown>, zone)) }
      : emptyField(f);
  if (typeof given !== 'string') return emptyField(f);
  if (f.kind === 'quantity') return { as: 'amount', ...amountOf(given, f.units?.[0] ?? '') };
  if (f.kind === 'instant') {
    const at = new Date(given);
    return Number.isNaN(at.getTime())
      ? { as: 'moment', date: given, time: '' }
      : { as: 'moment', ...wallClock(at, zone) };
  }
  return { as: 'text', text: given };
}

export const valuesOf = (fields: Fields, texts: Readonly<Record<string, unknown>>, zone: string): Values =>
  Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, typedOf(f, texts[name], zone)]));

/** A field in which nothing was typed. A unit alone, chosen beside an empty number, is nothing. */
export function isBlank(t: Typed): boolean {
  switch (t.as) {
    case 'amount':
      return t.number === '';
    case 'moment':
      return t.date === '' && t.time === '';
    case 'rows':
      return t.rows.every((row) => Object.values(row).every(isBlank));
    case 'text':
      return t.text === '';
  }
}

function sent(t: Typed, zone: string): unknown {
  switch (t.as) {
    case 'amount':
      return amountText(t);
    case 'moment':
      return instantAt(t.date, t.time, zone);
    case 'rows':
      return t.rows.map((row) => inputOf(row, zone));
    case 'text':
      return t.text;
  }
}

/** What the host is asked with. Blank fields are left out; a blank row keeps its place, so that refusals find theirs. */
export const inputOf = (values: Values, zone: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, t]) => (isBlank(t) ? [] : [[name, sent(t, zone)] as const])),
  );

/** What stands in a field, for reading: on paper and in the copied text. */
function typedWords(t: Typed, zone: string): string {
  switch (t.as) {
    case 'amount':
      return amountText(t);
    case 'moment':
      return `${t.date} ${t.time} (${zone})`;
    case 'rows':
      return t.rows
        .map((row) =>
          Object.values(row)
            .filter((part) => !isBlank(part))
            .map((part) => typedWords(part, zone))
            .join(', '),
        )
        .join('; ');
    case 'text':
      return t.text;
  }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The fields that were filled in, by label, in the order of the form. */
export const givenWords = (fields: Fields, values: Values, zone: string): [string, string][] =>
  Object.entries(fields).flatMap(([name, f]) => {
    const typed = values[name];
    return typed === undefined || isBlank(typed) ? [] : [[capital(f.label), typedWords(typed, zone)]];
  });

/** `strengths.1.strength` in words: `Strengths at hand 2, strength`. */
export function pathWords(fields: Fields, path: string): string {
  const [name = '', row, part] = path.split('.');
  const f = fields[name];
  if (!f) return path;
  const whole = capital(f.label);
  if (row === undefined) return whole;
  const inner = part === undefined ? '' : `, ${f.of?.[part]?.label ?? part}`;
  return `${whole} ${parseInt(row, 10) + 1}${inner}`;
}
