import type { PatientRecord } from '../../../bridge/records.ts';
import { yearsOld } from '../../ui/dates.ts';
import { emptyField, typedOf, type Draft, type Fields } from './draft.ts';

/** A fact of the patient at hand, for the field of that name and kind. */
export interface Fact {
  readonly kind: string;
  readonly text: string;
  /** where it is from, said under the field */
  readonly said: string;
}
export type Facts = Readonly<Record<string, Fact>>;

/** Every field that a patient can fill. One without a fact on file is emptied, never left from the patient before. */
const NAMES = ['weight', 'height', 'creatinine', 'birthDate', 'age', 'sex'];
const KIND: Readonly<Record<string, string>> = {
  weight: 'quantity',
  height: 'quantity',
  creatinine: 'quantity',
  birthDate: 'date',
  age: 'number',
  sex: 'choice',
};

/** The facts on file, as a calculator's fields name them. `today` is the day of the pharmacy, for the age in years. */
export function factsOf(record: PatientRecord, today: string): Facts {
  const name = `${record.family}, ${record.given}`;
  const facts: Record<string, Fact> = {};
  const add = (field: string, text: string, said: string) => {
    facts[field] = { kind: KIND[field] ?? '', text, said };
  };
  for (const field of ['weight', 'height', 'creatinine'] as const) {
    const measured = record[field];
    if (measured) add(field, measured.value, `${name}, measured ${measured.on}`);
  }
  add('birthDate', record.birthDate, name);
  add('age', `${yearsOld(record.birthDate, today)}`, `${name}, completed years on ${today}`);
  add('sex', record.sex, name);
  return facts;
}

const fits = (fields: Fields, name: string, fact: Fact): boolean => {
  const f = fields[name];
  return f?.kind === fact.kind && (f.kind !== 'choice' || f.options?.includes(fact.text) === true);
};

/**
 * The draft with the facts of the patient at hand. What another patient filled is taken out first; with a patient,
 * so is what was typed in those fields: one person's weight never stands beside another's height.
 */
export function withPatient(draft: Draft, fields: Fields, facts: Facts | null, zone: string): Draft {
  const values = { ...draft.values };
  const from: Record<string, string> = {};
  for (const name of NAMES) {
    const f = fields[name];
    if (!f || f.kind !== KIND[name]) continue;
    const fact = facts?.[name];
    if (facts !== null || draft.from[name] !== undefined) values[name] = emptyField(f);
    if (fact && fits(fields, name, fact)) {
      values[name] = typedOf(f, fact.text, zone);
      from[name] = fact.said;
    }
  }
  return { values, from };
}
