import type { Accepted } from '../answers/accepted.ts';
import * as z from 'zod';
import { endOfDay, parseDate, parseInstant, type Day, type Minute } from '../time/calendar.ts';
import { exact, parseDecimal, type Exact } from '../number/notation.ts';
import { inBase, parseQuantity, to, type Quantity } from '../number/quantity.ts';
import { parseMeasure } from '../number/two-step-measure.ts';
import { fail, issue, ok, unwrap, type Issue, type Result } from '../number/result.ts';
import { refuse } from '../number/fields.ts';
import { parseTemperature, type Temperature } from '../derivation/temperature.ts';
import { tooLong } from '../number/text-bound.ts';
import { unit, type Dimension } from '../number/units.ts';

interface Common {
  readonly label: string;
  readonly note?: string;
}
/** A quantity with its unit. The first unit is the usual one; any other unit of the same dimensions is read too. */
export interface QuantityField extends Common {
  readonly kind: 'quantity';
  readonly units: readonly string[];
  /** units in which an answer is given when this field is the unknown; `units` if not named */
  readonly answerIn?: readonly string[];
  readonly zero: boolean;
  readonly least?: string;
  readonly most?: string;
}
/** A plain number; `also` lists units in which the same number may be written (`65 years`, `4 doses/day`). */
export interface NumberField extends Common {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly zero: boolean;
  readonly also: readonly string[];
  /** the unit the number stands for in a formula, where it is not a plain number */
  readonly inUnit?: string;
  readonly least?: string;
  readonly most?: string;
}
export interface ChoiceField<O extends string = string> extends Common {
  readonly kind: 'choice';
  readonly options: readonly O[];
}
interface PlainField<K extends 'date' | 'instant' | 'expiry' | 'temperature' | 'words'> extends Common {
  readonly kind: K;
}
interface ListField<R extends Fields = Fields> extends Common {
  readonly kind: 'list';
  readonly of: R;
  readonly least: number;
  readonly most: number;
}
type Kind =
  | QuantityField
  | NumberField
  | ChoiceField
  | PlainField<'date'>
  | PlainField<'instant'>
  | PlainField<'expiry'>
  | PlainField<'temperature'>
  | PlainField<'words'>
  | ListField;
export type Field = Kind & { readonly optional?: boolean };
export type Fields = { readonly [name: string]: Field };

type ValueOf<F> = F extends { kind: 'quantity' }
  ? Quantity
  : F extends { kind: 'number' }
    ? Exact
    : F extends { kind: 'choice'; options: readonly (infer O)[] }
      ? O
      : F extends { kind: 'date' }
        ? Day
        : F extends { kind: 'instant' | 'expiry' }
          ? Minute
          : F extends { kind: 'temperature' }
            ? Temperature
            : F extends { kind: 'words' }
              ? string
              : F extends { kind: 'list'; of: infer R }
                ? readonly Values<R>[]
                : never;
export type Values<R> = {
  readonly [K in keyof R]: R[K] extends { optional: true } ? ValueOf<R[K]> | undefined : ValueOf<R[K]>;
};

type More<F> = Partial<Omit<F, 'kind' | 'label'>>;
/** A quantity in one of these units; zero only where the field says so. */
export const quantityIn = (
  label: string,
  units: readonly string[],
  more: More<QuantityField> = {},
): QuantityField => ({
  kind: 'quantity',
  label,
  units,
  zero: false,
  ...more,
});
/** A percentage, with its sign. */
export const percentIn = (label: string, more: More<QuantityField> = {}): QuantityField =>
  quantityIn(label, ['%'], more);
/** A number without a unit. */
export const numberIn = (label: string, more: More<NumberField> = {}): NumberField => ({
  kind: 'number',
  label,
  whole: false,
  zero: false,
  also: [],
  ...more,
});
/** A whole number. */
export const countIn = (label: string, more: More<NumberField> = {}): NumberField =>
  numberIn(label, { whole: true, ...more });
