import type * as z from 'zod';
import { BEFORE_CHANGE, contract, isCommand, WHILE_LOCKED, type Command } from '../bridge/contract.ts';
import type { Failure, Reply } from '../bridge/failure.ts';
import { may } from '../bridge/permissions.ts';
import { sha256 } from '../db/canonical.ts';
import { appendEvent } from '../db/event-log.ts';
import type { Read, Write } from '../db/handle.ts';
import type { UserRow } from '../db/people.ts';
import { seatOf } from '../db/sessions.ts';
import { parseInstant } from '../engine/calendar.ts';
import { unwrap } from '../engine/result.ts';
import { issuesOf } from '../engine/schema.ts';
import type { Context } from './context.ts';
import { handlers } from './handlers/all.ts';
import {
  Failed,
  refuse,
  type Caller,
  type HostSession,
  type ReadCall,
  type WriteCall,
} from './handlers/handler.ts';
import { attend, isLocked } from './services/attendance.ts';
import { failureOf } from './services/incident.ts';
import { startDue } from './services/library-start.ts';
import { roleOf } from './services/users.ts';

export type { HostSession } from './handlers/handler.ts';
export type Dispatch = (session: HostSession, name: unknown, input: unknown) => Promise<Reply<unknown>>;

type AnyCall = ReadCall<Caller> | WriteCall<Caller>;
type Run = (call: AnyCall) => unknown;
type AnyHandler =
  | ((call: AnyCall, input: unknown) => unknown)
  | { before: (call: AnyCall, input: unknown) => Promise<Run | { done: unknown }> };

/**
 * The one way in, whatever the host: access, input, handler in one transaction, output. Every failure is a value.
 * Access comes before input, so that nobody learns of a command what is not theirs to call.
 */
export function makeDispatch(context: Context, seats: Seats = STORED): Dispatch {
  return async (session, name, input) => {
    if (!isCommand(name))
      return failed({
        code: 'unknown-command',
        name: typeof name === 'string' ? name.slice(0, 60) : typeof name,
      });
    try {
      const { input: schema, mode, output } = contract[name];
      const now = context.clock();
      startDue(context, now);
      seats.attend(context, session, name, now);
      const allow = (db: Read) => allowed(seats.seat(db, session, now), name);
      context.store.read(allow);
      const parsed = schema.safeParse(input);
      if (!parsed.success) return failed({ code: 'invalid-input', issues: issuesOf(parsed.error, input) });
      const handler = handlers[name] as AnyHandler;
      const call = (db: Read): ReadCall<Caller> => ({
        context,
        session,
        db,
        ...allow(db),
        now,
        minute: unwrap(parseInstant(now)),
      });
      const run =
        typeof handler === 'function'
          ? (inside: AnyCall) => handler(inside, parsed.data)
          : await handler.before(context.store.read(call), parsed.data);
      const value =
        typeof run !== 'function'
          ? run.done
          : mode === 'read'
            ? await reading(context, run, call)
            : await writing(context, name, run, call);
      const checked = output.safeParse(value);
      // The shape is ours: a wrong one is a fault of the program, told without the data.
      if (!checked.success) throw new OutputFault(checked.error);
      return { ok: true, value: checked.data };
    } catch (error) {
      return failed(failureOf(context, name, error));
    }
  };
}

/** An answer that does not fit the contract. */
export class OutputFault extends Error {
  constructor(error: z.ZodError) {
    super(error.issues.map((i) => `${i.path.join('.')}: ${i.code}`).join('; '));
    this.name = 'OutputFault';
  }
}

const failed = (failure: Failure): Reply<never> => ({ ok: false, failure });

export interface Seated {
  readonly user: UserRow;
  readonly locked: boolean;
}

/** Where it is kept who sits at which window. */
export interface Seats {
  /** before each command: notes that somebody is there, locks or ends what was left */
  attend(context: Context, session: HostSession, name: Command, now: string): void;
  seat(db: Read, session: HostSession, now: string): Seated | undefined;
}

const STORED: Seats = {
  attend,
  seat: (db, session, now) => {
    const seat = seatOf(db, sha256(session.key), now);
    return seat && { user: seat.user, locked: isLocked(db, seat, now) };
  },
};

/** Who asks, if they may. Role, then lock, then the password that has to be changed first. */
function allowed(
  seat: Seated | undefined,
  name: Command,
): { readonly user: Caller; readonly locked: boolean } {
  const { access } = contract[name];
  const user = seat?.user ?? null;
  if (!may(access, user === null ? null : roleOf(user)))
    throw new Failed(user === null ? { code: 'not-signed-in' } : { code: 'not-allowed', needs: access });
  const locked = seat?.locked ?? false;
  if (locked && !WHILE_LOCKED.has(name)) throw new Failed({ code: 'session-locked' });
  if (user !== null && user.password_until !== null && !BEFORE_CHANGE.has(name))
    refuse('password-one-time', null, 'a password of your own first: this one is good once', 'password');
  return { user, locked };
}

async function reading(context: Context, run: Run, call: (db: Read) => ReadCall<Caller>): Promise<unknown> {
  return context.store.read((db) => run(call(db)));
}

async function writing(
  context: Context,
  name: Command,
  run: Run,
  call: (db: Read) => ReadCall<Caller>,
): Promise<unknown> {
  return context.store.write((db) => {
    let events = 0;
    const base = call(db);
    const event: WriteCall['event'] = (e) => {
      events += 1;
      const user = e.user ?? base.user?.username ?? '-';
      return appendEvent(db, { ...e, at: base.now, user, station: base.session.station, command: name });
    };
    const before = db.changes();
    const value = run({ ...base, db, event });
    checkEvents(db, before, events);
    return value;
  });
}

/** No change without its event, no event without a change, and one of each for one command. */
function checkEvents(db: Write, before: number, events: number): void {
  if (events > 1 || (events === 0 && db.changes() > before))
    throw new Error('a change must write exactly one event');
}
