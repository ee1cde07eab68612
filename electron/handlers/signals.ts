import { countedSignals } from '../services/signals.ts';
import type { Handlers } from '../services/call.ts';
import { breathe } from '../services/log-state.ts';
import { utc } from '../services/log-filter.ts';

export const signalHandlers = {
  'signal.report': {
    before: async ({ context }, { from, to }) => {
      const counted = countedSignals({ from: utc(from), to: utc(to) });
      while (await context.store.read(counted.step)) await breathe();
      return ({ db }) => counted.rows(db);
    },
  },
} satisfies Partial<Handlers>;
