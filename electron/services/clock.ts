import { uptime } from 'node:os';
import * as z from 'zod';
import { keptValue } from '../../db/kept.ts';
import { diskFault } from '../../db/disk-fault.ts';
import { insertDoubt, openDoubt, settleDoubt, type ClockDoubtRow } from '../../db/clock-doubts.ts';
import { appendEvent, eventAt, headOf } from '../../db/event-log.ts';
import type { Read, Write } from '../../db/handle.ts';
import type { Store } from '../../db/open.ts';
import { alteredTable } from '../../db/intact.ts';
import { alteredIssue } from '../../db/row-digests.ts';
import { CLOCK_SLACK_MS, listUsers, setUser } from '../../db/people.ts';
import { issue, Refused } from '../../engine/number/result.ts';

/** House rule: no pharmacy is closed for so long that nobody signs in. */
const AHEAD_MS = 31 * 86_400_000;

/** Does an instant fit the last one that is certain? */
function doubtOf(trusted: string, now: string): 'behind' | 'ahead' | null {
  const passed = Date.parse(now) - Date.parse(trusted);
  return passed < -CLOCK_SLACK_MS ? 'behind' : passed > AHEAD_MS ? 'ahead' : null;
}

/** What is asked of the clock's watch: more is looked at where more would come of a wrong time. */
type Moment = 'start' | 'sign-in' | 'read' | 'write';

/** Milliseconds since this machine was started, its sleep among them: setting the clock does not change it. */
export const sinceBoot = (): number => uptime() * 1_000;

interface Watched {
  readonly store: Store;
  /** as `sinceBoot`; null where there is none */
  readonly count: (() => number) | null;
  readonly id: () => string;
}

/** A time that was certain, with the count of that moment. */
interface Certain {
  readonly at: number;
  readonly count: number;
}

/**
 * Holds the clock of this machine against the log, and against how far the count since its start has gone since the last
 * look: one that was set while people work is found by the next command, whatever it is. What does not fit is written down,
 * and is in doubt until a supervisor confirms the time, or it is put right.
 */
export function watchClock({ store, count, id }: Watched): (now: string, moment: Moment) => Promise<void> {
  /** the last look at which the clock was certain; null after a start, or a log, that it did not fit */
  let last: Certain | null = null;
  let isDoubted = false;

  // One after another: what one look finds is what the next one stands on, and no doubt is written down twice.
  let looks: Promise<unknown> = Promise.resolve();
  return async (now, moment) => {
    const turn = looks.then(() => look(now, moment));
    looks = turn.catch(() => undefined);
    await turn;
  };

  async function look(now: string, moment: Moment): Promise<void> {
    if (store.readonly) return;
    const here = count === null ? null : { at: Date.parse(now), count: count() };
    const jump = last === null || here === null ? 0 : here.at - last.at - (here.count - last.count);
    const hasJumped = Math.abs(jump) > CLOCK_SLACK_MS;
    // Nothing is asked of the data file by what only reads, as long as all is well.
    if (moment === 'read' && !isDoubted && !hasJumped) {
      last = here;
      return;
    }
    const open = await store.read(openDoubt);
    // Another host's clock is put right there: that this one fits says nothing of it.
    if (open !== undefined && !isOwn(store, open)) return;
    if (open !== undefined) {
      isDoubted = true;
      if (last === null ? !isPutRight(open, now) : hasJumped) return;
      if (!(await settle(open, now, moment))) return;
    } else if (!isDoubted) {
      // Otherwise a supervisor has confirmed it since: from here on it is certain.
      const byLog = hasJumped ? null : await store.read((db) => againstLog(db, now, moment));
      const doubt =
        hasJumped && last !== null
          ? { why: jump > 0 ? 'ahead' : 'behind', trusted: new Date(last.at).toISOString() }
          : byLog;
      if (doubt !== null) {
        if (!(await raise(doubt, now, moment))) return;
        isDoubted = true;
        // The count has gone on as it should: it is no witness that the log is wrong.
        if (byLog !== null) last = null;
        return;
      }
    }
    isDoubted = false;
    last = here;
  }

  function raise(
    doubt: Pick<ClockDoubtRow, 'why' | 'trusted'>,
    now: string,
    moment: Moment,
  ): Promise<boolean> {
    return noted(moment, async (db) => {
      const open = { settled_at: null, settled_by: null, host: store.host === '' ? null : store.host };
      await insertDoubt(db, { ...doubt, id: id(), found: now, ...open });
      await appendEvent(db, { ...BY, at: now, command: 'clock.doubt', change: { ...doubt, found: now } });
    });
  }

  function settle(open: ClockDoubtRow, now: string, moment: Moment): Promise<boolean> {
    return noted(moment, async (db) => {
      await settleDoubt(db, open.id, now, null);
      await appendEvent(db, {
        ...BY,
        at: now,
        command: 'clock.right',
        change: { trusted: open.trusted, found: now },
      });
    });
  }

  /** A full disk must not keep anybody from reading: what changes something is refused by it anyway. */
  async function noted(moment: Moment, work: (db: Write) => Promise<void>): Promise<boolean> {
    try {
      await store.write(work);
      return true;
    } catch (error) {
      if (moment !== 'read' || diskFault(error) === undefined) throw error;
      return false;
    }
  }
}

