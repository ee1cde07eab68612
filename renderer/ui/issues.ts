import type { CallFailure } from '../api.ts';
import { issuesIn, type IssueLike } from '../messages.ts';

/** The part of a path that hosts put in front of the record's own field names. */
const PREFIX = /^(?:content|order|record)\./;

export const fieldPath = (path: string): string => path.replace(PREFIX, '');

/** Refusals by field. A refusal of a part of a field (`allergies.2.substance`) is also found under the part's parents. */
export class FieldIssues {
  private readonly issues: readonly IssueLike[];
  constructor(...lists: readonly (readonly IssueLike[])[]) {
    this.issues = lists.flat().map((i) => ({ ...i, path: fieldPath(i.path) }));
  }
  static of(failure: CallFailure | null): FieldIssues {
    return new FieldIssues(issuesIn(failure));
  }
  at(path: string): readonly IssueLike[] {
    return this.issues.filter((i) => i.path === path);
  }
  /** also those of anything inside the field */
  under(path: string): readonly IssueLike[] {
    return this.issues.filter((i) => i.path === path || i.path.startsWith(`${path}.`));
  }
  /** refusals that none of these fields shows */
  besides(paths: readonly string[]): readonly IssueLike[] {
    return this.issues.filter((i) => !paths.includes(i.path));
  }
  has(code: string): IssueLike | undefined {
    return this.issues.find((i) => i.code === code);
  }
  get count(): number {
    return this.issues.length;
  }
}
