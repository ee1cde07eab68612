import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { asOf } from './people.ts';
import { packed, unpacked } from './packed.ts';
import { prepared } from './prepared.ts';
import { k, type NewRow, type Row } from './schema.ts';
import { hasWords } from './words.ts';
import { wordsOf } from './folded.ts';
import { totalOf, type Page } from './page.ts';
import { indexOrder } from './search.ts';

export type OrderRow = Row<'orders'>;
export type OrderVersionRow = Row<'order_version'>;
/** With its report as the text that it is. */
export type FindingRow = Omit<Row<'finding'>, 'report'> & { readonly report: string };
export type ResolutionRow = Row<'resolution'>;

const orderByIdQuery = prepared((v: { id: string }) =>
  k.selectFrom('orders').selectAll().where('id', '=', v.id),
);
export const orderById = (db: Read, id: string): Promise<OrderRow | undefined> =>
  db.one(orderByIdQuery({ id }));
const orderVersionQuery = prepared((v: { id: string; version: number }) =>
  k.selectFrom('order_version').selectAll().where('order_id', '=', v.id).where('version', '=', v.version),
);
export const orderVersion = (db: Read, id: string, version: number): Promise<OrderVersionRow | undefined> =>
  db.one(orderVersionQuery({ id, version }));
const orderHistoryQuery = prepared((v: { id: string }) =>
  k
    .selectFrom('order_version as v')
    .select(['v.version', asOf('name', 'v.by_user', 'v.at').as('by'), 'v.at', 'v.reason'])
    .where('v.order_id', '=', v.id)
    .orderBy('v.version'),
);
export const orderHistory = (db: Read, id: string) => db.all(orderHistoryQuery({ id }));
/** The last report of each of the newest orders of a drug, or of all: by the version that counts. */
export const lastReports = async (db: Read, drug: string | null, limit: number): Promise<FindingRow[]> => {
  let orders = k
    .selectFrom('orders as o')
    .innerJoin('order_version as v', (j) =>
      j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
    )
    .select(['o.id', 'o.version'])
    .orderBy('o.seq', 'desc')
    .limit(limit);
  if (drug !== null) orders = orders.where('v.drug', '=', drug);
  const found: FindingRow[] = [];
  for (const { id, version } of await db.all(orders)) {
    const last = await lastFinding(db, id, version);
    if (last) found.push(last);
  }
  return found;
};
/** The newest order of a person whose version a pharmacist verified, and that is not void. */
export const lastVerifiedOf = (db: Read, records: readonly string[]): Promise<OrderRow | undefined> =>
  db.one(
    k
      .selectFrom('orders as o')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
      )
      .selectAll('o')
      .where('v.patient_id', 'in', records)
      .where('o.state', '!=', 'void')
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('signature as s')
            .select('s.id')
            .where('s.subject', '=', 'order')
            .whereRef('s.subject_id', '=', 'o.id')
            .whereRef('s.version', '=', 'o.version')
            .where('s.meaning', '=', 'verify'),
        ),
      )
      .orderBy('o.seq', 'desc')
      .limit(1),
  );
/** The id of the order that a person names by id or by number. */
export const orderNamed = async (db: Read, text: string): Promise<string | undefined> =>
  (
    await db.one(
      k
        .selectFrom('orders')
        .select('id')
        .where((eb) => eb.or([eb('id', '=', text), eb('number', '=', text)])),
    )
  )?.id;

/** Another order with this prescription number, if there is one that was not made void. */
export const orderWithRx = (db: Read, rx: string, besides: string | null) =>
  db.one(
    k
      .selectFrom('order_version as v')
      .innerJoin('orders as o', (j) =>
        j.onRef('o.id', '=', 'v.order_id').onRef('o.version', '=', 'v.version'),
      )
      .select(['o.id', 'o.number'])
      .where('v.rx', '=', rx)
      .where('o.state', '!=', 'void')
      .where('o.id', '!=', besides ?? '')
      .limit(1),
  );

/** States in which an order is written for its patient, and counts in no sum yet or for the time being. */
const WAITING = ['draft', 'on-hold'];

/** States in which an order is one that its patient gets or is about to get. */
const ACTIVE = ['submitted', 'verified', 'preparing', 'prepared', 'checked', 'released'];

