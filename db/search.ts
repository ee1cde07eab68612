import { sql, type InferResult } from 'kysely';
import { folded } from './folded.ts';
import type { Write } from './handle.ts';
import { k } from './schema.ts';
import { beginnings, wordText } from './words.ts';

/** What patients and orders are found by is written with each version of them, so that no list has to open a record. */
const patientsNow = k
  .selectFrom('patient as p')
  .innerJoin('patient_version as v', (j) =>
    j.onRef('v.patient_id', '=', 'p.id').onRef('v.version', '=', 'p.version'),
  )
  .select(['p.id', 'v.family', 'v.given', 'v.mrn', 'v.birth_date as birthDate']);

const ordersNow = k
  .selectFrom('orders as o')
  .innerJoin('order_version as v', (j) =>
    j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
  )
  .innerJoin('patient as p', 'p.id', 'v.patient_id')
  .innerJoin('patient_version as w', (j) =>
    j.onRef('w.patient_id', '=', 'p.id').onRef('w.version', '=', 'p.version'),
  )
  .select(['o.seq', 'o.number', 'v.rx', 'v.drug', 'w.family', 'w.given', 'w.mrn'])
  // Further drugs of a mixture stand in its content alone.
  .select(
    sql<string | null>`(
      select group_concat(json_extract(x.value, '$.drug'), ' ') from json_each(v.content, '$.preparation.also') x
    )`.as('also'),
  );

type PatientNow = InferResult<typeof patientsNow>[number];
type OrderNow = InferResult<typeof ordersNow>[number];

export async function indexPatient(db: Write, id: string): Promise<void> {
  for (const patient of await db.all(patientsNow.where('p.id', '=', id))) await putPatient(db, patient);
  // An order is found by the name that its patient has now, not by the one that it was written with.
  for (const order of await db.all(ordersNow.where('v.patient_id', '=', id))) await putOrder(db, order);
}

export async function indexOrder(db: Write, id: string): Promise<void> {
  for (const order of await db.all(ordersNow.where('o.id', '=', id))) await putOrder(db, order);
}

/** For a file that has no such words yet. */
export async function indexAll(db: Write): Promise<void> {
  for (const patient of await db.all(patientsNow)) await putPatient(db, patient);
  for (const order of await db.all(ordersNow)) await putOrder(db, order);
}

async function putPatient(db: Write, p: PatientNow): Promise<void> {
  const found = beginnings(p.family, p.given, p.mrn, p.birthDate);
  const row = { sort: `${folded(p.family)}, ${folded(p.given)}`, words: wordText(found) };
  await db.run(
    k
      .insertInto('patient_search')
      .values({ id: p.id, ...row })
      .onConflict((c) => c.column('id').doUpdateSet(row)),
  );
  const n = (await db.one(k.selectFrom('patient_search').select('n').where('id', '=', p.id)))?.n ?? 0;
  await putWords(db, 'patient_word', n, found);
}

async function putOrder(db: Write, o: OrderNow): Promise<void> {
  const found = beginnings(o.number, o.rx, o.drug, o.also ?? '', o.family, o.given, o.mrn);
  const words = wordText(found);
  await db.run(
    k
      .insertInto('order_search')
      .values({ n: o.seq, words })
      .onConflict((c) => c.column('n').doUpdateSet({ words })),
  );
  await putWords(db, 'order_word', o.seq, found);
}

async function putWords(
  db: Write,
  table: 'patient_word' | 'order_word',
  n: number,
  words: readonly string[],
): Promise<void> {
  await db.run(k.deleteFrom(table).where('n', '=', n));
  for (const word of words) await db.run(k.insertInto(table).values({ word, n }));
}
