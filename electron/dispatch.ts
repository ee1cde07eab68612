import { refusalsOf } from '../words/refusal.ts';
import type * as z from 'zod';
import {
  BEFORE_CHANGE,
  BEFORE_FACTOR,
  contract,
  isCommand,
  WHILE_LOCKED,
  type Command,
} from '../bridge/contract.ts';
import { CREATES } from '../bridge/creates.ts';
import type { Failure, Reply } from '../bridge/failure.ts';
import { may } from '../bridge/permissions.ts';
import { sha256 } from '../db/canonical.ts';
import { soundTime } from '../db/clock-doubts.ts';
import { appendEvent } from '../db/event-log.ts';
import type { Read, Write } from '../db/handle.ts';
import { alteredRecord } from '../db/intact.ts';
import type { UserRow } from '../db/people.ts';
import { alteredIssue, type Altered } from '../db/row-digests.ts';
import { seatOf } from '../db/sessions.ts';
import { parseInstant } from '../engine/time/calendar.ts';
import { Refused, unwrap } from '../engine/number/result.ts';
import { issuesOf } from '../engine/number/fields.ts';
import type { Context } from './services/context.ts';
import { handlers } from './handlers/all.ts';
import {
  refuse,
  type Caller,
  type Handlers,
  type HostSession,
  type ReadCall,
  type WriteCall,
} from './services/call.ts';
import { Failed } from './services/failed.ts';
import { tellAltered } from './services/alteration.ts';
import { noteLook } from './services/looks.ts';
import { attend, isLocked } from './services/attendance.ts';
import { failureOf } from './services/incident.ts';
import { refuseMoved } from './services/moved.ts';
import { quickLooks } from './services/pulse.ts';
import { atStation } from './services/stations.ts';
import { printableInput } from './services/printable.ts';
import { startDue } from './services/library-start.ts';
import { answeredBefore, keepAnswer, onceOf, type Once } from './services/once.ts';
import { roleOf } from './services/users.ts';
import { gate } from './services/whole/gate.ts';

export type { HostSession } from './services/call.ts';
export type Dispatch = (
  session: HostSession,
  name: unknown,
  input: unknown,
  /** the key of a call that creates something: sent twice, it is done once */
  once?: unknown,
) => Promise<Reply<unknown>>;

type AnyCall = ReadCall<Caller> | WriteCall<Caller>;
type Run = (call: AnyCall) => Promise<unknown>;
type AnyHandler =
  | ((call: AnyCall, input: unknown) => unknown)
  | {
      before: (call: AnyCall, input: unknown) => Promise<((call: AnyCall) => unknown) | { done: unknown }>;
      repeat?: Repeat;
    };
interface Repeat {
  keep: (answer: unknown) => unknown;
  again: (call: AnyCall, input: unknown, kept: unknown) => Promise<unknown>;
}

/**
 * The one way in, whatever the host: access, input, handler in one transaction, output. Every failure is a value.
 * Access comes before input, so that nobody learns of a command what is not theirs to call.
 */
