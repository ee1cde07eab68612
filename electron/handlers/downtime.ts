import { downtimeLines, downtimeSheet } from '../services/downtime.ts';
import type { Handlers } from '../services/call.ts';

export const downtimeHandlers = {
  'downtime.list': async ({ db, context, now }) => downtimeLines(db, await context.library(), now),

  'downtime.sheet': {
    before: async (call, { id }) => {
      const sheet = await downtimeSheet(call, id);
      return () => sheet;
    },
  },
} satisfies Partial<Handlers>;
