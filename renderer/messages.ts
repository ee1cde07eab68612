import type { Access } from '../bridge/permissions.ts';
import { capital } from '../words/capital.ts';
import { refusalWords, type Refusal } from '../words/refusal.ts';
import type { CallFailure } from './api.ts';

const NEEDS: Readonly<Record<Exclude<Access, 'public'>, string>> = {
  'order.draft': 'drafting orders',
  'order.verify': 'a pharmacist',
  prepare: 'a technician or a pharmacist',
  'waste.witness': 'a technician or a pharmacist as the witness',
  'final-check': 'a pharmacist who did not prepare it',
  administer: 'a supervisor',
  'library.propose': 'a pharmacist or a supervisor',
  monitor: 'a pharmacist, a nurse or a coordinator',
  service: 'a supervisor or a coordinator',
  'signed-in': 'someone who is signed in',
};

/** One sentence for a failure as a whole. Exhaustive: a new code does not compile until it has words here. */
export function failureWords(f: CallFailure): string {
  switch (f.code) {
    case 'invalid-input':
    case 'refused':
      return f.issues.map(refusalWords).join(' ');
    case 'not-signed-in':
      return 'You are no longer signed in. Sign in again.';
    case 'session-locked':
      return 'This window is locked. Unlock it with your PIN or password; what you typed is still here.';
    case 'not-allowed':
      return `Your role does not allow this. It needs ${Object.entries(NEEDS).find(([access]) => access === f.needs)?.[1] ?? f.needs}.`;
    case 'not-found':
      return `There is no such ${f.what}. It may have been changed meanwhile.`;
    case 'conflict':
      return `${capital(f.what)}: ${f.detail}`;
    case 'unknown-command':
      return 'This version of the host does not know that command. Close the program and start it again.';
    case 'internal':
      return `Something went wrong inside. Nothing was changed. Tell support incident ${f.incident}.`;
    case 'no-answer':
      return 'The program behind this window does not answer. Nothing was changed; what you typed is still here.';
  }
}

/** The refusals of a failure; none where the failure is of another kind. */
export const issuesIn = (f: CallFailure | null): readonly Refusal[] =>
  f !== null && (f.code === 'invalid-input' || f.code === 'refused') ? f.issues : [];
