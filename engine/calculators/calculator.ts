import type { Coded } from '../answers/accepted.ts';
import type * as z from 'zod';
import type { Derivation, Source } from '../derivation/derivation.ts';
import { instantText } from '../time/calendar.ts';
import type { RoundingName } from '../derivation/rounding.ts';
import { issue, Refused, type Issue } from '../number/result.ts';
import { fieldsSchema, optional, wordsIn, type Fields, type Values } from './field.ts';

/** What a calculator answers: a quantity with its units and rounding, or words (a date, a method that binds). */
export interface OutputSpec {
  readonly label: string;
  /** units in which it is given, the first unless the inputs suggest another; empty for words */
  readonly units: readonly string[];
  readonly rounding: RoundingName;
  /** not given for every input */
  readonly sometimes?: true;
}

/** An answer that is a quantity, in the first of its units unless the input suggests another. */
export const quantityOut = (
  label: string,
  units: readonly string[],
  rounding: RoundingName = 'reading',
): OutputSpec => ({ label, units, rounding });
/** An answer in words. */
export const wordsOut = (label: string): OutputSpec => ({ label, units: [], rounding: 'reading' });
/** An answer that not every input has. */
export const sometimes = (o: OutputSpec): OutputSpec => ({ ...o, sometimes: true });

/** Words as an output: a date, an instant, the name of what binds. */
export interface Words {
  readonly words: string;
  /** an instant, which is answered at the offset that was typed */
  readonly instant?: number;
}
/** Words as an answer. */
export const words = (text: string): Words => ({ words: text });
/** An instant as an answer: minutes since 1970 in UTC. */
export const instantWords = (minute: number): Words => ({ words: instantText(minute), instant: minute });

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Computed {
  readonly outputs: Readonly<Record<string, Derivation | Words | undefined>>;
  /** lines on the way, before the outputs */
  readonly steps?: readonly Derivation[];
  readonly table?: Table;
  readonly warnings?: readonly Issue[];
  /** unit words for outputs that are plain numbers on a scale of their own (C, F) */
  readonly scales?: Readonly<Record<string, string>>;
}

export type Example = {
  readonly input: Readonly<Record<string, unknown>>;
  /** `about 1.87 m2` where exactness ends or the decimal does not */
  readonly expected: Readonly<Record<string, string>>;
};

/** One entry of the registry. Screens, command line, documentation and tests are generated from it. */
export interface Calculator {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly aliases: readonly string[];
  readonly fields: Fields;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  /** the formula as it is printed */
  readonly formula: string;
  /** where the formula holds, and what is refused */
  readonly validity: readonly string[];
  readonly source: Source;
  readonly example: Example;
  /** fields of which any one may be left empty and is then the answer */
  readonly solveFor: readonly string[] | null;
  readonly input: z.ZodType;
  readonly compute: (values: Readonly<Record<string, unknown>>) => Computed;
}

interface Spec<F extends Fields> {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly aliases: readonly string[];
  readonly fields: F;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  readonly formula: string;
  readonly validity: readonly string[];
  readonly source: Source;
  readonly example: Example;
  readonly solveFor?: readonly string[];
  readonly compute: (values: Values<F>) => Computed;
}

/** Fields every calculator has. */
export const COMMON = {
  rounding: optional({
    ...wordsIn('rounding rule'),
    note: 'such as "nearest 0.1 mL" or "down to whole drops", for every output of that dimension; a step without a unit ("nearest whole") for every output; the usual rule of each otherwise',
  }),
  resultUnit: optional({ ...wordsIn('unit of the result'), note: 'for every output of that dimension' }),
} satisfies Fields;

/** A calculator from its description; its fields give its schema, its form and its place in the docs. */
export function calculator<const F extends Fields>(spec: Spec<F>): Calculator {
  return {
    ...spec,
    fields: spec.fields,
    solveFor: spec.solveFor ?? null,
    input: fieldsSchema({ ...spec.fields, ...COMMON }),
    // the schema has accepted the texts and `valuesOf` has read them by the same fields
    compute: (values) => spec.compute(values as Values<F>),
  };
}

/** Refuses a field: which, why, what was given, what is accepted instead. */
export function refuseField(path: string, code: string, given: string | null, accepted: Coded): never {
  throw new Refused(issue(code, given, accepted, path));
}