/** One of some words. */
export const choiceIn = <const O extends string>(
  label: string,
  options: readonly O[],
  note?: string,
): ChoiceField<O> => ({
  kind: 'choice',
  label,
  options,
  ...(note === undefined ? {} : { note }),
});
/** A date. */
export const dateIn = (label: string): PlainField<'date'> => ({ kind: 'date', label });
/** An instant with its offset. */
export const instantIn = (label: string): PlainField<'instant'> => ({ kind: 'instant', label });
/** An expiry as it is printed: an instant, or a date, which means the end of that day in UTC. */
export const expiryIn = (label: string): PlainField<'expiry'> => ({ kind: 'expiry', label });
/** A temperature with its scale. */
export const temperatureIn = (label: string): PlainField<'temperature'> => ({ kind: 'temperature', label });
/** Words that a person writes. */
export const wordsIn = (label: string): PlainField<'words'> => ({ kind: 'words', label });
/** Rows of fields, from `least` to `most` of them. */
export const listIn = <const R extends Fields>(
  label: string,
  of: R,
  least = 1,
  most = 200,
): ListField<R> => ({
  kind: 'list',
  label,
  of,
  least,
  most,
});
/** The same field where it may be left out. */
export const optional = <F extends Kind>(field: F): F & { readonly optional: true } => ({
  ...field,
  optional: true,
});

/** The dimensions a quantity field accepts, those of its pick list. */
export const dimensionsOf = (f: QuantityField): Dimension[] => [
  ...new Set(f.units.map((u) => (u === '' ? '' : unit(u).dimension))),
];

/** Reads the text of a field. Refuses zero where it makes no sense, and what lies outside the field's bounds. */
export function readField(f: Field, text: string): Result<unknown> {
  const long = tooLong(text);
  if (long) return fail(long);
  switch (f.kind) {
    case 'quantity':
      return readQuantity(f, text);
    case 'number':
      return readNumber(f, text);
    case 'date':
      return parseDate(text);
    case 'instant':
      return parseInstant(text);
    case 'expiry': {
      const day = text.includes('T') ? parseInstant(text) : parseDate(text);
      return day.ok && !text.includes('T') ? ok(endOfDay(day.value as Day)) : day;
    }
    case 'temperature':
      return parseTemperature(text);
    case 'words':
      return /^\S(?:.{0,78}\S)?$/.test(text)
        ? ok(text)
        : fail(issue('text-not-clean', text, { code: 'one-line' }));
    case 'choice':
      return f.options.includes(text)
        ? ok(text)
        : fail(issue('choice-not-known', text, { code: 'one-of', options: f.options }));
    case 'list':
      return fail(issue('not-a-list', text, { code: 'shape', shape: 'array' }));
  }
}

/** Fields of a drug's strength: there, as on labels, a bare percent is weight in volume. Not densities or levels in blood. */
export const takesBarePercent = (f: QuantityField): boolean =>
  !f.units.includes('%') && (f.units[0] === 'mg/mL' || f.units.includes('% w/v'));

function readQuantity(f: QuantityField, text: string): Result<Quantity> {
  const dimensions = dimensionsOf(f);
  const percentStrength = takesBarePercent(f) && /^\S+ ?%$/.test(text);
  const read = parseMeasure(percentStrength ? `${text} w/v` : text, ...dimensions);
  if (!read.ok) return fail({ ...read.failure, given: text, accepted: quantityWanted(f, read.failure) });
  const percents = f.units.every((u) => u === '%');
  if (percents && read.value.unit.code !== '%')
    return fail(issue('percent-sign-missing', text, { code: 'percent-with-sign', label: f.label }));
  return bounded(
    f,
    text,
    inBase(read.value),
    (bound) => inBase(unwrap(parseQuantity(bound, ...dimensions))),
    read.value,
  );
}

