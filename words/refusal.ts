import type { Accepted } from '../engine/answers/accepted.ts';
import type { Issue } from '../engine/number/result.ts';
import { accepted } from './en/accepted.ts';
import { refusals, type Refused } from './en/refusals.ts';
import { say } from './say.ts';

export const acceptedWords = (a: Accepted): string => say(accepted, a);

/** A refusal as it leaves a host: where, what, what was given, and what is accepted in words. */
export interface Refusal extends Omit<Issue, 'accepted'> {
  readonly accepted: string;
}

/** The one place in which refusals get their words, on every host. */
export const refusalsOf = (issues: readonly Issue[]): Refusal[] =>
  issues.map((i) => ({ ...i, accepted: acceptedWords(i.accepted) }));

/** One line for a person: `order.regimen.demand: number-has-comma: "0,5" was given; accepted: a decimal point`. */
export const refusalText = (i: Issue): string => {
  const where = i.path === '' ? '' : `${i.path}: `;
  const given = i.given === null ? '' : `"${i.given}" was given; `;
  return `${where}${i.code}: ${given}accepted: ${acceptedWords(i.accepted)}`;
};

/** One sentence for one refusal. An unknown code is still said in full: what was given, and what is accepted. */
export function refusalWords(i: Refused): string {
  const known = refusals[i.code];
  if (known) return known(i);
  return i.given === null || i.given === ''
    ? `Needed: ${i.accepted}.`
    : `“${i.given}” is not accepted. Accepted: ${i.accepted}.`;
}
