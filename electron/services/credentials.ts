import { sha256 } from '../../db/canonical.ts';
import type { PolicySettings } from '../../bridge/people.ts';
import { appendEvent } from '../../db/event-log.ts';
import {
  activeUserNamed,
  clearFailures,
  failuresOf,
  forgetFailures,
  putFailures,
  signInsRefused,
  userCalled,
  type UserRow,
} from '../../db/people.ts';
import { soundTime } from '../../db/clock-doubts.ts';
import { alteredRecord } from '../../db/intact.ts';
import type { Store } from '../../db/open.ts';
import { Queue } from '../../db/queue.ts';
import { alteredIssue } from '../../db/row-digests.ts';
import { seatOf, setSession } from '../../db/sessions.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import type { Command, Output, Parsed } from '../../bridge/contract.ts';
import type { Caller, ReadCall, WriteCall } from './call.ts';
import { verifyPassword } from './password.ts';
import { DEFAULT_POLICY, policyIn } from './policy.ts';

const FORGET_AFTER_MS = 86_400_000;

const later = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/** Some tries are free, then each costs twice the wait of the last. Stored, so that a restart changes nothing. */
function waitSeconds(failures: number, { freeTries, firstWaitSeconds, longestWaitSeconds }: PolicySettings) {
  if (failures < freeTries) return 0;
  return Math.min(firstWaitSeconds * 2 ** (failures - freeTries), longestWaitSeconds);
}

/** A wait that ends later than any can was begun under a clock that was ahead. */
const waitsUntil = (
  until: string | null,
  now: string,
  { longestWaitSeconds }: PolicySettings,
): string | null =>
  until !== null && until > now && until <= later(now, longestWaitSeconds * 1000) ? until : null;

function waitAfter(failures: number, now: string, settings: PolicySettings): string | null {
  const wait = waitSeconds(failures, settings);
  return wait === 0 ? null : later(now, wait * 1000);
}

export const SIGN_IN = 'session.sign-in.refused';
export const WRONG_CODE = 'session.factor.refused';

/** House rule: who guesses codes knows the password, and keeps its person out for no longer than this at a time. */
const LONGEST_CODE_WAIT_SECONDS = 900;
/** What is asked for is counted apart, each under a name of its own. */
const KINDS = {
  password: { suffix: '', refused: 'password', locked: 'sign-in-locked' },
  code: { suffix: ':code', refused: 'code', locked: 'factor-locked' },
} as const;
const kindOf = (command: string) => (command === WRONG_CODE ? KINDS.code : KINDS.password);
/** Counted over all windows, and held against the log. */
const isShared = (command: string) => command === SIGN_IN || command === WRONG_CODE;

/**
 * Whose count a try goes to. Whoever sits under an account at a window has one for that sitting, so that nobody at another
 * window can use up their tries: a sitting begins with the right password only. At a window of somebody else, as for a
 * witness, it is a count of that person's guesses. All sign-ins, from whatever window, share one.
 */
function countOf(
  call: ReadCall<Caller>,
  account: UserRow | undefined,
  name: string,
  command: string,
): string {
  const { user, seat } = call;
  if (isShared(command) || user === null) return name + kindOf(command).suffix;
  return user.id === account?.id ? `${name}:${seat}` : `${name}:${user.id}`;
}

const waitsOf = (command: string, settings: PolicySettings): PolicySettings =>
  command === WRONG_CODE
    ? {
        ...settings,
        longestWaitSeconds: Math.min(settings.longestWaitSeconds, LONGEST_CODE_WAIT_SECONDS),
      }
    : settings;

/** A password that is tried: counted before the slow part, so that tries at the same time do not share one count. */
export interface Tries {
  /** counts one more of an account, or refuses it while that account waits */
  readonly begin: (username: string) => Promise<void>;
  /** that it was wrong: told, with the account where there is one of that name */
  readonly wrong: (username: string, known: string | null) => Promise<void>;
  readonly right: (username: string) => Promise<void>;
}
/** Tries of one count, one after another: a right one beside others is not counted against them. */
interface TriesInTurn extends Tries {
  readonly inTurn: <T>(username: string, work: () => Promise<T>) => Promise<T>;
}
const turns = new WeakMap<Store, Map<string, Queue>>();

