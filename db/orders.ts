import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';
import { contains } from './dialect/contains.ts';

export type OrderRow = Row<'orders'>;
export type OrderVersionRow = Row<'order_version'>;
export type FindingRow = Row<'finding'>;
export type ResolutionRow = Row<'resolution'>;
export type SignatureRow = Row<'signature'>;

const orderByIdQuery = prepared((v: { id: string }) =>
  k.selectFrom('orders').selectAll().where('id', '=', v.id),
);
export const orderById = (db: Read, id: string): OrderRow | undefined => db.one(orderByIdQuery({ id }));
const orderVersionQuery = prepared((v: { id: string; version: number }) =>
  k.selectFrom('order_version').selectAll().where('order_id', '=', v.id).where('version', '=', v.version),
);
export const orderVersion = (db: Read, id: string, version: number): OrderVersionRow | undefined =>
  db.one(orderVersionQuery({ id, version }));
const orderHistoryQuery = prepared((v: { id: string }) =>
  k
    .selectFrom('order_version as v')
    .innerJoin('user as u', 'u.id', 'v.by_user')
    .select(['v.version', 'u.name as by', 'v.at', 'v.reason'])
    .where('v.order_id', '=', v.id)
    .orderBy('v.version'),
);
export const orderHistory = (db: Read, id: string) => db.all(orderHistoryQuery({ id }));
/** The id of the order that a person names by id or by number. */
export const orderNamed = (db: Read, text: string): string | undefined =>
  db.one(
    k
      .selectFrom('orders')
      .select('id')
      .where((eb) => eb.or([eb('id', '=', text), eb('number', '=', text)])),
  )?.id;

/** States in which an order is one that its patient gets or is about to get. */
const ACTIVE = ['submitted', 'verified', 'preparing', 'prepared', 'checked', 'released'];

/**
 * What the patient's other active orders say, besides one order. `before`: only those whose kept report is older than
 * this instant, so that of two orders the later one answers for both.
 */
export const activeContents = (
  db: Read,
  f: { patientId: string; besides: string | null; before: string | null },
): string[] => {
  let query = k
    .selectFrom('orders as o')
    .innerJoin('order_version as v', (j) =>
      j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
    )
    .select('v.content')
    .where('v.patient_id', '=', f.patientId)
    .where('o.state', 'in', ACTIVE)
    .where('o.id', '!=', f.besides ?? '')
    .orderBy('o.seq');
  const { before } = f;
  if (before !== null)
    query = query.where(
      (eb) =>
        eb
          .selectFrom('finding as f')
          .select(sql<string>`max(f.at)`.as('last'))
          .whereRef('f.order_id', '=', 'o.id')
          .whereRef('f.version', '=', 'o.version'),
      '<',
      before,
    );
  return db.all(query).map((row) => row.content);
};

/** Orders that somebody still works on or is treated by. */
export const openOrders = (db: Read): OrderRow[] =>
  db.all(
    k
      .selectFrom('orders')
      .selectAll()
      .where('state', 'not in', ['completed', 'discontinued', 'void'])
      .orderBy('seq'),
  );

/** A page of the orders that somebody still works on or is treated by, for one of several workers that share them. */
const ENDED = ['completed', 'discontinued', 'void'] as const;
export const activeOrders = (db: Read, after: number, limit: number, worker: number, of: number) =>
  db.all(
    k
      .selectFrom('orders as o')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
      )
      .select(['o.id', 'o.seq', 'o.number', 'o.version', 'v.patient_id', 'v.content'])
      .where('o.state', 'not in', ENDED)
      .where('o.seq', '>', after)
      .where(sql<number>`o.seq % ${of}`, '=', worker)
      .orderBy('o.seq')
      .limit(limit),
  );

export const countActiveOrders = (db: Read): number =>
  db.one(
    k
      .selectFrom('orders')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('state', 'not in', ENDED),
  )?.n ?? 0;

export const nextOrderSeq = (db: Read): number =>
  db.one(k.selectFrom('orders').select(sql<number>`coalesce(max(seq), 0) + 1`.as('next')))?.next ?? 1;

export const insertOrder = (db: Write, row: OrderRow): number => db.run(k.insertInto('orders').values(row));
export const insertOrderVersion = (db: Write, row: Omit<OrderVersionRow, 'drug'>): number =>
  db.run(k.insertInto('order_version').values(row));
export const setOrder = (
  db: Write,
  id: string,
  change: Partial<Omit<OrderRow, 'id' | 'seq' | 'number'>>,
): number => db.run(k.updateTable('orders').set(change).where('id', '=', id));

const lastFindingQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('finding')
    .selectAll()
    .where('order_id', '=', v.id)
    .where('version', '=', v.version)
    .orderBy('seq', 'desc')
    .limit(1),
);
/** The last kept report of a version: the one that people see and sign. */
export const lastFinding = (db: Read, id: string, version: number): FindingRow | undefined =>
  db.one(lastFindingQuery({ id, version }));
