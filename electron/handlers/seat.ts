import { sha256 } from '../../db/canonical.ts';
import { setUser, userById, type UserRow } from '../../db/people.ts';
import { endSessionsOf, setSession } from '../../db/sessions.ts';
import { hashPassword, SALT_BYTES, verifyPassword } from '../services/password.ts';
import { refuseGuessable } from '../services/password-strength.ts';
import { confirmPassword, confirmPin, confirmSignature } from '../services/credentials.ts';
import { factorUnder, sameFactor } from '../services/second-factor.ts';
import { seatView } from '../services/users.ts';
import { found, refuse, type Handlers, type WriteCall } from '../services/call.ts';

/** The person as stored now, at a window that is open. */
const seatNow = async ({ db, user, now, enrols }: WriteCall) =>
  seatView(db, found(await userById(db, user.id), 'user'), now, { enrols });
const about = (user: UserRow) => ({ subject: 'user', subjectId: user.id });

/** What the person at a window does with the window, the PIN and the password: their own, never another's. */
export const seatHandlers = {
  'session.lock': async (call) => {
    await setSession(call.db, sha256(call.session.key), { locked_at: call.now });
    await call.event({ ...about(call.user), change: {} });
    return seatView(call.db, call.user, call.now, { locked: true, enrols: call.enrols });
  },

  'session.unlock': {
    before: async (call, { kind, secret }) => {
      if (!call.locked) refuse('session-not-locked', null, 'a window that is locked', 'secret');
      if (kind === 'pin') await confirmPin(call, secret);
      else await confirmPassword(call, call.user.username, secret, 'session.unlock.refused', 'secret');
      return async (write) => {
        await setSession(write.db, sha256(write.session.key), {
          locked_at: null,
          active_at: write.now,
          pin_tries: 0,
        });
        await write.event({ ...about(write.user), change: { by: kind } });
        return seatNow(write);
      };
    },
  },

  'session.set-pin': {
    before: async (call, { pin, password }) => {
      await confirmSignature(call, password, 'session.set-pin');
      const { context } = call;
      const hash =
        pin === null ? null : await hashPassword(pin, context.random(SALT_BYTES), context.passwordCost);
      return async (write) => {
        await setUser(write.db, write.user.id, { pin: hash }, write.now);
        await write.event({ ...about(write.user), change: { pin: pin === null ? 'removed' : 'set' } });
        return seatNow(write);
      };
    },
  },

  'session.change-password': {
    before: async (call, input) => {
      const { context, user } = call;
      await confirmPassword(call, user.username, input.old, 'session.change-password.refused', 'old');
      await refuseGuessable(input.new, user.username, 'new');
      if (await verifyPassword(input.new, user.password, context.passwordCost))
        refuse('password-unchanged', null, 'another password than before', 'new');
      const hash = await hashPassword(input.new, context.random(SALT_BYTES), context.passwordCost);
      const factor = await factorUnder(context, user, input.old, input.new);
      return async (write) => {
        await sameFactor(write, user);
        await setUser(write.db, user.id, { password: hash, password_until: null, factor }, write.now);
        // Whoever knew the old one may sit somewhere with it.
        const ended = await endSessionsOf(write.db, user.id, write.now, sha256(write.session.key));
        await write.event({ ...about(user), change: { password: 'changed', sessionsEnded: ended } });
        return seatNow(write);
      };
    },
  },
} satisfies Partial<Handlers>;
