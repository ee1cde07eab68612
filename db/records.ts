import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k } from './schema.ts';
import { contains } from './dialect/contains.ts';

/** Patients and prescribers: a row that names the current version, and one immutable row for each version. */
export interface Stored {
  readonly id: string;
  readonly version: number;
  /** JSON */
  readonly content: string;
}
export interface NewVersion extends Stored {
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
}

const patients = k
  .selectFrom('patient as p')
  .innerJoin('patient_version as v', (join) =>
    join.onRef('v.patient_id', '=', 'p.id').onRef('v.version', '=', 'p.version'),
  );
const prescribers = k
  .selectFrom('prescriber as p')
  .innerJoin('prescriber_version as v', (join) =>
    join.onRef('v.prescriber_id', '=', 'p.id').onRef('v.version', '=', 'p.version'),
  );

const patientNowQuery = prepared((v: { id: string }) =>
  patients.select(['p.id', 'p.version', 'v.content']).where('p.id', '=', v.id),
);
export const patientNow = (db: Read, id: string): Stored | undefined => db.one(patientNowQuery({ id }));
const patientAtQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('patient_version')
    .select(['patient_id as id', 'version', 'content'])
    .where('patient_id', '=', v.id)
    .where('version', '=', v.version),
);
export const patientAt = (db: Read, id: string, version: number): Stored | undefined =>
  db.one(patientAtQuery({ id, version }));
const patientContentsQuery = prepared((v: { id: string }) =>
  k.selectFrom('patient_version').select('content').where('patient_id', '=', v.id).orderBy('version', 'desc'),
);
/** Every version of a patient's record, the newest first. */
export const patientContents = (db: Read, id: string): string[] =>
  db.all(patientContentsQuery({ id })).map((row) => row.content);
const prescriberNowQuery = prepared((v: { id: string }) =>
  prescribers.select(['p.id', 'p.version', 'v.content']).where('p.id', '=', v.id),
);
export const prescriberNow = (db: Read, id: string): Stored | undefined => db.one(prescriberNowQuery({ id }));
const prescriberAtQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('prescriber_version')
    .select(['prescriber_id as id', 'version', 'content'])
    .where('prescriber_id', '=', v.id)
    .where('version', '=', v.version),
);
export const prescriberAt = (db: Read, id: string, version: number): Stored | undefined =>
  db.one(prescriberAtQuery({ id, version }));
export const listPrescribers = (db: Read): Stored[] =>
  db.all(prescribers.select(['p.id', 'p.version', 'v.content']));

export interface PatientLine {
  readonly id: string;
  readonly version: number;
  readonly family: string;
  readonly given: string;
  readonly birthDate: string;
  readonly mrn: string;
}
export function listPatients(db: Read, search: string | undefined, limit: number): PatientLine[] {
  let query = patients
    .select(['p.id', 'p.version', 'v.family', 'v.given', 'v.birth_date as birthDate', 'v.mrn'])
    .orderBy('v.family')
    .orderBy('v.given')
    .limit(limit);
  if (search !== undefined)
    query = query.where((eb) =>
      eb.or(['v.family', 'v.given', 'v.mrn'].map((column) => contains(column, search))),
    );
  return db.all(query);
}

/** Another patient with this record number, if there is one. */
export const patientWithMrn = (db: Read, mrn: string, besides: string | null): string | undefined =>
  db.one(
    patients
      .select('p.id')
      .where('v.mrn', '=', mrn)
      .where('p.id', '!=', besides ?? ''),
  )?.id;

export function savePatientVersion(db: Write, v: NewVersion): void {
  const { id, version, content, by, at, reason } = v;
  db.run(
    k
      .insertInto('patient')
      .values({ id, version })
      .onConflict((c) => c.column('id').doUpdateSet({ version })),
  );
  db.run(
    k.insertInto('patient_version').values({ patient_id: id, version, content, by_user: by, at, reason }),
  );
}

export function savePrescriberVersion(db: Write, v: NewVersion): void {
  const { id, version, content, by, at, reason } = v;
  db.run(
    k
      .insertInto('prescriber')
      .values({ id, version })
      .onConflict((c) => c.column('id').doUpdateSet({ version })),
  );
  db.run(
    k
      .insertInto('prescriber_version')
      .values({ prescriber_id: id, version, content, by_user: by, at, reason }),
  );
}