async function inTurn<T>(store: Store, name: string, work: () => Promise<T>): Promise<T> {
  const queues = turns.get(store) ?? new Map<string, Queue>();
  turns.set(store, queues);
  const queue = queues.get(name) ?? new Queue();
  queues.set(name, queue);
  try {
    return await queue.run(work);
  } finally {
    if (queue.isIdle) queues.delete(name);
  }
}

const locked = (until: string, field: string, code: string = KINDS.password.locked) =>
  new Refused(issue(code, null, `another try after ${until}`, field));

const NONE_TOLD = { failures: 0, last: null };

/** Counted in the data file, and told in its log. */
export function storedTries(call: ReadCall<Caller>, command: string, field = 'password'): TriesInTurn {
  const { context, now, session } = call;
  const knownAs = (username: string) => context.store.read((db) => userCalled(db, username));
  // A badge and a user name of the same person share one count.
  const nameOf = async (username: string) => {
    const known = await knownAs(username);
    return countOf(call, known, sha256(known?.username ?? username), command);
  };
  return {
    inTurn: async (username, work) => await inTurn(context.store, await nameOf(username), work),
    begin: async (username) => {
      const name = await nameOf(username);
      const user = isShared(command) ? (await knownAs(username))?.id : undefined;
      const from = later(now, -FORGET_AFTER_MS);
      const until = await context.store.write(async (db) => {
        const settings = waitsOf(command, (await policyIn(db)).settings);
        await forgetFailures(db, from);
        const before = await failuresOf(db, name);
        const told = user === undefined ? NONE_TOLD : await signInsRefused(db, { user, command, from });
        const untils = [before?.locked_until ?? null, waitAfter(told.failures, told.last ?? now, settings)];
        const waits = untils.map((u) => waitsUntil(u, now, settings)).find((u) => u !== null);
        if (waits !== undefined) return waits;
        const failures = Math.max(before?.failures ?? 0, told.failures) + 1;
        await putFailures(db, {
          name_hash: name,
          failures,
          locked_until: waitAfter(failures, now, settings),
          last_at: now,
        });
        return null;
      });
      if (until !== null) throw locked(until, field, kindOf(command).locked);
    },
    wrong: async (username) =>
      await context.store.write(async (db) => {
        // What was typed as a name may be a password: only a name that exists is written down.
        await appendEvent(db, {
          at: now,
          user: call.user?.username ?? '-',
          station: session.station,
          command,
          subject: 'user',
          subjectId: (await userCalled(db, username))?.id ?? '-',
          change: { refused: kindOf(command).refused },
        });
      }),
    right: async (username) => {
      const name = await nameOf(username);
      await context.store.write((db) => clearFailures(db, name));
    },
  };
}

/** House rule: of more accounts than these the count that was begun first is forgotten. */
const MOST_ACCOUNTS = 1_000;

/** The same beside a data file in which nothing can be written: counted until the program ends, by the house rules. */
export function triesInMemory(clock: () => string, tell: (known: string | null) => void): Tries {
  const byName = new Map<string, { readonly failures: number; readonly until: string | null }>();
  return {
    begin: async (username) => {
      const [name, now] = [sha256(username), clock()];
      const before = byName.get(name);
      const waits = waitsUntil(before?.until ?? null, now, DEFAULT_POLICY);
      if (waits !== null) throw locked(waits, 'password');
      const failures = (before?.failures ?? 0) + 1;
      const [first] = byName.keys();
      if (byName.size >= MOST_ACCOUNTS && first !== undefined) byName.delete(first);
      byName.set(name, { failures, until: waitAfter(failures, now, DEFAULT_POLICY) });
    },
    wrong: async (_, known) => tell(known),
    right: async (username) => void byName.delete(sha256(username)),
  };
}

