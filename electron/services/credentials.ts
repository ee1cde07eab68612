import { sha256 } from '../../db/canonical.ts';
import { appendEvent } from '../../db/event-log.ts';
import {
  activeUserNamed,
  clearFailures,
  failuresOf,
  forgetFailures,
  putFailures,
  userNamed,
  type UserRow,
} from '../../db/people.ts';
import { issue, Refused } from '../../engine/result.ts';
import type { Caller, ReadCall } from '../handlers/handler.ts';
import { verifyPassword } from '../password.ts';

/** House rule: three tries are free, then 5 s, doubling to 15 min. Stored, so that a restart changes nothing. */
const FREE_TRIES = 3;
const FIRST_WAIT_S = 5;
const LONGEST_WAIT_S = 900;
const FORGET_AFTER_MS = 86_400_000;

const later = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

const waitSeconds = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_S * 2 ** (failures - FREE_TRIES), LONGEST_WAIT_S);

/**
 * Confirms a password, for a sign-in or a signature, outside any transaction. A try is counted before the slow part, so
 * that tries at the same time do not share one count. Refuses by name, alike for unknown and known user names.
 */
export async function confirmPassword(
  call: ReadCall<Caller>,
  username: string,
  password: string,
  command: string,
): Promise<UserRow> {
  const { context, now, session } = call;
  const name = sha256(username);
  const until = context.store.write((db) => {
    const before = failuresOf(db, name);
    if (before?.locked_until && before.locked_until > now) return before.locked_until;
    const failures = (before?.failures ?? 0) + 1;
    const wait = waitSeconds(failures);
    forgetFailures(db, later(now, -FORGET_AFTER_MS));
    putFailures(db, {
      name_hash: name,
      failures,
      locked_until: wait === 0 ? null : later(now, wait * 1000),
      last_at: now,
    });
    return null;
  });
  if (until !== null)
    throw new Refused(issue('sign-in-locked', null, `another try after ${until}`, 'password'));
  const user = context.store.read((db) => activeUserNamed(db, username, now));
  const right = await verifyPassword(password, user?.password, context.passwordCost);
  if (right && user) {
    context.store.write((db) => clearFailures(db, name));
    return user;
  }
  context.store.write((db) => {
    // What was typed as a name may be a password: only a name that exists is written down.
    const known = userNamed(db, username);
    appendEvent(db, {
      at: now,
      user: call.user?.username ?? '-',
      station: session.station,
      command,
      subject: 'user',
      subjectId: known?.id ?? '-',
      change: { refused: 'password' },
    });
  });
  throw new Refused(issue('password-wrong', null, 'the user name and its password', 'password'));
}

/** The password again, of the person who is signed in: each signature asks for it. */
export const confirmSignature = (call: ReadCall, password: string, command: string): Promise<UserRow> =>
  confirmPassword(call, call.user.username, password, `${command}.refused`);
