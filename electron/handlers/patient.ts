import type { PatientRecord } from '../../bridge/records.ts';
import {
  listPatients,
  patientNow,
  patientWithMrn,
  savePatientVersion,
  type Stored,
} from '../../db/records.ts';
import { dayOf } from '../../engine/calendar.ts';
import { patientFacts, patientIssues } from '../../engine/patient.ts';
import { Refused } from '../../engine/result.ts';
import { changeOf } from '../services/change.ts';
import { newId } from '../services/ids.ts';
import { found, refuse, sameVersion, type Handlers } from './handler.ts';

const MOST = 200;
/** What tells who a patient is: named in the log when it changes, its value is not. */
const IDENTIFYING = ['family', 'given', 'mrn', 'phone', 'birthDate'];

export const patientOf = (row: Stored) => ({
  id: row.id,
  version: row.version,
  record: JSON.parse(row.content) as PatientRecord,
});

/** The part of a patient's record that the checks read. */
export const factsIn = (record: PatientRecord) => {
  const { family: _f, given: _g, mrn: _m, phone: _p, ...facts } = record;
  return patientFacts.parse(facts);
};

export const patientHandlers = {
  'patient.list': ({ db }, { search }) =>
    listPatients(db, search, MOST).map(({ family, given, ...rest }) => ({
      ...rest,
      name: `${family}, ${given}`,
    })),

  'patient.get': ({ db }, { id }) => patientOf(found(patientNow(db, id), 'patient')),

  'patient.save': (call, { id, expectedVersion, record }) => {
    const { db, user, now } = call;
    const issues = patientIssues(factsIn(record), dayOf(call.minute));
    if (issues.length > 0) throw new Refused(...issues.map((i) => ({ ...i, path: `record.${i.path}` })));
    const before = id === null ? null : found(patientNow(db, id), 'patient');
    sameVersion(before?.version ?? 0, before === null ? (expectedVersion ?? 0) : expectedVersion, 'patient');
    if (patientWithMrn(db, record.mrn, id))
      refuse('mrn-taken', record.mrn, 'a medical record number that no other patient has', 'record.mrn');
    const stored = {
      id: id ?? newId(call.context, 'pat'),
      version: (before?.version ?? 0) + 1,
      content: JSON.stringify(record),
    };
    if (before?.content === stored.content) return patientOf(before);
    savePatientVersion(db, { ...stored, by: user.id, at: now, reason: null });
    call.event({
      subject: 'patient',
      subjectId: stored.id,
      version: stored.version,
      change: changeOf(before === null ? null : JSON.parse(before.content), record, IDENTIFYING),
      about: { patient: stored.id },
    });
    return patientOf(stored);
  },
} satisfies Partial<Handlers>;
