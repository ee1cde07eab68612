import type { Failure } from '../../bridge/failure.ts';
import type { Command, contract, Output, Parsed } from '../../bridge/contract.ts';
import type { Read, Write } from '../../db/handle.ts';
import type { ChainEvent } from '../../db/chain.ts';
import type { NewEvent } from '../../db/event-log.ts';
import type { UserRow } from '../../db/people.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import type { Context } from './context.ts';
import { Failed } from './failed.ts';

/** Which window asks: a random key that only the host and it know, and the station it stands on. */
export interface HostSession {
  readonly key: string;
  readonly station: string;
  /** digest of what an enrolled station carries; none: the window is on the host's own machine */
  readonly enrolled?: string;
}

type Access<C extends Command> = (typeof contract)[C]['access'];
type Mode<C extends Command> = (typeof contract)[C]['mode'];
/** Who asks; only a public command may be asked by nobody. */
export type Caller = UserRow | null;
type CallerOf<C extends Command> = Access<C> extends 'public' ? Caller : UserRow;

interface BaseCall<U extends Caller> {
  readonly context: Context;
  readonly session: HostSession;
  readonly user: U;
  /** this sitting at the window, from signing in to signing out */
  readonly seat: string | null;
  /** the window waits for its PIN or password */
  readonly locked: boolean;
  /** nothing is done at the window before a second factor is set up */
  readonly enrols: boolean;
  /** the instant of the call, once for everything that it does */
  readonly now: string;
  readonly minute: Minute;
}
export interface ReadCall<U extends Caller = UserRow> extends BaseCall<U> {
  readonly db: Read;
}
export interface WriteCall<U extends Caller = UserRow> extends BaseCall<U> {
  readonly db: Write;
  /** Writes the event of this change. Each changing command writes exactly one. */
  readonly event: (
    e: Omit<NewEvent, 'at' | 'user' | 'station' | 'command'> & { readonly user?: string },
  ) => Promise<ChainEvent>;
  readonly afterwards: Afterwards;
}
/** What is begun once the change is committed; where the change is undone, `undo` takes back what was held for it. */
export type Afterwards = (begin: () => void, undo?: () => void) => void;

type CallOf<C extends Command> = Mode<C> extends 'read' ? ReadCall<CallerOf<C>> : WriteCall<CallerOf<C>>;
type Answer<C extends Command> = Output<C> | Promise<Output<C>>;
type Plain<C extends Command> = (call: CallOf<C>, input: Parsed<C>) => Answer<C>;
/** Work that can not be done inside a transaction comes first; what it answers then runs inside one. */
interface Staged<C extends Command> {
  readonly before: (
    call: ReadCall<CallerOf<C>>,
    input: Parsed<C>,
  ) => Promise<((call: CallOf<C>) => Answer<C>) | Done<C>>;
  /** of an answer that is not kept as it is: what is kept of it, and the answer made of that when the call is sent again */
  readonly repeat?: {
    readonly keep: (answer: Output<C>) => unknown;
    readonly again: (call: ReadCall<CallerOf<C>>, input: Parsed<C>, kept: unknown) => Promise<Output<C>>;
  };
}
/** All is done and written down already, in a data file that knows no session of the caller. */
export interface Done<C extends Command> {
  readonly done: Output<C>;
}
export type Handler<C extends Command> = Plain<C> | Staged<C>;
export type Handlers = { readonly [C in Command]: Handler<C> };

export const refuse = (code: string, given: string | null, accepted: string, path = ''): never => {
  throw new Refused(issue(code, given, accepted, path));
};

export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Failed({ code: 'not-found', what });
  return value;
}

/** The person who asks must have seen the record as it is now. */
export function sameVersion(
  current: number,
  seen: number | null,
  what: string,
  /** where what is kept by now and what was given differ */
  differ: () => NonNullable<Extract<Failure, { code: 'conflict' }>['fields']> = () => [],
): void {
  if (current === seen) return;
  const fields = differ();
  throw new Failed({
    code: 'conflict',
    what,
    detail: `version ${current} is current, version ${seen ?? 'none'} was seen`,
    ...(fields.length > 0 && { fields }),
  });
}
