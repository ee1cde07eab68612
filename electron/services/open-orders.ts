import type { Parsed, Output } from '../../bridge/contract.ts';
import { diskFault } from '../../db/disk-fault.ts';
import { headOf } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { noteLeft, noteOpen, openIn, othersAnywhere, othersAt } from '../../db/open-orders.ts';
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

/** The end of the log, and who else has the order open; of a worklist, who has which. */
export async function liveNow(
  { db, seat, user, now }: ReadCall,
  { order, work }: Parsed<'live.look'>,
): Promise<Output<'live.look'>> {
  const who = { session: seat ?? '', after: before(now, GONE_MS) };
  const open =
    order !== null ? await othersAt(db, { order, ...who }) : work ? await othersAnywhere(db, who) : [];
  return {
    seq: (await headOf(db)).seq,
    others: open.map((o) => ({
      order: o.order,
      name: o.name,
      own: o.user === user.id,
      station: o.station,
      since: o.since,
    })),
  };
}