const isOwn = ({ host }: Store, doubt: ClockDoubtRow): boolean => host === '' || doubt.host === host;

const BY = { user: '-', station: '-', subject: 'clock', subjectId: '-' };

/**
 * After a start, or a log that it did not fit, only the log tells whether a clock was put right. A time that is later than the one that was
 * found too late is not: nobody has set it back.
 */
const isPutRight = (open: ClockDoubtRow, now: string): boolean =>
  doubtOf(open.trusted, now) === null && !(open.why === 'ahead' && now >= open.found);

/** That a month went by says something only where nobody has watched: at a start and at a sign-in. */
async function againstLog(
  db: Read,
  now: string,
  moment: Moment,
): Promise<Pick<ClockDoubtRow, 'why' | 'trusted'> | null> {
  const trusted = (await eventAt(db, (await headOf(db)).seq))?.at;
  const found = trusted === undefined ? null : doubtOf(trusted, now);
  if (trusted === undefined || found === null) return null;
  return found === 'ahead' && moment === 'write' ? null : { why: found, trusted };
}

const why = z.enum(['behind', 'ahead']);

interface ClockView {
  readonly why: z.infer<typeof why>;
  readonly trusted: string;
  readonly found: string;
}

/** How the clock does not fit as it is now: it may have been set again since the doubt was written down. */
const whyNow = (open: ClockDoubtRow, now: string): z.infer<typeof why> =>
  doubtOf(open.trusted, now) ?? keptValue(why, open.why, 'clock_doubt', open.id);

/** What stands in doubt, and what the clock says now. */
export async function clockView(db: Read, now: string) {
  const open = await openDoubt(db);
  return open === undefined ? null : { why: whyNow(open, now), trusted: open.trusted, now };
}

export const isInDoubt = async (db: Read): Promise<boolean> => (await openDoubt(db)) !== undefined;

export const NOT_IN_DOUBT = 'a clock that does not fit the log';

/**
 * A supervisor says that the clock is right. Answers what was in doubt. Where that is a time before what the log says, the
 * times of people that lie between were given by a clock that was ahead: who works here works here, and who left has left.
 */
export async function confirmClock(db: Write, store: Store, now: string, by: string): Promise<ClockView> {
  const open = await openDoubt(db);
  if (!open) throw new Refused(issue('clock-not-in-doubt', null, NOT_IN_DOUBT));
  const host = isOwn(store, open) ? null : (open.host ?? '');
  // What is confirmed is the time that is shown, which is this host's.
  if (host !== null && !(await store.gone([host])).includes(host))
    throw new Refused(
      issue(
        'clock-of-another-host',
        host,
        `a station that ${host} serves, or another try in a minute where that host is gone for good`,
      ),
    );
  await settleDoubt(db, open.id, now, by);
  const between = (at: string | null) => at !== null && at > now && at <= open.trusted;
  for (const { id, active_from, active_to } of await listUsers(db))
    if (between(active_from) || between(active_to))
      await setUser(
        db,
        id,
        {
          active_from: between(active_from) ? now : active_from,
          active_to: between(active_to) ? now : active_to,
        },
        now,
      );
  return { why: whyNow(open, now), trusted: open.trusted, found: open.found };
}

/** Refuses what a wrong clock would make wrong for good: a date on a label, the time from which or until which somebody works here. */
export async function refuseDoubtful(db: Read): Promise<void> {
  // A doubt that is gone from the data file was settled by nobody.
  const altered = await alteredTable(db, 'clock_doubt');
  if (altered !== null) throw new Refused(alteredIssue(altered));
  const open = await openDoubt(db);
  if (open)
    throw new Refused(
      issue(
        'clock-in-doubt',
        open.found,
        `a clock that a supervisor has confirmed: the last time that was certain is ${open.trusted}`,
      ),
    );
}
