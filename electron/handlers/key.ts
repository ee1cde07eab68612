import { confirmSignature } from '../services/credentials.ts';
import { dataDirOf, keyIn } from '../services/backup/make.ts';
import { hasRecoveryCode, makeRecoveryCode } from '../services/keys/recover.ts';
import { refuse, type Handlers } from '../services/call.ts';

export const keyHandlers = {
  'key.status': ({ context }) => ({ recovery: hasRecoveryCode(dataDirOf(context)) }),

  'key.recovery': {
    before: async (call, { password }) => {
      await confirmSignature(call, password, 'key.recovery');
      return async ({ context, event }) => {
        await event({ subject: 'data-file', subjectId: '-', change: {} });
        return { code: makeRecoveryCode(dataDirOf(context), keyIn(context)) };
      };
    },
  },

  'recovery.key': () =>
    refuse('data-file-not-damaged', null, 'signing in: the data file is open, and its key is here'),
} satisfies Partial<Handlers>;
