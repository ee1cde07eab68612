import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row } from './schema.ts';

type OpenOrder = Row<'open_order'>;
type Window = Pick<OpenOrder, 'session_id' | 'window_id'>;

const ofWindow = prepared((v: { session: string; window: string }) =>
  k
    .selectFrom('open_order')
    .selectAll()
    .where('session_id', '=', v.session)
    .where('window_id', '=', v.window),
);
export const openIn = (db: Read, { session_id, window_id }: Window): Promise<OpenOrder | undefined> =>
  db.one(ofWindow({ session: session_id, window: window_id }));

const windows = prepared((v: { after: string }) =>
  k
    .selectFrom('open_order as o')
    .innerJoin('session as s', 's.id', 'o.session_id')
    .innerJoin('user as u', 'u.id', 's.user_id')
    .select([
      'o.order_ref as order',
      'o.session_id as seat',
      'u.id as user',
      'u.name',
      's.station',
      'o.since',
      'o.seen_at as seen',
    ])
    .where('o.seen_at', '>', v.after)
    .where('s.ended_at', 'is', null)
    .orderBy('o.since')
    .limit(MOST_OPEN),
);
/** House rule: of so many windows of a site it is said what they have open. */
const MOST_OPEN = 1_000;
/** The windows with an order open, in a sitting that goes on, that were seen after an instant; the first of them first. */
export const openWindows = (db: Read, after: string) => db.all(windows({ after }));
export type OpenWindow = Awaited<ReturnType<typeof openWindows>>[number];

/** `before`: windows that were seen last before this are gone; of one sitting no more than `most` are kept. */
export async function noteOpen(db: Write, row: OpenOrder, before: string, most: number): Promise<void> {
  await noteLeft(db, row);
  await db.run(k.deleteFrom('open_order').where('seen_at', '<', before));
  const own = await db.all(
    k
      .selectFrom('open_order')
      .select(['session_id', 'window_id'])
      .where('session_id', '=', row.session_id)
      .orderBy('seen_at', 'desc'),
  );
  for (const window of own.slice(most - 1)) await noteLeft(db, window);
  await db.run(k.insertInto('open_order').values(row));
}

export const noteLeft = (db: Write, { session_id, window_id }: Window): Promise<number> =>
  db.run(k.deleteFrom('open_order').where('session_id', '=', session_id).where('window_id', '=', window_id));
