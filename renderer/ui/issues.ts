import type { CallFailure } from '../api.ts';
import type { Refusal } from '../../words/refusal.ts';
import { issuesIn } from '../messages.ts';

/** A refusal at a field. */
export interface Said extends Refusal {
  /** the answer of the host that it came with, if it did */
  readonly said?: object | undefined;
}

/** The part of a path that hosts put in front of the record's own field names. */
const PREFIX = /^(?:content|order|record)\./;

export const fieldPath = (path: string): string => path.replace(PREFIX, '');

/** Refusals by field. A refusal of a part of a field (`allergies.2.substance`) is also found under the part's parents. */
export class FieldIssues {
  private readonly issues: readonly Said[];
  constructor(...lists: readonly (readonly Said[])[]) {
    this.issues = lists.flat().map((i) => ({ ...i, path: fieldPath(i.path) }));
  }
  static of(failure: CallFailure | null): FieldIssues {
    return new FieldIssues(issuesIn(failure).map((i) => ({ ...i, said: failure ?? undefined })));
  }
  at(path: string): readonly Said[] {
    return this.issues.filter((i) => i.path === path);
  }
  /** also those of anything inside the field */
  under(path: string): readonly Said[] {
    return this.issues.filter((i) => i.path === path || i.path.startsWith(`${path}.`));
  }
  /** refusals that none of these fields shows */
  besides(paths: readonly string[]): readonly Said[] {
    return this.issues.filter((i) => !paths.includes(i.path));
  }
  has(code: string): Said | undefined {
    return this.issues.find((i) => i.code === code);
  }
  /** without what the host said of a value that is another by now than the one that it was sent */
  unchanged(sent: unknown, now: unknown): FieldIssues {
    return new FieldIssues(
      this.issues.filter(
        ({ path }) => JSON.stringify([valueAt(sent, path)]) === JSON.stringify([valueAt(now, path)]),
      ),
    );
  }
  get count(): number {
    return this.issues.length;
  }
}

/** What stands at a path of a record, or of the nearest part of the path that is there: a field that went has changed with it. */
function valueAt(of: unknown, path: string): unknown {
  let at = of;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null) return at;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}
