import { patientRecord, prescriberRecord, type PatientRecord } from '../../bridge/records.ts';
import { kept } from '../../db/kept.ts';
import type { PatientLine, Stored } from '../../db/records.ts';
import { patientFacts } from '../../engine/order/patient.ts';

/** What tells who a patient is: named in the log when it changes, its value is not. */
export const IDENTIFYING = ['family', 'given', 'mrn', 'phone', 'birthDate'];

export const lineOf = ({ family, given, ...rest }: PatientLine) => ({ ...rest, name: `${family}, ${given}` });

export const patientOf = (row: Stored) => ({
  id: row.id,
  version: row.version,
  record: kept(patientRecord, row.content, 'patient_version', row.id, row.version),
});

/** The part of a patient's record that the checks read. */
export const factsIn = (record: PatientRecord) => {
  const { family: _f, given: _g, mrn: _m, phone: _p, ...facts } = record;
  return patientFacts.parse(facts);
};

export const prescriberOf = (row: Stored) => ({
  id: row.id,
  version: row.version,
  record: kept(prescriberRecord, row.content, 'prescriber_version', row.id, row.version),
});
