import { ruleSignals } from '../services/signals.ts';
import type { Handlers } from './handler.ts';
import { utc } from './log.ts';

export const signalHandlers = {
  'signal.report': ({ db }, { from, to }) => ruleSignals(db, { from: utc(from), to: utc(to) }),
} satisfies Partial<Handlers>;