/** The field's units; before them what the parser says, unless it would only name other units than the field's. */
function quantityWanted(f: QuantityField, { code, accepted }: Issue): Accepted {
  const inUnits = { code: 'in-units', label: f.label, units: f.units } as const;
  return ['unit-of-other-dimension', 'unit-unknown', 'unit-missing'].includes(code)
    ? inUnits
    : { ...inUnits, before: accepted };
}

function readNumber(f: NumberField, text: string): Result<Exact> {
  const spaced = text.includes(' ') && f.also.length > 0;
  const read = spaced ? parseQuantity(text, ...f.also.map((u) => unit(u).dimension)) : parseDecimal(text);
  const accepted = { code: 'number', whole: f.whole, units: f.also } as const;
  if (!read.ok) return fail({ ...read.failure, given: text, accepted });
  const value =
    'amount' in read.value
      ? to(
          read.value,
          f.also.find((u) => unit(u).dimension === (read.value as Quantity).unit.dimension) ?? '',
        ).amount
      : read.value;
  if (f.whole && value.d !== 1n) return fail(issue('number-not-whole', text, accepted));
  return bounded(f, text, value, exact, value);
}

function bounded<T>(
  f: QuantityField | NumberField,
  text: string,
  size: Exact,
  bound: (text: string) => Exact,
  value: T,
): Result<T> {
  if (!f.zero && size.n === 0n)
    return fail(issue('not-above-zero', text, { code: 'field-above-zero', label: f.label }));
  if (f.least !== undefined && size.compare(bound(f.least)) < 0)
    return fail(issue('below-least', text, { code: 'field-at-least', label: f.label, least: f.least }));
  if (f.most !== undefined && size.compare(bound(f.most)) > 0)
    return fail(issue('above-most', text, { code: 'field-at-most', label: f.label, most: f.most }));
  return ok(value);
}

const ACCEPTS = {
  date: 'YYYY-MM-DD',
  instant: 'YYYY-MM-DDTHH:mm with Z or an offset',
  expiry: 'YYYY-MM-DD, the end of that day in UTC, or YYYY-MM-DDTHH:mm with Z or an offset',
  temperature: '25 C, 77 F, -20 C',
  words: 'one line of text',
  list: 'a list of objects',
  number: 'a number as text, such as 3 or 0.85',
} as const;

/** What a field reads, for a person. */
export function acceptsText(f: Field): string {
  if (f.kind === 'quantity') return `number and unit, such as 1 ${f.units[0] ?? ''}`;
  if (f.kind === 'choice') return f.options.join(' | ');
  if (f.kind === 'number')
    return `${f.whole ? 'a whole number as text' : ACCEPTS.number}${f.also.length > 0 ? `, or in ${f.also.join(', ')}` : ''}`;
  return ACCEPTS[f.kind];
}

function fieldSchema(f: Field): z.ZodType {
  if (f.kind === 'list') return z.array(fieldsSchema(f.of)).min(f.least).max(f.most).describe(f.label);
  return z
    .string()
    .superRefine((text, context) => {
      const read = readField(f, text);
      if (!read.ok) refuse(context, read.failure);
    })
    .describe(f.label);
}

/** The schema of an input with these fields, each kept as the text that was typed; nothing beside them is accepted. */
export function fieldsSchema(fields: Fields): z.ZodObject {
  const shape = Object.entries(fields).map(
    ([name, f]) => [name, f.optional === true ? fieldSchema(f).optional() : fieldSchema(f)] as const,
  );
  return z.strictObject(Object.fromEntries(shape));
}

/** The values of texts that the schema has accepted. */
export function valuesOf(fields: Fields, texts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, f]) => {
    const given = texts[name];
    if (given === undefined) return [name, undefined] as const;
    if (f.kind === 'list')
      return [name, (given as Record<string, unknown>[]).map((row) => valuesOf(f.of, row))] as const;
    return [name, unwrap(readField(f, given as string))] as const;
  });
  return Object.fromEntries(entries);
}
