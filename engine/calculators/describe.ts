import type { Calculator } from './calculator.ts';
import { COMMON } from './calculator.ts';
import { acceptsText, type Field, type Fields } from './field.ts';

export interface FieldDescription {
  readonly label: string;
  readonly kind: Field['kind'];
  readonly required: boolean;
  /** what is read, for a person */
  readonly accepts: string;
  readonly units?: readonly string[];
  readonly options?: readonly string[];
  readonly zeroAllowed?: boolean;
  readonly least?: string;
  readonly most?: string;
  readonly note?: string;
  readonly of?: Readonly<Record<string, FieldDescription>>;
}

export interface CalculatorDescription {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly aliases: readonly string[];
  readonly inputs: Readonly<Record<string, FieldDescription>>;
  readonly outputs: Readonly<
    Record<string, { label: string; units: readonly string[]; rounding: string; always: boolean }>
  >;
  readonly solveFor: readonly string[] | null;
  readonly formula: string;
  readonly validity: readonly string[];
  readonly source: Calculator['source'];
  readonly example: Calculator['example'];
}

function describeField(f: Field): FieldDescription {
  return {
    label: f.label,
    kind: f.kind,
    required: f.optional !== true,
    accepts: acceptsText(f),
    ...(f.kind === 'quantity' ? { units: f.units } : {}),
    ...(f.kind === 'choice' ? { options: f.options } : {}),
    ...(f.kind === 'quantity' || f.kind === 'number' ? { zeroAllowed: f.zero } : {}),
    ...('least' in f && typeof f.least === 'string' ? { least: f.least } : {}),
    ...('most' in f && typeof f.most === 'string' ? { most: f.most } : {}),
    ...(f.note === undefined ? {} : { note: f.note }),
    ...(f.kind === 'list' ? { of: describeFields(f.of) } : {}),
  };
}

const describeFields = (fields: Fields): Record<string, FieldDescription> =>
  Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, describeField(f)]));

/** A calculator as plain JSON: what it takes and gives, with units, formula, validity, source and example. */
export function describe(c: Calculator): CalculatorDescription {
  const { id, title, group, aliases, solveFor, formula, validity, source, example } = c;
  const outputs = Object.entries(c.outputs).map(
    ([name, o]) =>
      [name, { label: o.label, units: o.units, rounding: o.rounding, always: o.sometimes !== true }] as const,
  );
  return {
    id,
    title,
    group,
    aliases,
    solveFor,
    formula,
    validity,
    source,
    example,
    inputs: describeFields({ ...c.fields, ...COMMON }),
    outputs: Object.fromEntries(outputs),
  };
}
