import { sql } from 'kysely';
import * as z from 'zod';
import { listEvents } from './event-log.ts';
import type { Read } from './handle.ts';
import { kept } from './kept.ts';
import { k } from './schema.ts';

/** The last numbers that stand on a paper: of an order, and of a lot on one day (YYMMDD). */
export const issued = z.strictObject({
  order: z.number().int(),
  lot: z.strictObject({ day: z.string(), number: z.number().int() }),
});
export type Issued = z.infer<typeof issued>;

const restored = z.looseObject({ issued: issued.optional() });

/** What had been issued when the data file was last restored: the restored one does not hold all of it. */
async function issuedBefore(db: Read): Promise<Issued | null> {
  const event = (await listEvents(db, { command: 'backup.restore' }, null, 1))[0];
  return event ? (kept(restored, event.change, 'event', event.seq).issued ?? null) : null;
}

export async function lastOrderSeq(db: Read): Promise<number> {
  const last =
    (await db.one(k.selectFrom('orders').select(sql<number>`coalesce(max(seq), 0)`.as('last'))))?.last ?? 0;
  return Math.max(last, (await issuedBefore(db))?.order ?? 0);
}

/** The number of the last lot of a day, YYMMDD; zero where there is none. */
export async function lastLotOfDay(db: Read, day: string): Promise<number> {
  const number = sql<number>`coalesce(max(cast(substr(lot, ${day.length + 2}) as integer)), 0)`;
  const lots = k.selectFrom('preparation').where('lot', '>=', `${day}-`).where('lot', '<', `${day}.`);
  const last = (await db.one(lots.select(number.as('last'))))?.last ?? 0;
  const before = (await issuedBefore(db))?.lot;
  return Math.max(last, before?.day === day ? before.number : 0);
}

/** What the next order and the next lot of a day come after. */
export const issuedIn = async (db: Read, day: string): Promise<Issued> => ({
  order: await lastOrderSeq(db),
  lot: { day, number: await lastLotOfDay(db, day) },
});
