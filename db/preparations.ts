import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { asOf } from './people.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

type PreparationRow = Row<'preparation'>;
type ReleaseCodeRow = Row<'release_code'>;
type PrintOutRow = Row<'print_out'>;

const preparationOfQuery = prepared((v: { orderId: string; version: number }) =>
  k
    .selectFrom('preparation as p')
    .leftJoin('preparation_record as r', 'r.preparation_id', 'p.id')
    .select([
      'p.id',
      'p.lot',
      'p.by_user as startedById',
      asOf('name', 'p.by_user', 'p.at').as('startedBy'),
      'p.at as startedAt',
    ])
    .select([
      'r.by_user as compoundedById',
      asOf<string | null>('name', 'r.by_user', 'r.at').as('compoundedBy'),
      'r.at as compoundedAt',
      'r.content',
    ])
    .where('p.order_id', '=', v.orderId)
    .where('p.version', '=', v.version),
);
export const preparationOf = (db: Read, orderId: string, version: number) =>
  db.one(preparationOfQuery({ orderId, version }));
export const insertPreparation = (db: Write, row: PreparationRow): Promise<number> =>
  db.run(k.insertInto('preparation').values(row));
export const insertPreparationRecord = (db: Write, row: Row<'preparation_record'>): Promise<number> =>
  db.run(k.insertInto('preparation_record').values(row));

const madeResolutionsQuery = prepared((v: { orderId: string; version: number }) =>
  k
    .selectFrom('made_resolution as r')
    .selectAll('r')
    .select(asOf('name', 'r.by_user', 'r.at').as('by'))
    .where('r.order_id', '=', v.orderId)
    .where('r.version', '=', v.version)
    .orderBy('r.at')
    .orderBy('r.key')
    .orderBy('r.position'),
);
/** What was said of the findings that came up once a container was made. */
export const madeResolutionsOf = (db: Read, orderId: string, version: number) =>
  db.all(madeResolutionsQuery({ orderId, version }));
export const insertMadeResolution = (db: Write, row: Row<'made_resolution'>): Promise<number> =>
  db.run(k.insertInto('made_resolution').values(row));

const currentCodeQuery = prepared((v: { orderId: string }) =>
  k
    .selectFrom('release_code')
    .selectAll()
    .where('order_id', '=', v.orderId)
    .where('superseded_at', 'is', null),
);
export const currentCode = (db: Read, orderId: string): Promise<ReleaseCodeRow | undefined> =>
  db.one(currentCodeQuery({ orderId }));
export const codeRow = (db: Read, code: string) =>
  db.one(
    k
      .selectFrom('release_code as c')
      .innerJoin('orders as o', 'o.id', 'c.order_id')
      .innerJoin('preparation as p', 'p.id', 'c.preparation_id')
      .innerJoin('preparation_record as r', 'r.preparation_id', 'c.preparation_id')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'c.order_id').onRef('v.version', '=', 'c.version'),
      )
      .select(['r.content as preparation', 'v.content'])
      .select([
        'c.code',
        'c.order_id',
        'c.version',
        'c.preparation_id',
        'c.superseded_at',
        'c.at',
        asOf('name', 'c.by_user', 'c.at').as('by'),
      ])
      .select(['o.number', 'o.version as currentVersion', 'o.state', 'p.lot'])
      .where('c.code', '=', code),
  );
/** The code that a version was given, whether or not it still counts. */
export const codeOfVersion = (
  db: Read,
  orderId: string,
  version: number,
): Promise<ReleaseCodeRow | undefined> =>
  db.one(
    k.selectFrom('release_code').selectAll().where('order_id', '=', orderId).where('version', '=', version),
  );
export const insertCode = (db: Write, row: ReleaseCodeRow): Promise<number> =>
  db.run(k.insertInto('release_code').values(row));
export const supersedeCode = (db: Write, orderId: string, at: string): Promise<number> =>
  db.run(
    k
      .updateTable('release_code')
      .set({ superseded_at: at })
      .where('order_id', '=', orderId)
      .where('superseded_at', 'is', null),
  );

const printOutsOfQuery = prepared((v: { orderId: string }) =>
  k
    .selectFrom('print_out as x')
    .selectAll('x')
    .select(asOf('name', 'x.by_user', 'x.at').as('by'))
    .where('x.order_id', '=', v.orderId)
    .orderBy('x.at')
    .orderBy('x.reprint'),
);
export const printOutsOf = (db: Read, orderId: string) => db.all(printOutsOfQuery({ orderId }));
export const printsOf = async (db: Read, orderId: string, version: number, kind: string): Promise<number> =>
  (
    await db.one(
      k
        .selectFrom('print_out')
        .select(sql<number>`count(*)`.as('n'))
        .where('order_id', '=', orderId)
        .where('version', '=', version)
        .where('kind', '=', kind),
    )
  )?.n ?? 0;
export const insertPrintOut = (db: Write, row: PrintOutRow): Promise<number> =>
  db.run(k.insertInto('print_out').values(row));