export function makeDispatch(context: Context, seats: Seats = STORED, does: Handlers = handlers): Dispatch {
  const looks = quickLooks(context.store);
  return async (asked, name, input, once) => {
    let session = asked;
    if (!isCommand(name))
      return failed({
        code: 'unknown-command',
        name: typeof name === 'string' ? name.slice(0, 60) : typeof name,
      });
    try {
      const { input: schema, mode, output } = contract[name];
      const now = context.clock();
      await context.watch(now, name === 'session.sign-in' ? 'sign-in' : mode);
      const quick =
        name === 'live.look' && once === undefined && seats === STORED
          ? await looks.begin(asked, input, now)
          : null;
      if (quick?.answer) return { ok: true, value: quick.answer };
      await startDue(context, await context.store.read((db) => soundTime(db, now)));
      const zone = async () => (await context.library()).site.timeZone;
      const atOwn = (db: Read) => atStation(db, asked, name, zone);
      session = await context.store.read(atOwn);
      await seats.attend(context, session, name, now);
      const allow = async (db: Read) => {
        // Withdrawn while a password is hashed, it has asked for nothing.
        await atOwn(db);
        return await allowed(await seats.seat(db, session, now), name);
      };
      const first = await context.store.read(allow);
      const parsed = schema.safeParse(input);
      if (!parsed.success)
        return failed({ code: 'invalid-input', issues: refusalsOf(issuesOf(parsed.error, input)) });
      if (mode === 'write' && name !== 'session.sign-in') await printableInput(parsed.data);
      const key = keyOf(name, once, parsed.data);
      const whole = async (db: Read, again = false) => {
        await gate(context, db, name, parsed.data, again);
        await refuseMoved(db, name, parsed.data);
      };
      const handler = does[name] as AnyHandler;
      const isStaged = typeof handler !== 'function';
      if (isStaged) await context.store.read(whole);
      const call = async (db: Read): Promise<ReadCall<Caller>> => {
        const { user, locked, enrols, seat } = await allow(db);
        // A window may change hands while a password is hashed: what one person asked is never done as another.
        if (seat !== first.seat) refuse('seat-changed', null, SAME_PERSON);
        return { context, session, db, user, seat, locked, enrols, now, minute: unwrap(parseInstant(now)) };
      };
      // What goes on outside of every transaction is looked at again inside.
      const outside = async () => ({ ...(await context.store.read(call)), db: context.store.loose });
      const before =
        key &&
        (await context.store.read(async (db) => await answeredBefore(db, key, (await call(db)).user?.id)));
      const repeat = isStaged ? handler.repeat : undefined;
      const repeated = async (kept: unknown) =>
        repeat === undefined ? kept : await repeat.again(await outside(), parsed.data, kept);
      const run =
        before !== null && before !== undefined
          ? { done: await repeated(before.answer) }
          : !isStaged
            ? (inside: AnyCall) => handler(inside, parsed.data)
            : await handler.before(await outside(), parsed.data);
      const answer = (value: unknown): unknown => {
        const checked = output.safeParse(value);
        // The shape is ours: a wrong one is a fault of the program, told without the data; what it changed is undone.
        if (!checked.success) throw new OutputFault(checked.error);
        return checked.data;
      };
      const value =
        typeof run !== 'function'
          ? answer(run.done)
          : mode === 'read'
            ? answer(
                await reading(
                  context,
                  async (inside) => (await whole(inside.db, isStaged), await run(inside)),
                  call,
                ),
              )
            : await writing(
                context,
                name,
                async (inside) => (await whole(inside.db, isStaged), answer(await run(inside))),
                call,
                key && { ...key, keep: repeat?.keep ?? ((all) => all), repeated },
              );
      if (first.user !== null)
        await noteLook(
          context,
          name,
          parsed.data,
          { user: first.user.username, station: session.station, seat: first.seat },
          now,
        );
      await quick?.answered(first.seat, context.clock());
      return { ok: true, value };
    } catch (error) {
      const at = context.clock();
      await noteAltered(context, name, error, async () => {
        const user = (await context.store.read((db) => seats.seat(db, session, at)))?.user.username ?? '-';
        return { at, user, station: session.station, command: name };
      });
      return failed(failureOf(context, name, error));
    } finally {
      if (contract[name].mode === 'write') looks.changed();
    }
  };
}

const KEY = /^[\w-]{16,64}$/;

function keyOf(name: Command, once: unknown, input: unknown): Once | null {
  if (once === undefined) return null;
  if (typeof once !== 'string' || !KEY.test(once) || !CREATES.has(name))
    refuse('key-refused', null, 'a key of 16 to 64 letters and digits, with a command that creates', 'once');
  return onceOf(name, once as string, input);
}

/** What was found must not be lost with the command that was refused for it; a log that can not be written is no reason to answer otherwise. */
async function noteAltered(
  context: Context,
  name: Command,
  error: unknown,
  asked: () => Promise<Parameters<typeof tellAltered>[1]>,
): Promise<void> {
  if (!(error instanceof Refused)) return;
  try {
    await tellAltered(context, await asked(), error);
  } catch (fault) {
    failureOf(context, name, fault);
  }
}

/** An answer that does not fit the contract. */
export class OutputFault extends Error {
  constructor(error: z.ZodError) {
    super(error.issues.map((i) => `${i.path.join('.')}: ${i.code}`).join('; '));
    this.name = 'OutputFault';
  }
}

const failed = (failure: Failure): Reply<never> => ({ ok: false, failure });

const SAME_PERSON = 'the same person at this window until it is done: look who is signed in, and ask again';

interface Seated {
  /** this sitting at the window: another one is another person's, or the same person's anew */
  readonly id: string;
  readonly user: UserRow;
  readonly locked: boolean;
  readonly enrols: boolean;
  /** how the row of the person is not what the log says; nobody can tell where the log itself does not read */
  readonly altered?: () => Promise<Altered | null>;
}

