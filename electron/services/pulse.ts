import { contract, type Parsed } from '../../bridge/contract.ts';
import { sha256 } from '../../db/canonical.ts';
import { eventsFrom, headOf, type Head } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import type { Store } from '../../db/open.ts';
import { openWindows, type OpenWindow } from '../../db/open-orders.ts';
import { openSittings, seatOf } from '../../db/sessions.ts';
import type { HostSession } from './call.ts';
import { goneBefore, liveOf } from './open-orders.ts';
import { policyIn } from './policy.ts';

/** House rules: all windows of a host look at the data so often at most, and whether one still may look is asked in full so often. */
const PULSE_MS = 100;
const IN_FULL_MS = 5_000;
/** Of so many windows it is remembered that they may look; and so many events are told one from another. */
const MOST_WINDOWS = 1_000;
const MOST_EVENTS = 200;

/** What events are about that leave everybody's access as it was; whatever else happens, each window is looked at in full. */
const QUIET: ReadonlySet<string> = new Set([
  'administration',
  'order',
  'patient',
  'patient-merge',
  'prescriber',
  'print-job',
  'print-out',
  'product-import',
]);

/** What every window of a host is told from. */
interface Pulse {
  readonly head: Head;
  readonly sittings: number;
  readonly windows: readonly OpenWindow[];
  /** another one where anything may have changed of people, sittings, stations or rules */
  readonly access: object;
}

async function read(db: Read, last: Pulse | null, now: string): Promise<Pulse> {
  const [sittings, windows] = [await openSittings(db), await openWindows(db, goneBefore(now))];
  const since = last === null ? [] : await eventsFrom(db, last.head.seq, MOST_EVENTS);
  const newest = since.at(-1);
  const isSame =
    last !== null &&
    newest !== undefined &&
    since.length < MOST_EVENTS &&
    // Another data file may have been put in the place of the one that was looked at.
    since[0]?.hash === last.head.hash &&
    sittings === last.sittings &&
    since.slice(1).every(({ subject }) => QUIET.has(subject));
  return isSame
    ? { head: newest, sittings, windows, access: last.access }
    : { head: await headOf(db), sittings, windows, access: {} };
}

/** A window that was looked at in full, and was answered. */
interface Known {
  readonly input: Parsed<'live.look'>;
  readonly access: object;
  readonly seat: string;
  readonly user: string;
  readonly from: string;
  readonly until: string;
}

/** `live.look` of all windows of a host, from one look at the data where nothing has changed that decides who may look. */
export function quickLooks(store: Store) {
  let last: Pulse | null = null;
  let current: Promise<Pulse> | null = null;
  let begun = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const known = new Map<string, Known>();

  // One after another: what has changed is told from the one before.
  const pulse = (now: string): Promise<Pulse> => {
    if (current !== null && performance.now() - begun < PULSE_MS) return current;
    begun = performance.now();
    current = turn.then(async () => (last = await store.read((db) => read(db, last, now))));
    turn = current.catch(() => (current = null));
    return current;
  };

  return {
    /** What this host changed is seen by its next look. */
    changed: (): void => void (current = null),

    /**
     * The answer, where this window was looked at in full a moment ago and nothing has changed since that decides whether it
     * may look. Otherwise `answered` notes that it was looked at, with the sitting that it was answered for.
     */
    begin: async (session: HostSession, asked: unknown, now: string) => {
      const parsed = contract['live.look'].input.safeParse(asked);
      if (!parsed.success) return null;
      const input = parsed.data;
      const key = sha256([session.key, session.enrolled ?? '', input.window].join('\n'));
      const { access, head, windows } = await pulse(now);
      const k = known.get(key);
      known.delete(key);
      const isKnown =
        k?.access === access &&
        k.input.order === input.order &&
        k.input.work === input.work &&
        k.from <= now &&
        now < k.until;
      if (k && isKnown) known.set(key, k);
      return {
        answer: k && isKnown ? liveOf({ head, windows }, input, { ...k, now }) : null,
        answered: async (sitting: string | null, at: string): Promise<void> => {
          // What it shows may have been written down.
          current = null;
          const found = await store.read(async (db) => {
            const seat = await seatOf(db, sha256(session.key), now);
            if (!seat || seat.id !== sitting || seat.lockedAt !== null) return null;
            const { settings } = await policyIn(db);
            return { seat, locks: Date.parse(seat.activeAt) + settings.idleMinutes * 60_000 };
          });
          if (found === null) return;
          const { seat, locks } = found;
          const ends = seat.user.active_to === null ? Infinity : Date.parse(seat.user.active_to);
          // From the answer on: where questions take long, they are not all asked in full for that.
          const until = new Date(Math.min(Date.parse(at) + IN_FULL_MS, locks, ends)).toISOString();
          if (known.size >= MOST_WINDOWS) known.clear();
          known.set(key, { input, access, seat: seat.id, user: seat.user.id, from: now, until });
        },
      };
    },
  };
}
