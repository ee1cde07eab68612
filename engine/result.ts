/** One thing that is wrong with an input: where, what, what was given and what is accepted instead. */
export interface Issue {
  readonly path: string;
  readonly code: string;
  readonly given: string | null;
  readonly accepted: string;
}

export type Result<T, F = Issue> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const fail = <F>(failure: F): { readonly ok: false; readonly failure: F } => ({ ok: false, failure });

export const issue = (code: string, given: string | null, accepted: string, path = ''): Issue => ({
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

/** One line for a person: `order.regimen.demand: number-comma: "0,5" is not accepted, a decimal point is`. */
export function issueText(i: Issue): string {
  const where = i.path === '' ? '' : `${i.path}: `;
  const given = i.given === null ? '' : `"${i.given}" was given; `;
  return `${where}${i.code}: ${given}accepted: ${i.accepted}`;
}

export function unwrap<T>(r: Result<T>): T {
  if (!r.ok) throw new Refused(r.failure);
  return r.value;
}

export function never(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
