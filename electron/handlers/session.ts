import { sha256 } from '../../db/canonical.ts';
import { activeUserNamed, hasUsers, insertUser, setUser, type UserRow } from '../../db/people.ts';
import { endSession, insertSession } from '../../db/sessions.ts';
import { hashPassword, SALT_BYTES } from '../services/password.ts';
import { refuseGuessable } from '../services/password-strength.ts';
import { confirmPassword, SIGN_IN, underSignature } from '../services/credentials.ts';
import { clockView, confirmClock, isInDoubt, NOT_IN_DOUBT } from '../services/clock.ts';
import { newId } from '../services/ids.ts';
import { askCode, confirmFactor, isAsked, usedCode } from '../services/second-factor.ts';
import { personFits } from '../services/printable.ts';
import { seatView } from '../services/users.ts';
import { refuse, type Caller, type Handlers, type WriteCall } from '../services/call.ts';

const PHARMACY_EMPTY = 'an installation without users: the first supervisor is made once';

export const sessionHandlers = {
  'system.status': async ({ context, db }) => ({
    firstRun: !(await hasUsers(db)),
    version: context.version,
    ruleSet: (await context.library()).version,
    pharmacy: (await context.library()).site.pharmacy?.name ?? '',
    timeZone: (await context.library()).site.timeZone,
    damaged: null,
    clock: await clockView(db, context.clock()),
  }),

  'system.first-run': {
    before: async (call, input) => {
      const { context } = call;
      if (await hasUsers(call.db)) refuse('first-run-over', null, PHARMACY_EMPTY);
      await personFits(context, input, call);
      await refuseGuessable(input.password, input.username, 'password');
      const hash = await hashPassword(input.password, context.random(SALT_BYTES), context.passwordCost);
      return async (write) => {
        if (await hasUsers(write.db)) refuse('first-run-over', null, PHARMACY_EMPTY);
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
          factor: null,
        };
        await insertUser(write.db, row);
        await open(write, row, false);
        await write.event({
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
      const user = await confirmPassword(call, input.username, input.password, SIGN_IN);
      const isAskedFor = await isAsked(call.db, user);
      const enrols = isAskedFor && user.factor === null;
      const shown =
        isAskedFor && !enrols
          ? await confirmFactor(call, user, input.password, input.code ?? askCode('code'))
          : null;
      return async (write) => {
        // Another window may have used it up, or changed it, while this one was hashed.
        const still = await activeUserNamed(write.db, user.username, write.now);
        if (still?.password !== user.password || still.password_until !== user.password_until)
          refuse('password-wrong', null, 'the user name and its password', 'password');
        if (shown !== null && still?.factor !== user.factor) throw usedCode();
        await open(write, user, enrols);
        const isOneTime = user.password_until !== null;
        // Good once: it has done what it was made for, and nobody opens another window with it.
        if (isOneTime) await setUser(write.db, user.id, { password_until: write.now }, write.now);
        if (shown !== null) await setUser(write.db, user.id, { factor: shown.factor }, write.now);
        await write.event({
          user: user.username,
          subject: 'user',
          subjectId: user.id,
          change: {
            ...(isOneTime && { oneTimePassword: 'used' }),
            ...(enrols && { secondFactor: 'to be set up' }),
            ...(shown && { secondFactor: shown.by, recoveryCodesLeft: shown.recoveryLeft }),
          },
        });
        return seatView(write.db, user, write.now, { enrols });
      };
    },
  },

  'session.sign-out': async (call) => {
    await endSession(call.db, sha256(call.session.key), call.now);
    await call.event({ subject: 'user', subjectId: call.user.id, change: {} });
    return {};
  },

  'clock.confirm': underSignature(
    'clock.confirm',
    async ({ context, db, user, now, event }) => {
      const { why, trusted, found } = await confirmClock(db, context.store, now, user.id);
      await event({ subject: 'clock', subjectId: '-', change: { why, trusted, found, confirmed: now } });
      return {};
    },
    async ({ db }) => {
      if (!(await isInDoubt(db))) refuse('clock-not-in-doubt', null, NOT_IN_DOUBT);
    },
  ),

  'session.me': async ({ db, user, now, locked, enrols }) =>
    user === null ? null : await seatView(db, user, now, { locked, enrols }),
} satisfies Partial<Handlers>;

/** Whoever was signed in at this window before is not any more. */
async function open(call: WriteCall<Caller>, user: UserRow, enrols: boolean): Promise<void> {
  const key = sha256(call.session.key);
  await endSession(call.db, key, call.now);
  await insertSession(call.db, {
    id: newId(call.context, 'ses'),
    key_hash: key,
    user_id: user.id,
    station: call.session.station,
    at: call.now,
    ended_at: null,
    active_at: call.now,
    enrols: enrols ? 1 : 0,
    host: call.context.store.host,
  });
}