export const insertFinding = (db: Write, row: Omit<FindingRow, 'blocking'>): number =>
  db.run(k.insertInto('finding').values(row));

const resolutionsOfQuery = prepared((v: { findingId: string }) =>
  k
    .selectFrom('resolution as r')
    .innerJoin('user as u', 'u.id', 'r.by_user')
    .selectAll('r')
    .select('u.name as by')
    .where('r.finding_id', '=', v.findingId)
    .orderBy('r.at')
    .orderBy('r.key')
    .orderBy('r.position'),
);
export const resolutionsOf = (db: Read, findingId: string) => db.all(resolutionsOfQuery({ findingId }));
export const insertResolution = (db: Write, row: ResolutionRow): number =>
  db.run(k.insertInto('resolution').values(row));

const signaturesOfQuery = prepared((v: { subject: string; id: string; version: number }) =>
  k
    .selectFrom('signature as s')
    .innerJoin('user as u', 'u.id', 's.by_user')
    .select(['s.meaning', 'u.name as user', 'u.credentials', 's.at', 's.hash', 's.by_user'])
    .where('s.subject', '=', v.subject)
    .where('s.subject_id', '=', v.id)
    .where('s.version', '=', v.version)
    .orderBy('s.at')
    .orderBy('s.id'),
);
export const signaturesOf = (db: Read, subject: string, id: string, version: number) =>
  db.all(signaturesOfQuery({ subject, id, version }));
export const insertSignature = (db: Write, row: SignatureRow): number =>
  db.run(k.insertInto('signature').values(row));

export const insertProgram = (db: Write, row: Row<'program'>): number =>
  db.run(k.insertInto('program').values(row));
export const programOf = (db: Read, id: string, version: number): Row<'program'> | undefined =>
  db.one(k.selectFrom('program').selectAll().where('order_id', '=', id).where('version', '=', version));

export const countByState = (db: Read) =>
  db.all(
    k
      .selectFrom('orders')
      .select(['state', sql<number>`count(*)`.as('n')])
      .groupBy('state'),
  );

export function listOrders(
  db: Read,
  f: { state: string | undefined; search: string | undefined },
  limit: number,
) {
  let query = k
    .selectFrom('orders as o')
    .innerJoin('order_version as v', (j) =>
      j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
    )
    .innerJoin('patient as p', 'p.id', 'v.patient_id')
    .innerJoin('patient_version as pv', (j) =>
      j.onRef('pv.patient_id', '=', 'p.id').onRef('pv.version', '=', 'p.version'),
    )
    .innerJoin('finding as f', (j) => j.onRef('f.order_id', '=', 'o.id').onRef('f.version', '=', 'o.version'))
    .select([
      'o.id',
      'o.number',
      'v.rx',
      'o.version',
      'o.state',
      'o.updated_at',
      'pv.family',
      'pv.given',
      'pv.birth_date',
      'v.drug',
      'v.content',
    ])
    .select(['f.blocking', 'f.id as finding'])
    .where('f.seq', '=', (eb) =>
      eb
        .selectFrom('finding as l')
        .select(sql<number>`max(l.seq)`.as('last'))
        .whereRef('l.order_id', '=', 'o.id')
        .whereRef('l.version', '=', 'o.version'),
    )
    .select((eb) =>
      eb
        .selectFrom('resolution as r')
        .select(sql<number>`count(*)`.as('n'))
        .whereRef('r.finding_id', '=', 'f.id')
        // the last signature that a finding needs closes it
        .whereRef('r.position', '=', 'r.needed')
        .as('closed'),
    )
    .orderBy('o.updated_at', 'desc')
    .limit(limit);
  const { state, search } = f;
  if (state !== undefined) query = query.where('o.state', '=', state);
  if (search !== undefined)
    query = query.where((eb) =>
      eb.or(
        ['o.number', 'v.rx', 'pv.family', 'pv.given', 'pv.mrn', 'v.drug'].map((column) =>
          contains(column, search),
        ),
      ),
    );
  return db.all(query);
}

/** The kept report of what was last verified for a patient and a drug, besides one version of one order. */
export function previousReport(
  db: Read,
  patientId: string,
  drug: string,
  besides: { id: string; version: number } | undefined,
): string | undefined {
  let query = k
    .selectFrom('program as g')
    .innerJoin('order_version as v', (j) =>
      j.onRef('v.order_id', '=', 'g.order_id').onRef('v.version', '=', 'g.version'),
    )
    .innerJoin('finding as f', (j) =>
      j.onRef('f.order_id', '=', 'g.order_id').onRef('f.version', '=', 'g.version'),
    )
    .select('f.report')
    .where('v.patient_id', '=', patientId)
    .where('v.drug', '=', drug)
    .orderBy('g.at', 'desc')
    .orderBy('f.seq', 'desc')
    .limit(1);
  if (besides)
    query = query.where((eb) =>
      eb.or([eb('g.order_id', '!=', besides.id), eb('g.version', '!=', besides.version)]),
    );
  return db.one(query)?.report;
}
