import type { Read, Write } from './handle.ts';
import { asOf } from './people.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

const wentToQuery = prepared((v: { id: string }) =>
  k
    .selectFrom('patient_merge_decision as d')
    .innerJoin('patient_merge as m', 'm.id', 'd.merge_id')
    .select(['d.stays', 'd.at', 'm.reason', asOf('name', 'd.by_user', 'd.at').as('by')])
    .where('d.goes', '=', v.id),
);
/** Where a record that was merged went, when, and by whose approval. */
export const wentTo = (db: Read, id: string) => db.one(wentToQuery({ id }));

/** The record that counts for a person: the one itself, or the one that it was merged into at last. */
export async function personOf(db: Read, id: string): Promise<string> {
  let at = id;
  for (let next = await wentTo(db, at); next !== undefined; next = await wentTo(db, at))
    at = next.stays ?? at;
  return at;
}

const cameQuery = prepared((v: { id: string }) =>
  k.selectFrom('patient_merge_decision').select('goes').where('stays', '=', v.id).orderBy('at'),
);
/** Every record of one person, the one that counts first: orders and doses stay with the record that they were written for. */
export async function recordsOf(db: Read, id: string): Promise<string[]> {
  const found = [await personOf(db, id)];
  // grows while it is walked: a record that came may have taken others in before
  for (const at of found)
    for (const { goes } of await db.all(cameQuery({ id: at }))) if (goes !== null) found.push(goes);
  return found;
}

const merges = () =>
  k
    .selectFrom('patient_merge as m')
    .leftJoin('patient_merge_decision as d', 'd.merge_id', 'm.id')
    .selectAll('m')
    .select(asOf('name', 'm.by_user', 'm.at').as('by'))
    .select(['d.decision', 'd.at as decidedAt', 'd.reason as why'])
    .select(asOf<string | null>('name', 'd.by_user', 'd.at').as('decidedBy'));
export type MergeRow = Awaited<ReturnType<typeof openMerges>>[number];

export const mergeById = (db: Read, id: string): Promise<MergeRow | undefined> =>
  db.one(merges().where('m.id', '=', id));
/** Proposals that nobody has decided, the oldest first. */
export const openMerges = (db: Read) =>
  db.all(merges().where('d.decision', 'is', null).orderBy('m.at').orderBy('m.id').limit(200));
/** Proposals that nobody has decided and that name one of these records. */
export const openMergesOf = (db: Read, ids: readonly string[]): Promise<MergeRow[]> =>
  db.all(
    merges()
      .where('d.decision', 'is', null)
      .where((eb) => eb.or([eb('m.stays', 'in', ids), eb('m.goes', 'in', ids)]))
      .orderBy('m.at'),
  );
export const insertMerge = (db: Write, row: Row<'patient_merge'>): Promise<number> =>
  db.run(k.insertInto('patient_merge').values(row));
export const insertMergeDecision = (db: Write, row: Row<'patient_merge_decision'>): Promise<number> =>
  db.run(k.insertInto('patient_merge_decision').values(row));

const pairOf = (a: string, b: string) => (a < b ? { one: a, other: b } : { one: b, other: a });

/** Writes down that two records are two people's; said before, it stands as it was said. */
export async function putApart(
  db: Write,
  a: string,
  b: string,
  said: Pick<Row<'patient_apart'>, 'reason' | 'by_user' | 'at'>,
): Promise<void> {
  const pair = pairOf(a, b);
  if (!(await isApart(db, a, b))) await db.run(k.insertInto('patient_apart').values({ ...pair, ...said }));
}
export async function isApart(db: Read, a: string, b: string): Promise<boolean> {
  const { one, other } = pairOf(a, b);
  const query = k.selectFrom('patient_apart').select('at').where('one', '=', one).where('other', '=', other);
  return (await db.one(query)) !== undefined;
}

const ENDED = ['completed', 'discontinued', 'void'];

/** The orders of one record that nobody has ended, with the state that they are in or were held in. */
export const openOrdersOf = (db: Read, patientId: string) =>
  db.all(
    k
      .selectFrom('orders as o')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
      )
      .select(['o.id', 'o.number', 'o.state', 'v.drug'])
      .select((eb) => eb.fn.coalesce('o.held_from', 'o.state').as('reached'))
      .where('v.patient_id', '=', patientId)
      .where('o.state', 'not in', ENDED)
      .orderBy('o.seq'),
  );

const alike = () =>
  k
    .selectFrom('patient_likeness as a')
    .innerJoin('patient_likeness as b', (j) => j.onRef('a.patient_id', '<', 'b.patient_id'))
    .select(['a.patient_id as one', 'b.patient_id as other'])
    .where((eb) =>
      eb.and([
        eb.not(
          eb.exists(
            eb
              .selectFrom('patient_apart as x')
              .select('x.at')
              .whereRef('x.one', '=', 'a.patient_id')
              .whereRef('x.other', '=', 'b.patient_id'),
          ),
        ),
        eb.not(
          eb.exists(
            eb
              .selectFrom('patient_merge_decision as d')
              .select('d.at')
              .where((w) =>
                w.or([w('d.goes', '=', w.ref('a.patient_id')), w('d.goes', '=', w.ref('b.patient_id'))]),
              ),
          ),
        ),
      ]),
    );

/** Pairs of records that could be one person's, which nobody has merged or told apart. */
export async function unsettledPairs(db: Read, limit: number) {
  const byName = await db.all(alike().whereRef('a.person_key', '=', 'b.person_key').limit(limit));
  const byNumber = await db.all(
    alike()
      .whereRef('a.mrn_key', '=', 'b.mrn_key')
      .whereRef('a.person_key', '!=', 'b.person_key')
      .limit(limit),
  );
  return [
    ...byName.map((p) => ({ ...p, why: 'name-and-birth-date' as const })),
    ...byNumber.map((p) => ({ ...p, why: 'record-number' as const })),
  ];
}

/** Prescription numbers that an older file held twice, with the orders that still have them. */
export const rxFoundTwice = (db: Read) =>
  db.all(
    k
      .selectFrom('found_twice as f')
      .innerJoin('orders as o', 'o.id', 'f.subject_id')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
      )
      .innerJoin('patient as p', 'p.id', 'v.patient_id')
      .innerJoin('patient_version as w', (j) =>
        j.onRef('w.patient_id', '=', 'p.id').onRef('w.version', '=', 'p.version'),
      )
      .select(['f.value as rx', 'o.id', 'o.number', 'o.state', 'w.family', 'w.given'])
      .where('f.kind', '=', 'rx')
      .where('o.state', '!=', 'void')
      .whereRef('v.rx', '=', 'f.value')
      .orderBy('f.value')
      .orderBy('o.seq'),
  );
