import type { Read, Write } from './handle.ts';
import { k, type Row } from './schema.ts';

export const insertWaste = (db: Write, row: Row<'waste'>): number =>
  db.run(k.insertInto('waste').values(row));

/** What was wasted of an order, in the order in which it was. */
export const wasteOf = (db: Read, orderId: string) =>
  db.all(
    k
      .selectFrom('waste as w')
      .innerJoin('user as u', 'u.id', 'w.by_user')
      .innerJoin('user as v', 'v.id', 'w.witness')
      .select(['w.id', 'w.drug', 'w.lot', 'w.amount', 'w.reason', 'w.words', 'w.at', 'w.version'])
      .select(['u.name as by', 'v.name as witnessName'])
      .where('w.order_id', '=', orderId)
      .orderBy('w.at')
      .orderBy('w.id'),
  );
