import { issuesOf } from '../../number/fields.ts';
import { issue, type Issue, type Result } from '../../number/result.ts';
import type { Library } from '../formulary.ts';
import { isSame, type Bearing, type Collection, type Mark } from './collection.ts';
import { asSiteRecords } from '../rule-change.ts';
import { collectionOf, collections } from './registry.ts';
import type { RecordChange, SiteRecord } from './site-record.ts';

type Key = Pick<SiteRecord, 'collection' | 'id'>;
const isOf = (a: Key, b: Key): boolean => a.collection === b.collection && a.id === b.id;

/** A record of a site that is not laid over what is published any more, and the name of why. */
interface LeftOut extends Key {
  readonly why: string;
}

const rowOf = (collection: Collection, library: Library, id: string) =>
  collection.rows(library).find((row) => row.key === id);
const publishedIn = (collection: Collection, published: Library, id: string): unknown =>
  rowOf(collection, published, id)?.record ?? null;

function markOf(r: SiteRecord, published: unknown, bearing: Bearing): Mark {
  const approved = r.approvedBy.length === 0 ? '' : `, approved by ${r.approvedBy.join(' and ')}`;
  return {
    source: r.reference === null ? null : { id: 'SITE', title: r.reference },
    provenance:
      bearing === 'laxer'
        ? `laxer than published${approved}`
        : r.reference === null
          ? 'house rule'
          : `of this pharmacy${approved}`,
    published,
    bearing,
    confirmed: false,
  };
}

/** Lays one record of a site over a library, or names why it can not. */
function laid(library: Library, published: Library, r: SiteRecord): Result<Library, string> {
  const collection = collectionOf(r.collection);
  if (!collection) return { ok: false, failure: 'collection-unknown' };
  const before = publishedIn(collection, published, r.id);
  if (r.op === 'withdraw') {
    if (before !== null && collection.staysPublished)
      return { ok: false, failure: 'published-not-withdrawn' };
    return { ok: true, value: collection.drop(library, r.id) };
  }
  const read = collection.schema.safeParse(r.record);
  if (!read.success) return { ok: false, failure: 'record-not-read' };
  const among = { library: collection.drop(library, r.id), published: before };
  const [first] = collection.issues(read.data, among);
  if (first) return { ok: false, failure: first.code };
  const bearing = before === null ? 'untold' : collection.bearing(before, read.data);
  // what was approved beside other figures is not beside these, unless it is as strict as they are
  const isOther = !isSame(before, r.published) && bearing !== 'same' && bearing !== 'stricter';
  if (before !== null && isOther) return { ok: false, failure: 'published-changed' };
  if (bearing === 'laxer' && !r.laxer) return { ok: false, failure: 'record-laxer' };
  return { ok: true, value: collection.put(library, read.data, markOf(r, before, bearing)) };
}

/**
 * A published library with what a site decided laid over it. Answers as well which of the site's records were left out
 * because of what is published now: they stay among the records of the site, and nothing disappears without a word.
 */
export function withSite(
  published: Library,
  site: Library['site'],
  version: string,
): { readonly library: Library; readonly leftOut: readonly LeftOut[] } {
  const records = [...asSiteRecords(published, site.rules), ...site.records];
  let library: Library = { ...published, version, site: { ...site, rules: {}, records } };
  const leftOut: LeftOut[] = [];
  const counted = records.filter((r, i) => !records.slice(i + 1).some((later) => isOf(later, r)));
  const inOrder = [
    ...collections.flatMap((c) => counted.filter((r) => r.collection === c.id)),
    ...counted.filter((r) => collectionOf(r.collection) === undefined),
  ];
  for (const r of inOrder) {
    const made = laid(library, published, r);
    if (made.ok) library = made.value;
    else leftOut.push({ collection: r.collection, id: r.id, why: made.failure });
  }
  return { library, leftOut };
}

/** Who brings a change into force, and since when; the proposal that it stands in. */
export interface Bringing {
  readonly change: string;
  readonly by: string;
  readonly approvedBy: readonly string[];
  readonly at: string;
  readonly until: string | null;
}

