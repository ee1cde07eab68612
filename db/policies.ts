import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

const latest = prepared(() => k.selectFrom('policy').selectAll().orderBy('version', 'desc').limit(1));
export const policyNow = (db: Read): Promise<Row<'policy'> | undefined> => db.one(latest({}));
export const insertPolicy = (db: Write, row: Row<'policy'>): Promise<number> =>
  db.run(k.insertInto('policy').values(row));
