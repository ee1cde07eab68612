import { sql } from 'kysely';
import type { EventFilter } from './event-log.ts';
import type { Read, Write } from './handle.ts';
import { k, type NewRow, type Row } from './schema.ts';

/** House rule: so many lines of who looked are kept; a busy pharmacy writes some thousands a day. */
const MOST = 1_000_000;

export async function insertLook(db: Write, line: NewRow<'look'>, most = MOST): Promise<void> {
  await db.run(k.insertInto('look').values(line));
  await db.run(k.deleteFrom('look').where('seq', '<=', sql<number>`(select max(seq) from look) - ${most}`));
}

type LookFilter = Pick<EventFilter, 'user' | 'from' | 'to'>;

function looks({ user, from, to }: LookFilter) {
  let query = k.selectFrom('look');
  if (user !== undefined) query = query.where('user', '=', user);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  return query;
}

export const countLooks = async (db: Read, f: LookFilter): Promise<number> =>
  (await db.one(looks(f).select((e) => e.fn.countAll<number>().as('n'))))?.n ?? 0;

/** In the order in which they were written, after a number. */
export const looksAfter = (db: Read, f: LookFilter, after: number, limit: number): Promise<Row<'look'>[]> =>
  db.all(looks(f).selectAll().where('seq', '>', after).orderBy('seq').limit(limit));
