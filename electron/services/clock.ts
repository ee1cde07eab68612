import * as z from 'zod';
import { keptValue } from '../../db/kept.ts';
import { insertDoubt, openDoubt, settleDoubt, type ClockDoubtRow } from '../../db/clock-doubts.ts';
import { appendEvent, eventAt, headOf } from '../../db/event-log.ts';
import type { Read, Write } from '../../db/handle.ts';
import type { Store } from '../../db/open.ts';
import { CLOCK_SLACK_MS, listUsers, setUser } from '../../db/people.ts';
import { issue, Refused } from '../../engine/number/result.ts';

/** House rule: no pharmacy is closed for so long that nobody signs in. */
const AHEAD_MS = 31 * 86_400_000;

/** Does an instant fit the last one that is certain? */
function doubtOf(trusted: string, now: string): 'behind' | 'ahead' | null {
  const passed = Date.parse(now) - Date.parse(trusted);
  return passed < -CLOCK_SLACK_MS ? 'behind' : passed > AHEAD_MS ? 'ahead' : null;
}

/**
 * At a start and at each sign-in: holds the clock of this machine against the log. One that is before its last event, or
 * far after it, is written down, and is in doubt until a supervisor confirms it, or it is put right.
 */
export function watchClock(store: Store, now: string, id: () => string): void {
  if (store.readonly) return;
  const found = store.read((db) => lookAt(db, now));
  if (found === null) return;
  store.write((db) => {
    const by = { at: now, user: '-', station: '-', subject: 'clock', subjectId: '-' };
    if ('open' in found) {
      settleDoubt(db, found.open.id, now, null);
      appendEvent(db, { ...by, command: 'clock.right', change: { trusted: found.open.trusted, found: now } });
    } else {
      insertDoubt(db, { ...found.doubt, id: id(), found: now, settled_at: null, settled_by: null });
      appendEvent(db, { ...by, command: 'clock.doubt', change: { ...found.doubt, found: now } });
    }
  });
}

type Found = { readonly open: ClockDoubtRow } | { readonly doubt: Pick<ClockDoubtRow, 'why' | 'trusted'> };

function lookAt(db: Read, now: string): Found | null {
  const open = openDoubt(db);
  if (open) return doubtOf(open.trusted, now) === null ? { open } : null;
  const trusted = eventAt(db, headOf(db).seq)?.at;
  const why = trusted === undefined ? null : doubtOf(trusted, now);
  return trusted === undefined || why === null ? null : { doubt: { why, trusted } };
}

const why = z.enum(['behind', 'ahead']);

interface ClockView {
  readonly why: z.infer<typeof why>;
  readonly trusted: string;
  readonly found: string;
}

function doubtIn(db: Read): ClockView | null {
  const open = openDoubt(db);
  return open
    ? { why: keptValue(why, open.why, 'clock_doubt', open.id), trusted: open.trusted, found: open.found }
    : null;
}

/** What stands in doubt, and what the clock says now. */
export function clockView(db: Read, now: string) {
  const doubt = doubtIn(db);
  return doubt && { why: doubt.why, trusted: doubt.trusted, now };
}

export const isInDoubt = (db: Read): boolean => openDoubt(db) !== undefined;

export const NOT_IN_DOUBT = 'a clock that does not fit the log';

/**
 * A supervisor says that the clock is right. Answers what was in doubt. Where that is a time before what the log says, the
 * times of people that lie between were given by a clock that was ahead: who works here works here, and who left has left.
 */
export function confirmClock(db: Write, now: string, by: string): ClockView {
  const open = openDoubt(db);
  if (!open) throw new Refused(issue('clock-not-in-doubt', null, NOT_IN_DOUBT));
  settleDoubt(db, open.id, now, by);
  const between = (at: string | null) => at !== null && at > now && at <= open.trusted;
  for (const { id, active_from, active_to } of listUsers(db))
    if (between(active_from) || between(active_to))
      setUser(
        db,
        id,
        {
          active_from: between(active_from) ? now : active_from,
          active_to: between(active_to) ? now : active_to,
        },
        now,
      );
  return { why: keptValue(why, open.why, 'clock_doubt', open.id), trusted: open.trusted, found: open.found };
}

/** Refuses what a wrong clock would make wrong for good: a date on a label, the time from which or until which somebody works here. */
export function refuseDoubtful(db: Read): void {
  const open = openDoubt(db);
  if (open)
    throw new Refused(
      issue(
        'clock-in-doubt',
        open.found,
        `a clock that a supervisor has confirmed: the last entry in the log is of ${open.trusted}`,
      ),
    );
}