/** Where it is kept who sits at which window. */
export interface Seats {
  /** before each command: notes that somebody is there, locks or ends what was left */
  attend(context: Context, session: HostSession, name: Command, now: string): Promise<void> | void;
  seat(db: Read, session: HostSession, now: string): Promise<Seated | undefined> | Seated | undefined;
}

const STORED: Seats = {
  attend,
  seat: async (db, session, now) => {
    const seat = await seatOf(db, sha256(session.key), now);
    if (seat === undefined) return undefined;
    const { id, user, enrols } = seat;
    return {
      id,
      user,
      enrols,
      locked: await isLocked(db, seat, now),
      altered: () => alteredRecord(db, 'user', [user.id]),
    };
  },
};

/** Who asks, if they may. Role, then whether it is the one that they were given, then lock, then what has to be done first. */
async function allowed(
  seat: Seated | undefined,
  name: Command,
): Promise<Pick<ReadCall<Caller>, 'user' | 'locked' | 'enrols' | 'seat'>> {
  const { access } = contract[name];
  const user = seat?.user ?? null;
  if (!may(access, user === null ? null : roleOf(user)))
    throw new Failed(user === null ? { code: 'not-signed-in' } : { code: 'not-allowed', needs: access });
  // A role that somebody wrote into the file is nobody's; whoever sits there may still get up.
  const altered =
    access === 'public' || name === 'session.sign-out' ? null : ((await seat?.altered?.()) ?? null);
  if (altered !== null) throw new Refused(alteredIssue(altered));
  const locked = seat?.locked ?? false;
  if (locked && !WHILE_LOCKED.has(name)) throw new Failed({ code: 'session-locked' });
  if (user !== null && user.password_until !== null && !BEFORE_CHANGE.has(name))
    refuse('password-one-time', null, 'a password of your own first: this one is good once', 'password');
  const enrols = seat?.enrols ?? false;
  if (enrols && !BEFORE_FACTOR.has(name))
    refuse('factor-to-set-up', null, 'a second factor first: this site asks for one at sign-in', 'code');
  return { user, locked, enrols, seat: seat?.id ?? null };
}

type Call = (db: Read) => Promise<ReadCall<Caller>>;

async function reading(context: Context, run: Run, call: Call): Promise<unknown> {
  return await context.store.read(async (db) => await run(await call(db)));
}

async function writing(
  context: Context,
  name: Command,
  run: Run,
  call: Call,
  once: (Once & { keep: Repeat['keep']; repeated: (kept: unknown) => Promise<unknown> }) | null,
): Promise<unknown> {
  const later: { begin: () => void; undo: () => void }[] = [];
  const undone = () => {
    for (const { undo } of later.splice(0)) undo();
  };
  const afterwards: WriteCall['afterwards'] = (begin, undo = () => undefined) =>
    void later.push({ begin, undo });
  // What is drawn again can not be drawn inside: the answer waits for it when the transaction is over.
  const work = async (db: Write) => {
    // A transaction may be tried more than once.
    undone();
    let events = 0;
    let last = 0;
    const base = await call(db);
    const userId = base.user?.id;
    // Once more, inside: the first of two may have been at work outside while the second came in.
    const earlier = once && (await answeredBefore(db, once, userId));
    if (once && earlier) return () => once.repeated(earlier.answer);
    const event: WriteCall['event'] = async (e) => {
      events += 1;
      const user = e.user ?? base.user?.username ?? '-';
      const written = await appendEvent(db, {
        ...e,
        at: base.now,
        user,
        station: base.session.station,
        command: name,
      });
      last = written.seq;
      return written;
    };
    const before = db.changes();
    const value = await run({ ...base, db, event, afterwards });
    checkEvents(db, before, events);
    if (once && events > 0 && userId !== undefined)
      await keepAnswer(db, once, { userId, event: last, answer: once.keep(value), at: base.now });
    return () => value;
  };
  try {
    const answer = await context.store.write(work);
    for (const { begin } of later.splice(0)) begin();
    return await answer();
  } catch (error) {
    undone();
    throw error;
  }
}

/** No change without its event, no event without a change, and one of each for one command. */
function checkEvents(db: Write, before: number, events: number): void {
  if (events > 1 || (events === 0 && db.changes() > before))
    throw new Error('a change must write exactly one event');
}
