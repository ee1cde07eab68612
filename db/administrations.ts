import type { Read, Write } from './handle.ts';
import { recordsOf } from './merges.ts';
import { asOf } from './people.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

type AdministrationRow = Row<'administration'>;

const ofPatientQuery = prepared((v: { patientId: string }) =>
  k
    .selectFrom('administration as a')
    .leftJoin('administration as c', 'c.corrects', 'a.id')
    .select([
      'a.id',
      'a.corrects',
      'a.content',
      'a.reason',
      'a.at',
      asOf('name', 'a.by_user', 'a.at').as('by'),
      'c.id as correctedBy',
    ])
    .where('a.patient_id', '=', v.patientId)
    .orderBy('a.at')
    .orderBy('a.id'),
);
/** Every entry of a person, under whichever of their records, in the order in which it was made, with what corrects it. */
export async function administrationsOf(db: Read, patientId: string) {
  const [first = patientId, ...others] = await recordsOf(db, patientId);
  const own = await db.all(ofPatientQuery({ patientId: first }));
  if (others.length === 0) return own;
  const all = [
    ...own,
    ...(await Array.fromAsync(others, (id) => db.all(ofPatientQuery({ patientId: id })))).flat(),
  ];
  return all.toSorted((a, b) => (`${a.at} ${a.id}` < `${b.at} ${b.id}` ? -1 : 1));
}

export const insertAdministration = (db: Write, row: AdministrationRow): Promise<number> =>
  db.run(k.insertInto('administration').values(row));
