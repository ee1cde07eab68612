import type { Read, Write } from './handle.ts';
import { k, type Row } from './schema.ts';

/** The key with which this site signs its library; undefined until it was made. */
export const signingKey = (db: Read): Promise<Row<'signing_key'> | undefined> =>
  db.one(k.selectFrom('signing_key').selectAll());
export const insertSigningKey = (db: Write, row: Row<'signing_key'>): Promise<number> =>
  db.run(k.insertInto('signing_key').values(row));
