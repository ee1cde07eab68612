import { insertUser, listUsers, userNamed, type UserRow } from '../../db/people.ts';
import { hashPassword, SALT_BYTES } from '../password.ts';
import { newId } from '../services/ids.ts';
import { userView } from '../services/users.ts';
import { refuse, type Handlers } from './handler.ts';

export const userHandlers = {
  'user.list': ({ db, now }) => listUsers(db).map((row) => userView(row, now)),

  'user.add': {
    before: async ({ context }, input) => {
      const hash = await hashPassword(input.password, context.random(SALT_BYTES), context.passwordCost);
      return (call) => {
        const { username, name, credentials, licence, role, pharmacist } = input;
        if (userNamed(call.db, username))
          refuse('username-taken', username, 'a user name that nobody has or had', 'username');
        const row: UserRow = {
          id: newId(context, 'usr'),
          username,
          name,
          credentials,
          licence,
          role,
          pharmacist: pharmacist ? 1 : 0,
          password: hash,
          active_from: call.now,
          active_to: null,
        };
        insertUser(call.db, row);
        call.event({
          subject: 'user',
          subjectId: row.id,
          change: { username, name, credentials, licence, role, pharmacist },
        });
        return userView(row, call.now);
      };
    },
  },
} satisfies Partial<Handlers>;
