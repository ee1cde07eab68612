import { sql } from 'kysely';
import type { EventFilter } from './event-log.ts';
import type { Read } from './handle.ts';
import { unpacked } from './packed.ts';
import { asOf } from './people.ts';
import { k } from './schema.ts';

/** What compounding logs and override reports can be narrowed to. */
type ReportFilter = Pick<EventFilter, 'order' | 'patient' | 'drug' | 'lot' | 'from' | 'to'>;

const made = () =>
  k
    .selectFrom('preparation as p')
    .innerJoin('orders as o', 'o.id', 'p.order_id')
    .innerJoin('order_version as v', (j) =>
      j.onRef('v.order_id', '=', 'p.order_id').onRef('v.version', '=', 'p.version'),
    );

function preparations(f: ReportFilter) {
  let query = made();
  if (f.order !== undefined) query = query.where('p.order_id', '=', f.order);
  if (f.patient !== undefined) query = query.where('v.patient_id', '=', f.patient);
  if (f.drug !== undefined) query = query.where('v.drug', '=', f.drug);
  if (f.from !== undefined) query = query.where('p.at', '>=', f.from);
  if (f.to !== undefined) query = query.where('p.at', '<', f.to);
  const { lot } = f;
  if (lot !== undefined)
    query = query.where((eb) =>
      eb.or([
        eb('p.lot', '=', lot),
        // the lot of an ingredient is known by the event of the compounding record
        eb(
          'p.order_id',
          'in',
          k
            .selectFrom('event_link as l')
            .innerJoin('event as e', 'e.seq', 'l.seq')
            .select('e.subject_id')
            .where('l.kind', '=', 'lot')
            .where('l.value', '=', lot),
        ),
      ]),
    );
  return query;
}

const rowid = sql<number>`p.rowid`;

/** Bags in the order in which they were begun. Paged by the number of the row. */
export const preparationsAfter = async (db: Read, f: ReportFilter, after: number, limit: number) =>
  opened(
    await db.all(
      preparations(f)
        .leftJoin('preparation_record as r', 'r.preparation_id', 'p.id')
        .leftJoin('release_code as x', 'x.preparation_id', 'p.id')
        .innerJoin('patient as a', 'a.id', 'v.patient_id')
        .innerJoin('patient_version as w', (j) =>
          j.onRef('w.patient_id', '=', 'a.id').onRef('w.version', '=', 'a.version'),
        )
        .innerJoin('finding as f', (j) =>
          j.onRef('f.order_id', '=', 'p.order_id').onRef('f.version', '=', 'p.version'),
        )
        .select([
          rowid.as('n'),
          'p.lot',
          'p.at',
          'p.id as preparation_id',
          'p.order_id',
          'p.version',
          asOf('name', 'p.by_user', 'p.at').as('startedBy'),
        ])
        .select([
          'o.number',
          'o.state',
          'o.version as currentVersion',
          'v.rx',
          'v.content',
          'v.drug',
          'v.patient_id',
        ])
        .select([
          'r.content as record',
          'r.at as compoundedAt',
          asOf<string | null>('name', 'r.by_user', 'r.at').as('compoundedBy'),
          'x.code',
        ])
        .select(['w.family', 'w.given', 'w.mrn', 'w.birth_date', 'f.id as finding_id', 'f.report'])
        .where('f.seq', '=', (eb) =>
          eb
            .selectFrom('finding as l')
            .select(sql<number>`max(l.seq)`.as('last'))
            .whereRef('l.order_id', '=', 'p.order_id')
            .whereRef('l.version', '=', 'p.version'),
        )
        .where(rowid, '>', after)
        .orderBy(rowid)
        .limit(limit),
    ),
  );

const opened = <R extends { readonly finding_id: string; readonly report: Uint8Array }>(rows: readonly R[]) =>
  rows.map((row) => ({ ...row, report: unpacked(row.report, 'finding', row.finding_id) }));

export const countPreparations = async (db: Read, f: ReportFilter): Promise<number> =>
  (await db.one(preparations(f).select(sql<number>`count(*)`.as('n'))))?.n ?? 0;

function overrides(f: ReportFilter) {
  let query = k
    .selectFrom('resolution as p')
    .innerJoin('finding as f', 'f.id', 'p.finding_id')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .innerJoin('order_version as v', (j) =>
      j.onRef('v.order_id', '=', 'f.order_id').onRef('v.version', '=', 'f.version'),
    );
  if (f.order !== undefined) query = query.where('f.order_id', '=', f.order);
  if (f.patient !== undefined) query = query.where('v.patient_id', '=', f.patient);
  if (f.drug !== undefined) query = query.where('v.drug', '=', f.drug);
  if (f.from !== undefined) query = query.where('p.at', '>=', f.from);
  if (f.to !== undefined) query = query.where('p.at', '<', f.to);
  return query;
}

/** Findings that somebody passed, with the signature under each. */
export const overridesAfter = async (db: Read, f: ReportFilter, after: number, limit: number) =>
  opened(
    await db.all(
      overrides(f)
        .innerJoin('signature as g', 'g.id', 'p.signature_id')
        .innerJoin('patient as a', 'a.id', 'v.patient_id')
        .innerJoin('patient_version as w', (j) =>
          j.onRef('w.patient_id', '=', 'a.id').onRef('w.version', '=', 'a.version'),
        )
        .select([rowid.as('n'), 'p.key', 'p.position', 'p.needed', 'p.kind', 'p.reason', 'p.words', 'p.at'])
        .select([
          'p.prescriber_contact',
          asOf('name', 'p.by_user', 'p.at').as('by'),
          asOf('credentials', 'p.by_user', 'p.at').as('credentials'),
          'g.hash',
          'g.station',
        ])
        .select([
          'f.order_id',
          'o.number',
          'f.version',
          'f.id as finding_id',
          'f.report',
          'v.rx',
          'v.drug',
          'v.patient_id',
        ])
        .select(['w.family', 'w.given', 'w.mrn', 'w.birth_date'])
        .where(rowid, '>', after)
        .orderBy(rowid)
        .limit(limit),
    ),
  );

/** Some of the kept reports that count for their order version, in a time. Paged by the number of the row. */
export async function reportsThatCount(
  db: Read,
  { from, to }: Pick<ReportFilter, 'from' | 'to'>,
  after: number,
  limit: number,
) {
  let query = k
    .selectFrom('finding as p')
    .select([rowid.as('n'), 'p.id as finding_id', 'p.order_id', 'p.report'])
    .where('p.seq', '=', (eb) =>
      eb
        .selectFrom('finding as l')
        .select(sql<number>`max(l.seq)`.as('last'))
        .whereRef('l.order_id', '=', 'p.order_id')
        .whereRef('l.version', '=', 'p.version'),
    )
    .where('p.blocking', '>', 0)
    .where(rowid, '>', after)
    .orderBy(rowid)
    .limit(limit);
  if (from !== undefined) query = query.where('p.at', '>=', from);
  if (to !== undefined) query = query.where('p.at', '<', to);
  return opened(await db.all(query));
}

/** The words that each finding was passed with, in a time. */
export async function reasonsGiven(db: Read, { from, to }: Pick<ReportFilter, 'from' | 'to'>) {
  let query = k
    .selectFrom('resolution')
    .select(['key', 'kind', 'position', 'needed', 'reason', 'words', 'at']);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  return db.all(query);
}

export const countOverrides = async (db: Read, f: ReportFilter): Promise<number> =>
  (await db.one(overrides(f).select(sql<number>`count(*)`.as('n'))))?.n ?? 0;
