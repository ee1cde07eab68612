import { NONE_STATED, type AskedList } from '../engine/order/asked-lists.ts';
import type { PatientRecord } from './records.ts';

/**
 * What two records of one person can say otherwise, and the fields of the record that go together: a tolerance without
 * its evidence is none. The record number is not among them: it is the number of the record that stays.
 */
const MERGE_CHOICES = {
  name: ['family', 'given'],
  birthDate: ['birthDate'],
  sex: ['sex'],
  phone: ['phone'],
  weight: ['weight', 'earlierWeight'],
  height: ['height'],
  creatinine: ['creatinine'],
  qtc: ['qtc'],
  lastLocalAnaesthetic: ['lastLocalAnaesthetic'],
  opioids: ['opioidStatus', 'opioidEvidence', 'baselineMme'],
} as const satisfies Readonly<Record<string, readonly (keyof PatientRecord)[]>>;
export type MergeChoice = keyof typeof MERGE_CHOICES;
export const MERGE_CHOICE_NAMES = Object.keys(MERGE_CHOICES) as [MergeChoice, ...MergeChoice[]];
export type Chosen = Readonly<Partial<Record<MergeChoice, 'stays' | 'goes'>>>;

const said = (record: PatientRecord, choice: MergeChoice): string =>
  JSON.stringify(MERGE_CHOICES[choice].map((field) => record[field] ?? null));
const saysNothing = (record: PatientRecord, choice: MergeChoice): boolean =>
  MERGE_CHOICES[choice].every((field) => record[field] === undefined);

/** What both records state, and state otherwise. What only one of them states is no question: it is kept. */
export const mergeQuestions = (stays: PatientRecord, goes: PatientRecord): MergeChoice[] =>
  MERGE_CHOICE_NAMES.filter(
    (c) => said(stays, c) !== said(goes, c) && !saysNothing(stays, c) && !saysNothing(goes, c),
  );

/**
 * The record that stays, once the other went into it. Allergies, medicines and conditions of both are kept: what one of
 * them warns of is never lost. A statement that there is nothing to list does not outlive what the other record lists.
 */
export function mergedRecord(stays: PatientRecord, goes: PatientRecord, chosen: Chosen): PatientRecord {
  const asked = mergeQuestions(stays, goes);
  const after: Record<string, unknown> = { ...stays };
  for (const choice of MERGE_CHOICE_NAMES) {
    const from = asked.includes(choice)
      ? chosen[choice] === 'goes'
        ? goes
        : stays
      : saysNothing(stays, choice)
        ? goes
        : stays;
    for (const field of MERGE_CHOICES[choice]) after[field] = from[field];
  }
  const lists = {
    allergies: both(stays.allergies, goes.allergies),
    conditions: both(stays.conditions, goes.conditions),
    medicines: both(stays.medicines, goes.medicines),
  };
  const none = (list: AskedList): Statement | null =>
    lists[list].length === 0
      ? (laterOf(stays[NONE_STATED[list]] ?? undefined, goes[NONE_STATED[list]] ?? undefined) ??
        (stays[NONE_STATED[list]] === null || goes[NONE_STATED[list]] === null ? null : undefined))
      : undefined;
  const whole = {
    ...after,
    ...lists,
    noKnownAllergies: none('allergies'),
    noKnownConditions: none('conditions'),
    noHomeMedicines: none('medicines'),
  };
  return Object.fromEntries(
    Object.entries(whole).filter(([, value]) => value !== undefined),
  ) as unknown as PatientRecord;
}

function both<T>(a: readonly T[], b: readonly T[]): T[] {
  const known = new Set(a.map((x) => JSON.stringify(x)));
  return [...a, ...b.filter((x) => !known.has(JSON.stringify(x)))];
}

type Statement = PatientRecord['noKnownAllergies'];
const laterOf = (a: Statement, b: Statement): Statement =>
  a === undefined || (b !== undefined && b.on > a.on) ? b : a;
