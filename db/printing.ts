import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import type { Stored } from './records.ts';
import { asOf } from './people.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

type PrintJobRow = Row<'print_job'>;
type FateRow = Row<'print_out_fate'>;

/** What stands for a version that is not in its table any more: no record reads it, so it is named and not passed over. */
const GONE = '';

const printers = k
  .selectFrom('printer as p')
  .leftJoin('printer_version as v', (j) =>
    j.onRef('v.printer_id', '=', 'p.id').onRef('v.version', '=', 'p.version'),
  )
  .select(['p.id', 'p.version', sql<string>`coalesce(v.content, ${GONE})`.as('content')]);
export const listPrinters = (db: Read): Promise<Stored[]> => db.all(printers);
export const printerNow = (db: Read, id: string): Promise<Stored | undefined> =>
  db.one(printers.where('p.id', '=', id));

export async function savePrinterVersion(
  db: Write,
  v: Stored & { readonly by: string; readonly at: string },
): Promise<void> {
  const { id, version, content, by, at } = v;
  await db.run(
    version === 1
      ? k.insertInto('printer').values({ id, version })
      : k.updateTable('printer').set({ version }).where('id', '=', id),
  );
  await db.run(k.insertInto('printer_version').values({ printer_id: id, version, content, by_user: by, at }));
}

const jobs = k
  .selectFrom('print_job as j')
  .innerJoin('print_out as x', 'x.id', 'j.print_out_id')
  .innerJoin('orders as o', 'o.id', 'x.order_id')
  .leftJoin('printer_version as p', (join) =>
    join.onRef('p.printer_id', '=', 'j.printer_id').onRef('p.version', '=', 'j.printer_version'),
  )
  .selectAll('j')
  .select(['x.order_id', 'x.version', 'x.kind', 'x.paper', 'x.template', 'x.sha256', 'x.copies', 'x.reprint'])
  .select([
    'o.number',
    'o.version as currentVersion',
    asOf('name', 'x.by_user', 'x.at').as('by'),
    sql<string>`coalesce(p.content, ${GONE})`.as('printer'),
  ]);
export type JobLine = NonNullable<Awaited<ReturnType<typeof jobNow>>>;

export const jobNow = (db: Read, id: string) => db.one(jobs.where('j.id', '=', id));
export async function listJobs(
  db: Read,
  f: { state?: string | undefined; orderId?: string | undefined },
  limit: number,
) {
  let query = jobs.orderBy('j.at', 'desc').limit(limit);
  if (f.state !== undefined) query = query.where('j.state', '=', f.state);
  if (f.orderId !== undefined) query = query.where('x.order_id', '=', f.orderId);
  return db.all(query);
}
/** Jobs that a host has under way, or left behind. */
export const unfinishedJobs = (db: Read) => db.all(jobs.where('j.state', 'in', ['queued', 'sending']));
export const insertJob = (db: Write, row: PrintJobRow): Promise<number> =>
  db.run(k.insertInto('print_job').values(row));
export const setJob = (
  db: Write,
  id: string,
  change: Pick<PrintJobRow, 'state' | 'attempts' | 'why' | 'changed_at'> & Partial<Pick<PrintJobRow, 'host'>>,
): Promise<number> => db.run(k.updateTable('print_job').set(change).where('id', '=', id));

/**
 * Print-outs of a version that does not count any more, or of an order that has ended; `ended` is 0 of those that may only
 * name a record that went into another.
 */
export const stalePrintOuts = (db: Read) =>
  db.all(
    k
      .selectFrom('print_out as x')
      .innerJoin('orders as o', 'o.id', 'x.order_id')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'x.order_id').onRef('v.version', '=', 'x.version'),
      )
      .innerJoin('patient as a', 'a.id', 'v.patient_id')
      .innerJoin('patient_version as w', (j) =>
        j.onRef('w.patient_id', '=', 'a.id').onRef('w.version', '=', 'a.version'),
      )
      .leftJoin('order_version as n', (j) =>
        j
          .onRef('n.order_id', '=', 'x.order_id')
          .on('n.version', '=', (eb) => eb('x.version', '+', 1) as never),
      )
      .leftJoin('signature as s', (j) =>
        j
          .onRef('s.subject_id', '=', 'x.order_id')
          .onRef('s.version', '=', 'x.version')
          .on('s.meaning', '=', 'release'),
      )
      .select(['x.id', 'x.order_id', 'x.version', 'x.kind', 'x.paper', 'x.copies', 'x.reprint', 'x.at'])
      .select([
        'o.number',
        'o.version as currentVersion',
        asOf('name', 'x.by_user', 'x.at').as('by'),
        'w.family',
        'w.given',
      ])
      .select((eb) => eb.fn.coalesce('n.at', 'o.updated_at').as('staleSince'))
      .select('s.id as released')
      .select((eb) => [
        'v.patient_id',
        eb
          .selectFrom('finding as f')
          .select((f) => f.fn.max('f.patient_version').as('seen'))
          .whereRef('f.order_id', '=', 'x.order_id')
          .whereRef('f.version', '=', 'x.version')
          .as('patientVersion'),
        eb
          .or([eb('x.version', '<', eb.ref('o.version')), eb('o.state', 'in', ['void', 'discontinued'])])
          .as('ended'),
      ])
      .where((eb) =>
        eb.or([
          eb('x.version', '<', eb.ref('o.version')),
          eb('o.state', 'in', ['void', 'discontinued']),
          eb.and([
            eb('o.state', '!=', 'completed'),
            eb.exists(
              eb
                .selectFrom('patient_merge_decision as d')
                .select('d.at')
                .whereRef('d.goes', '=', 'v.patient_id'),
            ),
          ]),
        ]),
      )
      .orderBy('x.at', 'desc'),
  );

/** The labels of a version: how many sets were asked for, what came of the job that printed them, and how many are gone. */
const labelsOfQuery = prepared((v: { orderId: string; version: number }) =>
  k
    .selectFrom('print_out as x')
    .leftJoin('print_job as j', 'j.print_out_id', 'x.id')
    .select(['x.id', 'x.copies', 'j.id as job', 'j.state'])
    .select(
      sql<number>`(SELECT cast(coalesce(sum(f.copies), 0) AS INTEGER) FROM print_out_fate f WHERE f.print_out_id = x.id)`.as(
        'gone',
      ),
    )
    .where('x.order_id', '=', v.orderId)
    .where('x.version', '=', v.version)
    .where('x.kind', '=', 'label')
    .orderBy('x.at')
    .orderBy('x.reprint'),
);
export const labelsOf = (db: Read, orderId: string, version: number) =>
  db.all(labelsOfQuery({ orderId, version }));

export const fatesOf = (db: Read, printOutId: string) =>
  db.all(
    k
      .selectFrom('print_out_fate as f')
      .selectAll('f')
      .select(asOf('name', 'f.by_user', 'f.at').as('by'))
      .where('f.print_out_id', '=', printOutId)
      .orderBy('f.at'),
  );
export const insertFate = (db: Write, row: FateRow): Promise<number> =>
  db.run(k.insertInto('print_out_fate').values(row));