/**
 * Confirms a password, for a sign-in or a signature, outside any transaction. Refuses by name, alike for unknown and known
 * user names.
 */
export async function confirmPassword(
  call: ReadCall<Caller>,
  username: string,
  password: string,
  command: string,
  field = 'password',
): Promise<UserRow> {
  const tries = storedTries(call, command, field);
  return await tries.inTurn(username, () => tried(call, tries, { username, password, field }));
}

async function tried(
  { context, now, user: asking }: ReadCall<Caller>,
  tries: Tries,
  {
    username,
    password,
    field,
  }: { readonly username: string; readonly password: string; readonly field: string },
): Promise<UserRow> {
  await tries.begin(username);
  const own = (await context.store.read((db) => userCalled(db, username)))?.username ?? username;
  const user = await context.store.read((db) => activeUserNamed(db, own, now));
  const right = await verifyPassword(password, user?.password, context.passwordCost);
  if (right && user) {
    // Their role, their credentials and their password are those that somebody gave them.
    const altered = await context.store.read((db) => alteredRecord(db, 'user', [user.id]));
    if (altered !== null) throw new Refused(alteredIssue(altered));
    // The sitting that a one-time password has opened is what it was good for: there it is changed.
    const sound = await context.store.read((db) => soundTime(db, now));
    if (user.password_until !== null && user.password_until <= sound && asking?.id !== user.id)
      throw new Refused(issue('password-expired', null, 'a new one-time password: ask a supervisor', field));
    await tries.right(username);
    return user;
  }
  await tries.wrong(username, own);
  throw new Refused(issue('password-wrong', null, 'the user name and its password', field));
}

/** The password again, of the person who is signed in: each signature asks for it. */
export const confirmSignature = (call: ReadCall, password: string, command: string): Promise<UserRow> =>
  confirmPassword(call, call.user.username, password, `${command}.refused`);

type Signed = { [C in Command]: Parsed<C> extends { readonly password: string } ? C : never }[Command];

/** A change under the password of whoever makes it; `guard` says beforehand, without a password, what can not be done. */
export const underSignature = <C extends Signed>(
  name: C,
  change: (call: WriteCall, input: Parsed<C>) => Promise<Output<C>>,
  guard: (call: ReadCall, input: Parsed<C>) => Promise<unknown> = async () => undefined,
) => ({
  before: async (call: ReadCall, input: Parsed<C>) => {
    await guard(call, input);
    await confirmSignature(call, input.password, name);
    return (write: WriteCall) => change(write, input);
  },
});

/** Confirms the PIN of the person who is signed in here. Counted before the slow part, like a password. */
export async function confirmPin(call: ReadCall, pin: string): Promise<void> {
  const { context, now, session, user } = call;
  const key = sha256(session.key);
  if (user.pin === null)
    throw new Refused(issue('pin-not-set', null, 'the password: this person has no PIN', 'secret'));
  const left = await context.store.write(async (db) => {
    const most = (await policyIn(db)).settings.pinTries;
    const tries = (await seatOf(db, key, now))?.pinTries ?? most;
    if (tries < most) await setSession(db, key, { pin_tries: tries + 1 });
    return most - tries;
  });
  if (left <= 0)
    throw new Refused(issue('pin-blocked', null, 'the password: the PIN was wrong too often', 'secret'));
  if (await verifyPassword(pin, user.pin, context.passwordCost)) return;
  await context.store.write(async (db) => {
    await appendEvent(db, {
      at: now,
      user: user.username,
      station: session.station,
      command: 'session.unlock.refused',
      subject: 'user',
      subjectId: user.id,
      change: { refused: 'pin' },
    });
  });
  throw new Refused(issue('pin-wrong', null, `the PIN; ${left - 1} tries left, then the password`, 'secret'));
}
