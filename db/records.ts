import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k } from './schema.ts';
import { hasWords, MOST_FOUND } from './words.ts';
import { wordsOf } from './folded.ts';
import { totalOf, type Page, type Paged } from './page.ts';
import { wentTo } from './merges.ts';
import { keepLikeness } from './likeness.ts';
import { indexPatient } from './search.ts';

/** Patients and prescribers: a row that names the current version, and one immutable row for each version. */
export interface Stored {
  readonly id: string;
  readonly version: number;
  /** JSON */
  readonly content: string;
}
interface NewVersion extends Stored {
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
export const patientNow = (db: Read, id: string): Promise<Stored | undefined> =>
  db.one(patientNowQuery({ id }));
const patientAtQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('patient_version')
    .select(['patient_id as id', 'version', 'content'])
    .where('patient_id', '=', v.id)
    .where('version', '=', v.version),
);
export const patientAt = (db: Read, id: string, version: number): Promise<Stored | undefined> =>
  db.one(patientAtQuery({ id, version }));
const patientContentsQuery = prepared((v: { id: string; upTo: number }) =>
  k
    .selectFrom('patient_version')
    .select(['version', 'content'])
    .where('patient_id', '=', v.id)
    .where('version', '<=', v.upTo)
    .orderBy('version', 'desc'),
);
/** Every version of a patient's record up to one, the newest first. */
export const patientContents = (
  db: Read,
  id: string,
  upTo: number,
): Promise<Pick<Stored, 'version' | 'content'>[]> => db.all(patientContentsQuery({ id, upTo }));
const prescriberNowQuery = prepared((v: { id: string }) =>
  prescribers.select(['p.id', 'p.version', 'v.content']).where('p.id', '=', v.id),
);
export const prescriberNow = (db: Read, id: string): Promise<Stored | undefined> =>
  db.one(prescriberNowQuery({ id }));
const prescriberAtQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('prescriber_version')
    .select(['prescriber_id as id', 'version', 'content'])
    .where('prescriber_id', '=', v.id)
    .where('version', '=', v.version),
);
export const prescriberAt = (db: Read, id: string, version: number): Promise<Stored | undefined> =>
  db.one(prescriberAtQuery({ id, version }));
export const listPrescribers = (db: Read): Promise<Stored[]> =>
  db.all(prescribers.select(['p.id', 'p.version', 'v.content']));

export interface PatientLine {
  readonly id: string;
  readonly version: number;
  readonly family: string;
  readonly given: string;
  readonly birthDate: string;
  readonly mrn: string;
  readonly merged: boolean;
}
const lineQuery = prepared((v: { id: string }) =>
  patients
    .select(['p.id', 'p.version', 'v.family', 'v.given', 'v.birth_date as birthDate', 'v.mrn'])
    .where('p.id', '=', v.id),
);
export async function patientLineOf(db: Read, id: string): Promise<PatientLine | undefined> {
  const row = await db.one(lineQuery({ id }));
  return row && { ...row, merged: (await wentTo(db, id)) !== undefined };
}

/** In the order of their names, as a person reads them: case and accents do not part them. */
export async function listPatients(
  db: Read,
  search: string | undefined,
  page: Page,
): Promise<Paged<PatientLine>> {
  let found = k.selectFrom('patient_search as s').select('s.id');
  const searched = search !== undefined && wordsOf(search).length > 0;
  if (searched)
    found = found.where(
      await hasWords(db, { table: 'patient_word', number: 's.n', words: 's.words' }, search),
    );
  const inOrder = found.orderBy('s.sort').orderBy('s.n');
  if (!searched) {
    const ids = await db.all(inOrder.limit(page.limit).offset(page.from));
    return { rows: await linesOf(db, ids), ...(await totalOf(db, found, false)) };
  }
  // the walk that finds a page also counts: what stands nowhere would be looked for twice
  const ids = await db.all(inOrder.limit(Math.max(MOST_FOUND + 1, page.from + page.limit)));
  return {
    rows: await linesOf(db, ids.slice(page.from, page.from + page.limit)),
    total: Math.min(ids.length, MOST_FOUND),
    totalIsLeast: ids.length > MOST_FOUND,
  };
}

/** Lines of a list in the order in which they were found. */
async function linesOf(db: Read, found: readonly { readonly id: string }[]): Promise<PatientLine[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const rows = await db.all(
    patients
      .select(['p.id', 'p.version', 'v.family', 'v.given', 'v.birth_date as birthDate', 'v.mrn'])
      .where('p.id', 'in', ids),
  );
  const gone = await db.all(k.selectFrom('patient_merge_decision').select('goes').where('goes', 'in', ids));
  const went = new Set(gone.map(({ goes }) => goes));
  const lines = new Map(rows.map((row) => [row.id, { ...row, merged: went.has(row.id) }]));
  return ids.flatMap((id) => lines.get(id) ?? []);
}

/** Another patient with this record number, if there is one. */
export const patientWithMrn = async (
  db: Read,
  mrn: string,
  besides: string | null,
): Promise<string | undefined> =>
  (
    await db.one(
      patients
        .select('p.id')
        .where('v.mrn', '=', mrn)
        .where('p.id', '!=', besides ?? ''),
    )
  )?.id;

export async function savePatientVersion(db: Write, v: NewVersion): Promise<void> {
  const { id, version, content, by, at, reason } = v;
  await db.run(
    version === 1
      ? k.insertInto('patient').values({ id, version })
      : k.updateTable('patient').set({ version }).where('id', '=', id),
  );
  await db.run(
    k.insertInto('patient_version').values({ patient_id: id, version, content, by_user: by, at, reason }),
  );
  await indexPatient(db, id);
  await keepLikeness(db, id);
}

export async function savePrescriberVersion(db: Write, v: NewVersion): Promise<void> {
  const { id, version, content, by, at, reason } = v;
  await db.run(
    version === 1
      ? k.insertInto('prescriber').values({ id, version })
      : k.updateTable('prescriber').set({ version }).where('id', '=', id),
  );
  await db.run(
    k
      .insertInto('prescriber_version')
      .values({ prescriber_id: id, version, content, by_user: by, at, reason }),
  );
}