/** The other active orders of a person, under whichever of their records, besides one order. */
export const otherActive = (db: Read, f: OtherOrders) => otherOrders(db, f, ACTIVE);
/** The same of those that are drafted or on hold. */
export const otherWaiting = (db: Read, f: OtherOrders) => otherOrders(db, f, WAITING);

interface OtherOrders {
  readonly records: readonly string[];
  readonly besides: string | null;
}

const otherOrders = (db: Read, f: OtherOrders, states: readonly string[]) =>
  db.all(
    k
      .selectFrom('orders as o')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
      )
      .select(['o.id', 'v.version', 'v.content'])
      .where('v.patient_id', 'in', f.records)
      .where('o.state', 'in', states)
      .where('o.id', '!=', f.besides ?? '')
      .orderBy('o.seq'),
  );

/** Orders that somebody still works on or is treated by. */
export const openOrders = (db: Read): Promise<OrderRow[]> =>
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

export const countActiveOrders = async (db: Read): Promise<number> =>
  (
    await db.one(
      k
        .selectFrom('orders')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where('state', 'not in', ENDED),
    )
  )?.n ?? 0;

export const insertOrder = (db: Write, row: OrderRow): Promise<number> =>
  db.run(k.insertInto('orders').values(row));
export async function insertOrderVersion(db: Write, row: Omit<OrderVersionRow, 'drug'>): Promise<void> {
  await db.run(k.insertInto('order_version').values(row));
  await indexOrder(db, row.order_id);
}
export const setOrder = (
  db: Write,
  id: string,
  change: Partial<Omit<OrderRow, 'id' | 'seq' | 'number'>>,
): Promise<number> => db.run(k.updateTable('orders').set(change).where('id', '=', id));

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
export const lastFinding = async (db: Read, id: string, version: number): Promise<FindingRow | undefined> =>
  opened(await db.one(lastFindingQuery({ id, version })));
export const findingById = async (db: Read, id: string): Promise<FindingRow | undefined> =>
  opened(await db.one(k.selectFrom('finding').selectAll().where('id', '=', id)));
export const insertFinding = (db: Write, row: FindingRow): Promise<number> =>
  db.run(k.insertInto('finding').values({ ...row, report: packed(row.report) }));
const opened = (row: Row<'finding'> | undefined): FindingRow | undefined =>
  row && { ...row, report: unpacked(row.report, 'finding', row.id) };

const resolutionsOfQuery = prepared((v: { findingId: string }) =>
  k
    .selectFrom('resolution as r')
    .selectAll('r')
    .select(asOf('name', 'r.by_user', 'r.at').as('by'))
    .where('r.finding_id', '=', v.findingId)
    .orderBy('r.at')
    .orderBy('r.key')
    .orderBy('r.position'),
);
export const resolutionsOf = (db: Read, findingId: string) => db.all(resolutionsOfQuery({ findingId }));
const resolutionsUnderQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('resolution as r')
    .innerJoin('finding as f', 'f.id', 'r.finding_id')
    .selectAll('r')
    .where('f.order_id', '=', v.id)
    .where('f.version', '=', v.version),
);
/** What was passed of a version of an order, under each report that was kept of it. */
export const resolutionsUnder = (db: Read, id: string, version: number): Promise<ResolutionRow[]> =>
  db.all(resolutionsUnderQuery({ id, version }));
export const insertResolution = (db: Write, row: ResolutionRow): Promise<number> =>
  db.run(k.insertInto('resolution').values(row));

const signaturesOfQuery = prepared((v: { subject: string; id: string; version: number }) =>
  k
    .selectFrom('signature as s')
    .select([
      's.id',
      's.meaning',
      asOf('name', 's.by_user', 's.at').as('user'),
      asOf('credentials', 's.by_user', 's.at').as('credentials'),
      's.at',
      's.hash',
      's.by_user',
    ])
    .where('s.subject', '=', v.subject)
    .where('s.subject_id', '=', v.id)
    .where('s.version', '=', v.version)
    .orderBy('s.at')
    .orderBy('s.id'),
);
export const signaturesOf = (db: Read, subject: string, id: string, version: number) =>
  db.all(signaturesOfQuery({ subject, id, version }));
const signaturesUnderQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('signature')
    .select(['id', 'meaning', 'hash', 'shown'])
    .where('subject', '=', 'order')
    .where('subject_id', '=', v.id)
    .where('version', '=', v.version),
);
/** The signatures under a version of an order, with what was shown to those who gave them. */
export const signaturesUnder = (db: Read, id: string, version: number) =>
  db.all(signaturesUnderQuery({ id, version }));
export const insertSignature = (db: Write, row: NewRow<'signature'>): Promise<number> =>
  db.run(k.insertInto('signature').values(row));

export const insertProgram = (db: Write, row: Row<'program'>): Promise<number> =>
  db.run(k.insertInto('program').values(row));
export const programOf = (db: Read, id: string, version: number): Promise<Row<'program'> | undefined> =>
  db.one(k.selectFrom('program').selectAll().where('order_id', '=', id).where('version', '=', version));

export const countByState = (db: Read) =>
  db.all(
    k
      .selectFrom('orders')
      .select(['state', sql<number>`count(*)`.as('n')])
      .groupBy('state'),
  );

interface OrderChoice {
  readonly states: readonly string[] | undefined;
  readonly search: string | undefined;
}

/**
 * A page of the orders in these states, those that changed last first. Chosen from the indexes alone; only what is shown
 * is then put together.
 */
export async function listOrders(db: Read, { states, search }: OrderChoice, page: Page) {
  let found = k.selectFrom('orders as o').select('o.seq');
  if (states !== undefined) found = found.where('o.state', 'in', states);
  const searched = search !== undefined && wordsOf(search).length > 0;
  if (searched)
    found = found
      .innerJoin('order_search as s', 's.n', 'o.seq')
      .where(await hasWords(db, { table: 'order_word', number: 'o.seq', words: 's.words' }, search));
  const shown = found.select('o.updated_at').orderBy('o.updated_at', 'desc').orderBy('o.seq', 'desc');
  const rows = await db.all(
    k
      .selectFrom(shown.limit(page.limit).offset(page.from).as('shown'))
      .innerJoin('orders as o', 'o.seq', 'shown.seq')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
      )
      .innerJoin('patient as p', 'p.id', 'v.patient_id')
      .innerJoin('patient_version as pv', (j) =>
        j.onRef('pv.patient_id', '=', 'p.id').onRef('pv.version', '=', 'p.version'),
      )
      .innerJoin('finding as f', (j) =>
        j.onRef('f.order_id', '=', 'o.id').onRef('f.version', '=', 'o.version'),
      )
      .select(['o.id', 'o.number', 'v.rx', 'o.version', 'o.state', 'o.held_from', 'o.updated_at'])
      .select(['pv.family', 'pv.given', 'pv.birth_date', 'v.drug', 'v.content', 'f.blocking'])
      .select(['v.patient_id', 'f.patient_version'])
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
      .orderBy('shown.updated_at', 'desc')
      .orderBy('shown.seq', 'desc'),
  );
  return { rows, ...(await totalOf(db, found, searched)) };
}

/** What was verified for a patient, the newest first, besides one version of one order, each version with its last report. */
export async function verifiedBefore(
  db: Read,
  records: readonly string[],
  besides: { id: string; version: number } | undefined,
) {
  let query = k
    .selectFrom('program as g')
    .innerJoin('order_version as v', (j) =>
      j.onRef('v.order_id', '=', 'g.order_id').onRef('v.version', '=', 'g.version'),
    )
    .innerJoin('finding as f', (j) =>
      j.onRef('f.order_id', '=', 'g.order_id').onRef('f.version', '=', 'g.version'),
    )
    .innerJoin('orders as o', 'o.id', 'g.order_id')
    .select(['f.id', 'v.order_id', 'v.version', 'v.content', 'o.state', 'o.updated_at'])
    .where('v.patient_id', 'in', records)
    .where('f.seq', '=', (eb) =>
      eb
        .selectFrom('finding as l')
        .select(sql<number>`max(l.seq)`.as('last'))
        .whereRef('l.order_id', '=', 'v.order_id')
        .whereRef('l.version', '=', 'v.version'),
    )
    .orderBy('g.at', 'desc')
    .orderBy('f.seq', 'desc')
    // further back no order is a yardstick
    .limit(50);
  if (besides)
    query = query.where((eb) =>
      eb.or([eb('g.order_id', '!=', besides.id), eb('g.version', '!=', besides.version)]),
    );
  return db.all(query);
}
