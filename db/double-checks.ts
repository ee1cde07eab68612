import type { Read, Write } from './handle.ts';
import { asOf } from './people.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

export const askDoubleCheck = (db: Write, row: Row<'double_check_asked'>): Promise<number> =>
  db.run(
    k
      .insertInto('double_check_asked')
      .values(row)
      .onConflict((c) => c.doNothing()),
  );
/** Every submitted order as its current version was entered. */
export const submittedContents = (db: Read) =>
  db.all(
    k
      .selectFrom('orders as o')
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'o.id').onRef('v.version', '=', 'o.version'),
      )
      .select(['o.id', 'o.version', 'v.content'])
      .where('o.state', '=', 'submitted'),
  );
const askedQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('double_check_asked')
    .select('at')
    .where('order_id', '=', v.id)
    .where('version', '=', v.version),
);
export const doubleCheckAsked = async (db: Read, id: string, version: number): Promise<boolean> =>
  (await db.one(askedQuery({ id, version }))) !== undefined;

export const insertDoubleCheck = (db: Write, row: Row<'double_check'>): Promise<number> =>
  db.run(k.insertInto('double_check').values(row));
const checksQuery = prepared((v: { id: string; version: number }) =>
  k
    .selectFrom('double_check as c')
    .selectAll('c')
    .select(asOf('name', 'c.by_user', 'c.at').as('by'))
    .where('c.order_id', '=', v.id)
    .where('c.version', '=', v.version)
    .orderBy('c.seq'),
);
/** Double checks of an order version, the first first. The last one counts. */
export const doubleChecksOf = (db: Read, id: string, version: number) => db.all(checksQuery({ id, version }));

const authorsQuery = prepared((v: { id: string }) =>
  k.selectFrom('order_version').select('by_user').distinct().where('order_id', '=', v.id),
);
/** Everybody who entered some version of an order: none of them is blind to it. */
export const authorsOf = async (db: Read, id: string): Promise<string[]> =>
  (await db.all(authorsQuery({ id }))).map((r) => r.by_user);

/** Submitted orders whose current version asks for a double check, the oldest first. Without what was entered. */
export const ordersToDoubleCheck = (db: Read) =>
  db.all(
    k
      .selectFrom('double_check_asked as a')
      .innerJoin('orders as o', (j) =>
        j.onRef('o.id', '=', 'a.order_id').onRef('o.version', '=', 'a.version'),
      )
      .innerJoin('order_version as v', (j) =>
        j.onRef('v.order_id', '=', 'a.order_id').onRef('v.version', '=', 'a.version'),
      )
      .innerJoin('patient as p', 'p.id', 'v.patient_id')
      .innerJoin('patient_version as w', (j) =>
        j.onRef('w.patient_id', '=', 'p.id').onRef('w.version', '=', 'p.version'),
      )
      .innerJoin('prescriber as d', 'd.id', 'v.prescriber_id')
      .innerJoin('prescriber_version as e', (j) =>
        j.onRef('e.prescriber_id', '=', 'd.id').onRef('e.version', '=', 'd.version'),
      )
      .select(['o.id', 'o.number', 'o.version', 'v.rx', 'v.at', 'w.family', 'w.given', 'w.birth_date'])
      .select(['e.content as prescriber', 'e.prescriber_id', 'e.version as prescriber_version'])
      .where('o.state', '=', 'submitted')
      .orderBy('a.at'),
  );
