import type { Reply } from '../../bridge/failure.ts';

/** A host's own refusal, before any command is looked at, in the shape of every other failure. It echoes nothing. */
export const refuse = (code: string, accepted: string): Reply<never> => ({
  ok: false,
  failure: { code: 'refused', issues: [{ path: '', code, given: null, accepted }] },
});
