import type { LogFilter } from '../../bridge/records.ts';
import type { EventFilter } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { orderNamed } from '../../db/orders.ts';

export const utc = (instant: string | undefined) =>
  instant === undefined ? undefined : new Date(instant).toISOString();

/** A person names an order by its number; instants compare as text in UTC. */
export async function filterOf(db: Read, f: LogFilter): Promise<EventFilter> {
  const order = f.order === undefined ? undefined : ((await orderNamed(db, f.order)) ?? f.order);
  return { ...f, order, from: utc(f.from), to: utc(f.to) };
}
