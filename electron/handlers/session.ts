import { sha256 } from '../../db/canonical.ts';
import { hasUsers, insertUser, type UserRow } from '../../db/people.ts';
import { endSession, insertSession } from '../../db/sessions.ts';
import { hashPassword, SALT_BYTES } from '../password.ts';
import { confirmPassword } from '../services/credentials.ts';
import { newId } from '../services/ids.ts';
import { seatView } from '../services/users.ts';
import { refuse, type Caller, type Handlers, type WriteCall } from './handler.ts';

const PHARMACY_EMPTY = 'an installation without users: the first supervisor is made once';

export const sessionHandlers = {
  'system.status': ({ context, db }) => ({
    firstRun: !hasUsers(db),
    version: context.version,
    ruleSet: context.library.version,
    pharmacy: context.library.site.pharmacy?.name ?? '',
    timeZone: context.library.site.timeZone,
    damaged: null,
  }),

  'system.first-run': {
    before: async (call, input) => {
      const { context } = call;
      if (hasUsers(call.db)) refuse('first-run-over', null, PHARMACY_EMPTY);
      const hash = await hashPassword(input.password, context.random(SALT_BYTES), context.passwordCost);
      return (write) => {
        if (hasUsers(write.db)) refuse('first-run-over', null, PHARMACY_EMPTY);
        const { username, name, credentials, licence, pharmacist } = input;
        const row: UserRow = {
          id: newId(context, 'usr'),
          username,
          name,
          credentials,
          licence,
          role: 'supervisor',
          pharmacist: pharmacist ? 1 : 0,
          password: hash,
          active_from: write.now,
          active_to: null,
          badge: null,
          pin: null,
          password_until: null,
        };
        insertUser(write.db, row);
        open(write, row);
        write.event({
          user: username,
          subject: 'user',
          subjectId: row.id,
          change: { username, name, credentials, licence, role: 'supervisor', pharmacist },
        });
        return seatView(write.db, row, write.now);
      };
    },
  },

  'session.sign-in': {
    before: async (call, input) => {
      const user = await confirmPassword(call, input.username, input.password, 'session.sign-in.refused');
      return (write) => {
        open(write, user);
        write.event({ user: user.username, subject: 'user', subjectId: user.id, change: {} });
        return seatView(write.db, user, write.now);
      };
    },
  },

  'session.sign-out': (call) => {
    endSession(call.db, sha256(call.session.key), call.now);
    call.event({ subject: 'user', subjectId: call.user.id, change: {} });
    return {};
  },

  'session.me': ({ db, user, now, locked }) => (user === null ? null : seatView(db, user, now, locked)),
} satisfies Partial<Handlers>;

/** Whoever was signed in at this window before is not any more. */
function open(call: WriteCall<Caller>, user: UserRow): void {
  const key = sha256(call.session.key);
  endSession(call.db, key, call.now);
  insertSession(call.db, {
    id: newId(call.context, 'ses'),
    key_hash: key,
    user_id: user.id,
    station: call.session.station,
    at: call.now,
    ended_at: null,
    active_at: call.now,
  });
}