/** What a change does: from which record to which, what is published, and whether it lets something pass. */
export interface Effect {
  readonly collection: Collection;
  readonly before: unknown;
  readonly after: unknown;
  readonly published: unknown;
  /** laxer than what is in force or than what is published: it takes two supervisors */
  readonly laxer: boolean;
  readonly bearing: Bearing;
}

const at = (path: string, issues: readonly Issue[]): Issue[] =>
  issues.map((i) => ({ ...i, path: i.path === '' ? path : `${path}.${i.path}` }));

function refusedRecord(
  collection: Collection,
  change: RecordChange,
  current: Library,
  published: unknown,
): Result<unknown, readonly Issue[]> {
  const read = collection.schema.safeParse(change.record);
  if (!read.success) return { ok: false, failure: at('record', issuesOf(read.error, change.record)) };
  const key = collection.key(read.data);
  if (key !== change.id)
    return {
      ok: false,
      failure: [issue('record-id-differs', change.id, { code: 'id-of-record', id: key }, 'id')],
    };
  const among = { library: collection.drop(current, change.id), published };
  const found = collection.issues(read.data, among);
  return found.length > 0 ? { ok: false, failure: at('record', found) } : { ok: true, value: read.data };
}

/**
 * What a proposed change does to the library in force, or why it is refused: `collection-unknown`, `record-unknown`,
 * `record-unchanged`, `record-id-differs`, `published-not-withdrawn`, `reference-missing`, and what its collection refuses of
 * the record itself. `published` is the library as it came.
 */
export function effectOf(
  published: Library,
  current: Library,
  change: RecordChange,
): Result<Effect, readonly Issue[]> {
  const collection = collectionOf(change.collection);
  const refused = (
    code: string,
    accepted: Issue['accepted'],
    path: string,
    given: string | null = change.id,
  ) => ({ ok: false, failure: [issue(code, given, accepted, path)] }) as const;
  if (!collection)
    return refused(
      'collection-unknown',
      { code: 'one-of', options: collections.map((c) => c.id) },
      'collection',
      change.collection,
    );
  const original = publishedIn(collection, published, change.id);
  const before = rowOf(collection, current, change.id)?.record ?? null;
  let after: unknown = null;
  if (change.op === 'withdraw') {
    if (before === null)
      return refused('record-unknown', { code: 'record-of', collection: collection.title }, 'id');
    if (original !== null && collection.staysPublished)
      return refused('published-not-withdrawn', { code: 'changed-instead' }, 'op');
  } else {
    const read = refusedRecord(collection, change, current, original);
    if (!read.ok) return read;
    after = read.value;
    if (isSame(before, after)) return refused('record-unchanged', { code: 'not-in-force-yet' }, 'record');
  }
  const bearing = collection.bearing(before, after);
  const beside = original === null ? 'untold' : collection.bearing(original, after);
  const laxer = bearing === 'laxer' || beside === 'laxer';
  return { ok: true, value: { collection, before, after, published: original, laxer, bearing } };
}

/**
 * The records of a site with one change among them. What says again what is published is no record of the site any more;
 * what ends lies over what it is an exception from, which holds again then.
 */
export function recordsAfter(
  records: readonly SiteRecord[],
  change: RecordChange,
  { published, laxer }: Pick<Effect, 'published' | 'laxer'>,
  bringing: Bringing,
): SiteRecord[] {
  const others = records.filter((r) => !isOf(r, change));
  const isBack = change.op === 'withdraw' ? published === null : isSame(change.record, published);
  if (isBack && bringing.until === null) return others;
  const own: SiteRecord = {
    collection: change.collection,
    id: change.id,
    op: change.op,
    ...(change.op === 'put' && { record: change.record }),
    reference: change.reference,
    published,
    laxer,
    ...bringing,
    approvedBy: [...bringing.approvedBy],
  };
  return bringing.until === null ? [...others, own] : [...records, own];
}

/** The records of a site without those whose end has come. `now` in UTC. */
export const withoutEnded = (records: readonly SiteRecord[], now: string): SiteRecord[] =>
  records.filter((r) => r.until === null || r.until > now);
