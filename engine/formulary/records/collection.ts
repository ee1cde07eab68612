import type * as z from 'zod';
import type { Source } from '../../derivation/derivation.ts';
import type { Issue } from '../../number/result.ts';
import type { Library } from '../formulary.ts';

/**
 * What a change does to what is asked of an order. `laxer` only where it can be told that something passes that did not
 * before; `untold` where it may do either.
 */
export type Bearing = 'same' | 'stricter' | 'laxer' | 'untold';

/** What the library keeps beside a record of a site, and the words for whoever meets it in a finding. */
export interface Mark {
  /** null: the source that was published stays */
  readonly source: Source | null;
  readonly provenance: string;
  /** what is published under the same key; null: nothing */
  readonly published: unknown;
  /** beside what is published */
  readonly bearing: Bearing;
  /** the record itself stays as it is: somebody compared it with its document */
  readonly confirmed: boolean;
}

/** A record as it stands in a library, with where it comes from. */
export interface Row {
  readonly key: string;
  readonly record: unknown;
  readonly source: Source | null;
  readonly provenance: string;
  /** ids of the drugs that it speaks of; none: of all of them */
  readonly drugs: readonly string[];
}

/** What a record is held against before it is taken. */
interface Among {
  /** the library without it */
  readonly library: Library;
  /** what is published under its key; null: nothing */
  readonly published: unknown;
}

/**
 * One collection of records of the library: everything that is known of a kind of record, as data. `R` is the record as
 * its form has it: without source and provenance, which are those of the change that brought it.
 */
export interface Collection<R = unknown> {
  readonly id: string;
  /** in the field's words: of all of them, and of one */
  readonly title: string;
  readonly one: string;
  /** a published record of it is changed and never withdrawn, so that each finding that it changes says so */
  readonly staysPublished?: true;
  /** what only this site can say: it goes into no file for others, and is taken from none */
  readonly ofSiteAlone?: true;
  readonly schema: z.ZodType<R>;
  key(record: R): string;
  /** what a record says, made from its figures */
  says(record: R): string;
  rows(library: Library): readonly Row[];
  put(library: Library, record: R, mark: Mark): Library;
  drop(library: Library, key: string): Library;
  /** from one record to another of the same key; null: there is none */
  bearing(before: R | null, after: R | null): Bearing;
  issues(record: R, among: Among): readonly Issue[];
}

/** A list of the library whose entries are records of a collection. */
interface Listed<R, S> {
  readonly list: (library: Library) => readonly S[];
  readonly withList: (library: Library, list: readonly S[]) => Library;
  readonly key: (record: R) => string;
  readonly recordOf: (stored: S) => R;
  /** `before`: what stands under the key, the parts of which that no form has stay */
  readonly stored: (record: R, mark: Mark, before: S | undefined) => S;
  readonly origin: (stored: S) => { readonly source: Source | null; readonly provenance: string };
  readonly drugs: (record: R) => readonly string[];
}

/** How the records of a list are read, put and dropped. */
export function inList<R, S>(l: Listed<R, S>): Pick<Collection<R>, 'key' | 'rows' | 'put' | 'drop'> {
  const keyOf = (stored: S) => l.key(l.recordOf(stored));
  return {
    key: l.key,
    rows: (library) =>
      l.list(library).map((stored) => {
        const record = l.recordOf(stored);
        return { key: l.key(record), record, ...l.origin(stored), drugs: l.drugs(record) };
      }),
    put: (library, record, mark) => {
      const list = l.list(library);
      const key = l.key(record);
      const at = list.findIndex((stored) => keyOf(stored) === key);
      const stored = l.stored(record, mark, list[at]);
      return l.withList(library, at < 0 ? [...list, stored] : list.with(at, stored));
    },
    drop: (library, key) =>
      l.withList(
        library,
        l.list(library).filter((stored) => keyOf(stored) !== key),
      ),
  };
}

/** Of a kind of record of which nobody can tell which is the stricter one. */
export const cannotBeTold = (before: unknown, after: unknown): Bearing =>
  isSame(before, after) ? 'same' : 'untold';

/** Both together: laxer in anything is laxer, and what can not be told is not stricter. */
export function together(bearings: readonly Bearing[]): Bearing {
  const first = (['laxer', 'untold', 'stricter'] as const).find((b) => bearings.includes(b));
  return first ?? 'same';
}

/** The parts of an object in the order of their names, so that two of the same content are the same text. */
const ordered = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
/** Do two records say the same, in whatever order their parts stand? */
export const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null, ordered) === JSON.stringify(b ?? null, ordered);

/** A stored entry as its form has it: where it comes from is told beside it. */
export function figuresOf<T extends { source: unknown; provenance: unknown }>(
  stored: T,
): Omit<T, 'source' | 'provenance'> {
  const { source: _, provenance: __, ...figures } = stored;
  return figures;
}
