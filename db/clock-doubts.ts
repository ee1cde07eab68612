import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

export type ClockDoubtRow = Row<'clock_doubt'>;

const openQuery = prepared(() => k.selectFrom('clock_doubt').selectAll().where('settled_at', 'is', null));
/** The doubt about this machine's clock that nobody has settled yet. */
export const openDoubt = (db: Read): Promise<ClockDoubtRow | undefined> => db.one(openQuery({}));

export const insertDoubt = (db: Write, row: ClockDoubtRow): Promise<number> =>
  db.run(k.insertInto('clock_doubt').values(row));

export const settleDoubt = (db: Write, id: string, at: string, by: string | null): Promise<number> =>
  db.run(k.updateTable('clock_doubt').set({ settled_at: at, settled_by: by }).where('id', '=', id));

/** By what people, passwords and rules that are to come are judged: while the clock is in doubt, the last time that was not. */
export const soundTime = async (db: Read, now: string): Promise<string> =>
  (await openDoubt(db))?.trusted ?? now;
