import { expect, test } from 'vitest';
import { patientRecord, type PatientRecord } from '../../bridge/records.ts';
import { differences, patientLines } from '../../renderer/features/orders/shown-lines.ts';

const measured = (value: string) => ({ value, on: '2026-11-20' });
const full: PatientRecord = {
  family: 'Marsh',
  given: 'Iris',
  mrn: 'MRN-1',
  phone: '555 0100',
  birthDate: '1961-04-02',
  sex: 'female',
  weight: measured('70 kg'),
  earlierWeight: measured('71 kg'),
  height: measured('165 cm'),
  creatinine: measured('0.9 mg/dL'),
  qtc: measured('420 ms'),
  lastLocalAnaesthetic: 'none',
  opioidStatus: 'tolerant',
  opioidEvidence: 'morphine by mouth',
  baselineMme: '60',
  allergies: [{ substance: 'latex', reaction: 'hives' }],
  noKnownAllergies: { by: 'R. Keller RN', on: '2026-11-20' },
  conditions: ['copd'],
  noKnownConditions: { by: 'R. Keller RN', on: '2026-11-20' },
  medicines: [{ name: 'diazepam', kind: 'benzodiazepine', intended: false }],
  noHomeMedicines: { by: 'R. Keller RN', on: '2026-11-20' },
};
const other: { readonly [K in keyof Required<PatientRecord>]: PatientRecord[K][] } = {
  family: ['Marsch'],
  given: ['Ivy'],
  mrn: ['MRN-2'],
  phone: ['555 0101'],
  birthDate: ['1961-04-03'],
  sex: ['male'],
  weight: [
    measured('7 kg'),
    { value: '70 kg', on: '2026-11-21' },
    { ...measured('70 kg'), confirmed: true },
    undefined,
  ],
  earlierWeight: [measured('72 kg')],
  height: [measured('166 cm')],
  creatinine: [measured('1.9 mg/dL')],
  qtc: [measured('480 ms')],
  lastLocalAnaesthetic: ['2026-11-20T10:00Z'],
  opioidStatus: ['naive'],
  opioidEvidence: ['none'],
  baselineMme: ['90'],
  allergies: [
    [{ substance: 'latex', reaction: 'shock' }],
    [{ substance: 'latex', reaction: 'hives', means: { as: 'not-related', by: 'A', on: '2026-11-20' } }],
  ],
  noKnownAllergies: [undefined],
  conditions: [['copd', 'seizures']],
  noKnownConditions: [undefined],
  noHomeMedicines: [undefined],
  medicines: [
    [{ name: 'diazepam', kind: 'benzodiazepine', intended: true }],
    [{ name: 'diazepam', kind: 'benzodiazepine', intended: false, stopped: '2026-11-20' }],
    [{ name: 'diazepam', kind: 'opioid', intended: false, dailyMme: '10' }],
  ],
};

// The schema is the list: a fact that is added and has no line is named here.
test('each fact of a patient that is another shows as a line before and now', () => {
  const keys = Object.keys(patientRecord.shape) as (keyof PatientRecord)[];
  const silent = keys.filter((key) =>
    other[key].some(
      (value) => differences(patientLines(full), patientLines({ ...full, [key]: value })).length === 0,
    ),
  );
  expect(silent).toEqual([]);
});
