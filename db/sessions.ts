import { sql } from 'kysely';
import type { Read, Write } from './handle.ts';
import { soundTime } from './clock-doubts.ts';
import { activeAt, activeUsers, type UserRow } from './people.ts';
import { prepared } from './prepared.ts';
import { k, type NewRow, type Row } from './schema.ts';

/** Somebody at a window: the user, and when the window was last used or locked. */
export interface Seat {
  readonly id: string;
  readonly user: UserRow;
  readonly activeAt: string;
  readonly lockedAt: string | null;
  readonly pinTries: number;
  /** nothing is done here before a second factor is set up */
  readonly enrols: boolean;
}

const openSession = prepared((v: { keyHash: string }) =>
  k.selectFrom('session').selectAll().where('key_hash', '=', v.keyHash).where('ended_at', 'is', null),
);
const activeUser = prepared((v: { id: string; begun: string; now: string }) =>
  activeUsers(v).where('id', '=', v.id),
);

/** Who is signed in under a key, if still active. */
export async function seatOf(db: Read, keyHash: string, now: string): Promise<Seat | undefined> {
  const session = await db.one(openSession({ keyHash }));
  const user =
    session && (await db.one(activeUser({ id: session.user_id, ...activeAt(await soundTime(db, now)) })));
  return (
    user && {
      id: session.id,
      user,
      activeAt: session.active_at,
      lockedAt: session.locked_at,
      pinTries: session.pin_tries,
      enrols: session.enrols === 1,
    }
  );
}

export const insertSession = (db: Write, row: NewRow<'session'>): Promise<number> =>
  db.run(k.insertInto('session').values(row));

const touched = prepared((v: { keyHash: string; at: string }) =>
  k
    .updateTable('session')
    .set({ active_at: v.at })
    .where('key_hash', '=', v.keyHash)
    .where('ended_at', 'is', null),
);
export const touchSession = (db: Write, keyHash: string, at: string): Promise<number> =>
  db.run(touched({ keyHash, at }));

type State = Partial<Pick<Row<'session'>, 'active_at' | 'locked_at' | 'pin_tries' | 'ended_at' | 'enrols'>>;
export const setSession = (db: Write, keyHash: string, change: State): Promise<number> =>
  db.run(k.updateTable('session').set(change).where('key_hash', '=', keyHash).where('ended_at', 'is', null));
export const endSession = (db: Write, keyHash: string, at: string): Promise<number> =>
  setSession(db, keyHash, { ended_at: at });

/** Ends what a person has open, at every window or at every other one. */
export function endSessionsOf(db: Write, userId: string, at: string, besides = ''): Promise<number> {
  return db.run(
    k
      .updateTable('session')
      .set({ ended_at: at })
      .where('user_id', '=', userId)
      .where('key_hash', '!=', besides)
      .where('ended_at', 'is', null),
  );
}
/** Ends what is open at a station. */
export const endSessionsAt = (db: Write, station: string, at: string): Promise<number> =>
  db.run(
    k
      .updateTable('session')
      .set({ ended_at: at })
      .where('station', '=', station)
      .where('ended_at', 'is', null),
  );
const sittings = prepared(() =>
  k
    .selectFrom('session')
    .select(sql<number>`count(*)`.as('n'))
    .where('ended_at', 'is', null),
);
/** How many sittings go on. */
export const openSittings = async (db: Read): Promise<number> => (await db.one(sittings({})))?.n ?? 0;

const openAt = prepared(() =>
  k.selectFrom('session').select('host').distinct().where('ended_at', 'is', null),
);
/** The hosts at which somebody sits. */
export const hostsSatAt = async (db: Read): Promise<string[]> =>
  (await db.all(openAt({}))).map(({ host }) => host);

/** Ends what is open at these hosts. */
export const endSessionsOfHosts = (db: Write, hosts: readonly string[], at: string): Promise<number> =>
  db.run(
    k.updateTable('session').set({ ended_at: at }).where('host', 'in', hosts).where('ended_at', 'is', null),
  );
export const endAllSessions = (db: Write, at: string): Promise<number> =>
  db.run(k.updateTable('session').set({ ended_at: at }).where('ended_at', 'is', null));
