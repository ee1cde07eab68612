import type { Parsed, Output } from '../../bridge/contract.ts';
import { diskFault } from '../../db/disk-fault.ts';
import { headOf, type Head } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { noteLeft, noteOpen, openIn, openWindows, type OpenWindow } from '../../db/open-orders.ts';
import type { ReadCall } from './call.ts';

/** House rules: a window that shows an order is noted so often, and is gone when it was not seen for so long. */
const NOTED_MS = 20_000;
const GONE_MS = 90_000;
/** House rule: windows of one sitting with an order open. */
const WINDOWS = 16;

const before = (now: string, ms: number): string => new Date(Date.parse(now) - ms).toISOString();

/** Notes which order a window shows, where that is news. Where nothing can be stored, it is read all the same. */
export async function noteWindow(
  { context: { store }, seat, now }: ReadCall,
  { order, window }: Parsed<'live.look'>,
): Promise<void> {
  if (seat === null || store.readonly) return;
  const own = { session_id: seat, window_id: window };
  const isNews = async (db: Read) => {
    const noted = await openIn(db, own);
    if (order === null) return noted !== undefined;
    return noted?.order_ref !== order || noted.seen_at < before(now, NOTED_MS);
  };
  if (!(await store.read(isNews))) return;
  try {
    await store.write(async (db) => {
      if (order === null) return await noteLeft(db, own);
      const noted = await openIn(db, own);
      const since = noted?.order_ref === order ? noted.since : now;
      return await noteOpen(
        db,
        { ...own, order_ref: order, since, seen_at: now },
        before(now, GONE_MS),
        WINDOWS,
      );
    });
  } catch (error) {
    if (diskFault(error) === undefined) throw error;
  }
}

/** House rules: of one order few are named, of a worklist more. */
const MOST_AT_ORDER = 5;
const MOST_ANYWHERE = 200;

/** The windows that were seen last before this are gone. */
export const goneBefore = (now: string): string => before(now, GONE_MS);

/** The end of the log, and who else has the order open; of a worklist, who has which. */
export function liveOf(
  { head, windows }: { readonly head: Head; readonly windows: readonly OpenWindow[] },
  { order, work }: Parsed<'live.look'>,
  by: { readonly seat: string | null; readonly user: string; readonly now: string },
): Output<'live.look'> {
  const after = goneBefore(by.now);
  const others = new Map<string, Output<'live.look'>['others'][number]>();
  // The windows come in the order in which they were opened: the first of one person at one station says since when.
  for (const w of windows) {
    const isAsked = order === null ? work : w.order === order;
    const key = JSON.stringify([w.order, w.user, w.station]);
    if (!isAsked || w.seat === by.seat || w.seen <= after || others.has(key)) continue;
    others.set(key, {
      order: w.order,
      name: w.name,
      own: w.user === by.user,
      station: w.station,
      since: w.since,
    });
  }
  return {
    seq: head.seq,
    others: [...others.values()].slice(0, order === null ? MOST_ANYWHERE : MOST_AT_ORDER),
  };
}

/** The same of a look of its own. */
export const liveNow = async (
  { db, seat, user, now }: ReadCall,
  input: Parsed<'live.look'>,
): Promise<Output<'live.look'>> =>
  liveOf({ head: await headOf(db), windows: await openWindows(db, goneBefore(now)) }, input, {
    seat,
    user: user.id,
    now,
  });
