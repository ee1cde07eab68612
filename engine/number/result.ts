import type { Accepted } from '../answers/accepted.ts';
/** One thing that is wrong with an input: where, what, what was given and what is accepted instead. */
export interface Issue {
  readonly path: string;
  readonly code: string;
  readonly given: string | null;
  readonly accepted: Accepted;
}

export type Result<T, F = Issue> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

/** An answer. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** A refusal in place of an answer. */
export const fail = <F>(failure: F): { readonly ok: false; readonly failure: F } => ({ ok: false, failure });

/** A refusal by name: its code, what was given, what is accepted, and where. */
export const issue = (code: string, given: string | null, accepted: Accepted, path = ''): Issue => ({
  path,
  code,
  given,
  accepted,
});

/** A refusal met deep in a computation. Hosts turn it into `{ok: false, failure}`; it never carries a stack outside. */
export class Refused extends Error {
  readonly issues: readonly Issue[];
  constructor(...issues: Issue[]) {
    super(issues.map(issueText).join('; '));
    this.name = 'Refused';
    this.issues = issues;
  }
}

/** One line for a log and a test: `order.regimen.demand: number-has-comma: "0,5"`. What a person reads stands in `words/`. */
function issueText(i: Issue): string {
  const where = i.path === '' ? '' : `${i.path}: `;
  const given = i.given === null ? '' : `: "${i.given}"`;
  return `${where}${i.code}${given}${typeof i.accepted === 'string' ? `; accepted: ${i.accepted}` : ''}`;
}

/** The answer; a refusal is thrown, for the caller who has asked before. */
export function unwrap<T>(r: Result<T>): T {
  if (!r.ok) throw new Refused(r.failure);
  return r.value;
}

/** Reached by no value that the types know. */
export function never(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
