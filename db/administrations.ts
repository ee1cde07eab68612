import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

export type AdministrationRow = Row<'administration'>;

const ofPatientQuery = prepared((v: { patientId: string }) =>
  k
    .selectFrom('administration as a')
    .innerJoin('user as u', 'u.id', 'a.by_user')
    .leftJoin('administration as c', 'c.corrects', 'a.id')
    .select(['a.id', 'a.corrects', 'a.content', 'a.reason', 'a.at', 'u.name as by', 'c.id as correctedBy'])
    .where('a.patient_id', '=', v.patientId)
    .orderBy('a.at')
    .orderBy('a.id'),
);
/** Every entry of a patient in the order in which it was made, with the entry that corrects it. */
export const administrationsOf = (db: Read, patientId: string) => db.all(ofPatientQuery({ patientId }));

export const insertAdministration = (db: Write, row: AdministrationRow): number =>
  db.run(k.insertInto('administration').values(row));
