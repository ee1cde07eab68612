import { insertPolicy } from '../../db/policies.ts';
import { confirmSignature } from '../services/credentials.ts';
import { policyIn } from '../services/policy.ts';
import { sameVersion, type Handlers } from '../services/call.ts';

export const policyHandlers = {
  'policy.get': ({ db }) => policyIn(db),

  'policy.save': {
    before: async (call, input) => {
      sameVersion((await policyIn(call.db)).version, input.expectedVersion, 'policy');
      await confirmSignature(call, input.password, 'policy.save');
      return async (write) => {
        const { version, settings: from } = await policyIn(write.db);
        sameVersion(version, input.expectedVersion, 'policy');
        const row = {
          version: version + 1,
          content: JSON.stringify(input.settings),
          by_user: write.user.id,
          at: write.now,
        };
        await insertPolicy(write.db, row);
        await write.event({
          subject: 'policy',
          subjectId: '-',
          version: row.version,
          change: { from, to: input.settings },
        });
        return policyIn(write.db);
      };
    },
  },
} satisfies Partial<Handlers>;
