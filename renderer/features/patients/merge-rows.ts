import type { PatientRecord } from '../../../bridge/records.ts';
import type { MergeChoice } from '../../../bridge/merge-records.ts';

type Measured = PatientRecord['height'];
const measured = (fact: Measured): string => (fact ? `${fact.value} on ${fact.on}` : 'not known');
const asked = (values: readonly string[], none: PatientRecord['noHomeMedicines']): string =>
  values.length > 0 ? values.join(', ') : none ? `none known, ${none.by}, ${none.on}` : 'not asked';
const notes = (...values: (string | undefined)[]): string =>
  values.filter((v) => v !== undefined).join(' · ');

/** What a record says, fact by fact; `choice`: what is chosen where two records say it otherwise. */
export const MERGE_ROWS: readonly {
  readonly name: string;
  readonly choice: MergeChoice | null;
  readonly says: (p: PatientRecord) => string;
}[] = [
  { name: 'Name', choice: 'name', says: (p) => `${p.family.toUpperCase()}, ${p.given}` },
  { name: 'Born', choice: 'birthDate', says: (p) => p.birthDate },
  { name: 'Sex', choice: 'sex', says: (p) => p.sex },
  { name: 'Record number', choice: null, says: (p) => p.mrn },
  { name: 'Phone', choice: 'phone', says: (p) => p.phone ?? 'none' },
  {
    name: 'Allergies',
    choice: null,
    says: (p) =>
      asked(
        p.allergies.map((a) => `${a.substance} (${a.reaction})`),
        p.noKnownAllergies,
      ),
  },
  {
    name: 'Medicines',
    choice: null,
    says: (p) =>
      asked(
        p.medicines.map((m) => (m.stopped === undefined ? m.name : `${m.name}, stopped ${m.stopped}`)),
        p.noHomeMedicines,
      ),
  },
  {
    name: 'Conditions',
    choice: null,
    says: (p) =>
      asked(
        p.conditions.map((c) => c.replaceAll('-', ' ')),
        p.noKnownConditions,
      ),
  },
  {
    name: 'Opioids',
    choice: 'opioids',
    says: (p) =>
      notes(
        p.opioidStatus,
        p.opioidEvidence,
        p.baselineMme === undefined ? undefined : `${p.baselineMme} MME a day`,
      ),
  },
  { name: 'Weight', choice: 'weight', says: (p) => measured(p.weight) },
  { name: 'Height', choice: 'height', says: (p) => measured(p.height) },
  { name: 'Creatinine', choice: 'creatinine', says: (p) => measured(p.creatinine) },
  { name: 'QTc', choice: 'qtc', says: (p) => measured(p.qtc) },
  {
    name: 'Last local anaesthetic',
    choice: 'lastLocalAnaesthetic',
    says: (p) => p.lastLocalAnaesthetic ?? 'not known',
  },
];
