import { sha256 } from '../../db/canonical.ts';
import { clearAllFailures, setUser, userById, type UserRow } from '../../db/people.ts';
import { setSession } from '../../db/sessions.ts';
import { confirmSignature, underSignature } from '../services/credentials.ts';
import {
  askCode,
  confirmFactor,
  newFactor,
  offered,
  refuseDoubtfulCode,
  sameFactor,
} from '../services/second-factor.ts';
import { personView, seatView } from '../services/users.ts';
import { found, refuse, type Handlers, type ReadCall, type WriteCall } from '../services/call.ts';

export const secondFactorHandlers = {
  'factor.offer': ({ context, user }) => offered(context, user),

  'factor.enrol': {
    before: async (call, { password, current, ...shown }) => {
      const { user } = call;
      await refuseDoubtfulCode(call.db, 'code');
      await confirmSignature(call, password, 'factor.enrol');
      const showsOld = user.factor === null ? null : (current ?? askCode('current'));
      if (showsOld !== null) await confirmFactor(call, user, password, showsOld, 'current');
      const { factor, recovery } = await newFactor(call, user, password, shown);
      return async (write) => {
        await sameFactor(write, user);
        await setUser(write.db, user.id, { factor }, write.now);
        await setSession(write.db, sha256(write.session.key), { enrols: 0 });
        await write.event({
          subject: 'user',
          subjectId: user.id,
          change: {
            secondFactor: user.factor === null ? 'set up' : 'another one',
            recoveryCodes: recovery.length,
          },
        });
        return { seat: await seatView(write.db, { ...user, factor }, write.now), recovery };
      };
    },
  },

  'user.reset-factor': underSignature(
    'user.reset-factor',
    async (call, { id, reason }) => {
      const row = await resettable(call, id);
      await setUser(call.db, id, { factor: null }, call.now);
      await clearAllFailures(call.db, sha256(row.username));
      await call.event({ subject: 'user', subjectId: id, reason, change: { secondFactor: 'removed' } });
      return personView({ ...row, factor: null }, call.now);
    },
    (call, { id }) => resettable(call, id),
  ),
} satisfies Partial<Handlers>;

/** Nobody takes their own away: whoever has lost it is seen by another supervisor. */
async function resettable({ db, user }: ReadCall | WriteCall, id: string): Promise<UserRow> {
  const row = found(await userById(db, id), 'user');
  if (row.id === user.id) refuse('user-is-yourself', null, 'another person', 'id');
  if (row.factor === null) refuse('factor-none', null, 'a person who has set up a second factor', 'id');
  return row;
}
