import { PASSIVE, type Command } from '../../bridge/contract.ts';
import { sha256 } from '../../db/canonical.ts';
import { appendEvent } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { endSession, seatOf, setSession, touchSession, type Seat } from '../../db/sessions.ts';
import type { Context } from './context.ts';
import type { HostSession } from './call.ts';
import { policyIn } from './policy.ts';

/** House rule: activity is stored at most this often, so that reading stays reading. */
const GRAIN_MS = 10_000;
/** House rule: a PIN is short; after a night only the password brings a person back. */
const LOCKED_FOR_MS = 12 * 3_600_000;

const elapsed = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/** Locked by hand, or idle for as long as the site allows: derived, so that it holds even if nothing can be stored. */
export async function isLocked(db: Read, seat: Seat, now: string): Promise<boolean> {
  return (
    seat.lockedAt !== null ||
    elapsed(seat.activeAt, now) >= (await policyIn(db)).settings.idleMinutes * 60_000
  );
}

/**
 * Before each command: notes that somebody is there, locks a window that was left, ends one that was left long ago.
 * A window's own polling is no activity.
 */
export async function attend(
  context: Context,
  session: HostSession,
  name: Command,
  now: string,
): Promise<void> {
  const key = sha256(session.key);
  const { store } = context;
  const left = async (db: Read) => {
    const seat = await seatOf(db, key, now);
    if (seat === undefined) return undefined;
    const locked = await isLocked(db, seat, now);
    const ends = seat.lockedAt !== null && elapsed(seat.lockedAt, now) >= LOCKED_FOR_MS;
    return { seat, locked, ends, locks: locked && seat.lockedAt === null };
  };
  const found = await store.read(left);
  if (!found) return;
  const { seat, locked } = found;
  if (found.ends || found.locks)
    await store.write(async (db) => {
      // Once more, inside: of two commands of one window the other may have locked or ended it meanwhile.
      const still = await left(db);
      if (still?.ends) await endSession(db, key, now);
      else if (still?.locks) await setSession(db, key, { locked_at: now });
      else return;
      await appendEvent(db, idle(session, still.seat, now, still.ends ? 'session.end' : 'session.lock'));
    });
  else if (!locked && !PASSIVE.has(name) && Math.abs(elapsed(seat.activeAt, now)) >= GRAIN_MS)
    await note(context, key, now);
}

const idle = (session: HostSession, { user }: Seat, at: string, command: string) => ({
  at,
  user: user.username,
  station: session.station,
  command,
  subject: 'user',
  subjectId: user.id,
  change: {},
  reason: 'idle',
});

/** A full disk must not keep anybody from reading: then the window only locks earlier. */
async function note({ store }: Context, key: string, now: string): Promise<void> {
  try {
    await store.write((db) => touchSession(db, key, now));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^SQLITE_(FULL|READONLY|IOERR)/.test(code)) throw error;
  }
}
