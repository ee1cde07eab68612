import type { Read, Write } from './handle.ts';
import { asOf } from './people.ts';
import { k, type Row } from './schema.ts';

export const insertWaste = (db: Write, row: Row<'waste'>): Promise<number> =>
  db.run(k.insertInto('waste').values(row));

/** What was wasted of an order, in the order in which it was. */
export const wasteOf = (db: Read, orderId: string) =>
  db.all(
    k
      .selectFrom('waste as w')
      .select(['w.id', 'w.drug', 'w.lot', 'w.amount', 'w.reason', 'w.words', 'w.at', 'w.version'])
      .select([
        asOf('name', 'w.by_user', 'w.at').as('by'),
        asOf('name', 'w.witness', 'w.at').as('witnessName'),
      ])
      .where('w.order_id', '=', orderId)
      .orderBy('w.at')
      .orderBy('w.id'),
  );

/** The rows themselves, of one version. */
export const wasteRows = (db: Read, orderId: string, version: number): Promise<Row<'waste'>[]> =>
  db.all(k.selectFrom('waste').selectAll().where('order_id', '=', orderId).where('version', '=', version));
