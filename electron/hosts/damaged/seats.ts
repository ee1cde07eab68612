import type { SeatView } from '../../../bridge/people.ts';
import { activeUserNamed, type UserRow } from '../../../db/people.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import type { Context } from '../../services/context.ts';
import type { Seats } from '../../dispatch.ts';
import type { HostSession } from '../../services/call.ts';
import type { Tries } from '../../services/credentials.ts';
import { newId } from '../../services/ids.ts';
import { verifyPassword } from '../../services/password.ts';
import { userView } from '../../services/users.ts';
import { PASSIVE } from '../../../bridge/contract.ts';

/** House rule: what the site decided may not read any more. A window that is left is signed out. */
const IDLE_MINUTES = 10;
/** House rule: wrong passwords are answered this late, one at a time, beside their count in memory. */
const SLOW_MS = 1_000;

interface Seat {
  readonly id: string;
  readonly user: UserRow;
  activeAt: string;
}

const isLeft = (seat: Seat, now: string): boolean =>
  Date.parse(now) - Date.parse(seat.activeAt) >= IDLE_MINUTES * 60_000;
const view = (user: UserRow, now: string): SeatView => ({
  ...userView(user, now),
  locked: false,
  hasPin: false,
  mustChangePassword: user.password_until !== null,
  mustEnrol: false,
  hasFactor: user.factor !== null,
  idleMinutes: IDLE_MINUTES,
});

/** Who looks into a damaged file, in memory: sessions can not be written down, and end with the process. */
export function seatsInMemory(context: Context, tries: Tries) {
  const byKey = new Map<string, Seat>();
  let trying = false;
  const seats: Seats = {
    attend: (_, { key }, name, now) => {
      const seat = byKey.get(key);
      if (seat && isLeft(seat, now)) byKey.delete(key);
      else if (seat && !PASSIVE.has(name)) seat.activeAt = now;
    },
    seat: (_, { key }) => {
      const seat = byKey.get(key);
      return seat && { id: seat.id, user: seat.user, locked: false, enrols: false };
    },
  };

  async function confirm(username: string, password: string): Promise<UserRow> {
    if (trying)
      throw new Refused(
        issue('sign-in-locked', null, 'another try when the one before is answered', 'password'),
      );
    trying = true;
    try {
      await tries.begin(username);
      const now = context.clock();
      const user = await context.store.read((db) => activeUserNamed(db, username, now));
      const right = await verifyPassword(password, user?.password, context.passwordCost);
      if (!right || user === undefined) {
        await tries.wrong(username, user?.username ?? null);
        await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
        throw new Refused(issue('password-wrong', null, 'the user name and its password', 'password'));
      }
      await tries.right(username);
      return user;
    } finally {
      trying = false;
    }
  }

  async function signIn(key: string, username: string, password: string): Promise<SeatView> {
    const user = await confirm(username, password);
    const now = context.clock();
    byKey.set(key, { id: newId(context, 'ses'), user, activeAt: now });
    return view(user, now);
  }

  return {
    seats,
    signIn,
    confirm,
    signOut: ({ key }: HostSession) => void byKey.delete(key),
    me: ({ key }: HostSession): SeatView | null => {
      const now = context.clock();
      const seat = byKey.get(key);
      return seat === undefined || isLeft(seat, now) ? null : view(seat.user, now);
    },
  };
}
