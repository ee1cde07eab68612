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
export function isLocked(db: Read, seat: Seat, now: string): boolean {
  return seat.lockedAt !== null || elapsed(seat.activeAt, now) >= policyIn(db).settings.idleMinutes * 60_000;
}

/**
 * Before each command: notes that somebody is there, locks a window that was left, ends one that was left long ago.
 * A window's own polling is no activity.
 */
export function attend(context: Context, session: HostSession, name: Command, now: string): void {
  const key = sha256(session.key);
  const { store } = context;
  const found = store.read((db) => {
    const seat = seatOf(db, key, now);
    return seat && { seat, locked: isLocked(db, seat, now) };
  });
  if (!found) return;
  const { seat, locked } = found;
  if (seat.lockedAt !== null && elapsed(seat.lockedAt, now) >= LOCKED_FOR_MS)
    store.write((db) => {
      endSession(db, key, now);
      appendEvent(db, idle(session, seat, now, 'session.end'));
    });
  else if (locked && seat.lockedAt === null)
    store.write((db) => {
      setSession(db, key, { locked_at: now });
      appendEvent(db, idle(session, seat, now, 'session.lock'));
    });
  else if (!locked && !PASSIVE.has(name) && Math.abs(elapsed(seat.activeAt, now)) >= GRAIN_MS)
    note(context, key, now);
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
function note({ store }: Context, key: string, now: string): void {
  try {
    store.write((db) => touchSession(db, key, now));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^SQLITE_(FULL|READONLY|IOERR)/.test(code)) throw error;
  }
}
