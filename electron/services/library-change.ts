import * as z from 'zod';
import { hashOf } from '../../db/canonical.ts';
import type { Read, Write } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { hasLibrary, insertLibrary } from '../../db/libraries.ts';
import { endorsements, type ChangeRow } from '../../db/library-changes.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import { once } from '../../engine/derivation/lazy.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import {
  effectOf,
  recordsAfter,
  withSite,
  type Bringing,
  type Effect,
} from '../../engine/formulary/records/overlay.ts';
import { recordChange, type RecordChange } from '../../engine/formulary/records/site-record.ts';
import { asRecordChange, ruleChange } from '../../engine/formulary/rule-change.ts';
import { answeredSite, siteAnswer, type SiteAnswer } from '../../engine/formulary/site-answer.ts';
import { Refused, type Issue, type Result } from '../../engine/number/result.ts';
import { utc } from './log-filter.ts';

/** The library as it came with this program. Nobody changes it: what is made of it is made anew. */
export const published = once(seedLibrary);

/** A record of the library, or an answer that the pharmacy gives once for all orders. */
export type LibraryChange = RecordChange | SiteAnswer;
export const isAnswer = (change: LibraryChange): change is SiteAnswer => 'kind' in change;

/** What a stop says of itself beside its record: it came into force with the signature of one. */
const storedRecord = recordChange.extend({ atOnce: z.strictObject({ ruleSet: z.string() }).optional() });
const stored = z.union([storedRecord, ruleChange, siteAnswer]);
type Stored = Pick<ChangeRow, 'id' | 'content'>;
const readStored = ({ id, content }: Stored) => kept(stored, content, 'library_change', id);

/** What somebody proposed, as it is stored; a change of a rule from before there were records is the record that it makes. */
export function storedChange(row: Stored): LibraryChange {
  const change = readStored(row);
  if ('rule' in change) return asRecordChange(published(), change);
  if ('kind' in change) return change;
  const { atOnce: _, ...record } = change;
  return record;
}

/** The rule set that a stop brought into force at once; null of what another person decides. */
export function atOnceOf(row: Stored): string | null {
  const change = readStored(row);
  return 'atOnce' in change ? (change.atOnce?.ruleSet ?? null) : null;
}

/** `2026.11.1+site.3`: the rules of a seed with the site's settings for the third time. */
export async function nextVersion(
  current: string,
  isTaken: (version: string) => Promise<boolean>,
): Promise<string> {
  const [base = current] = current.split('+');
  for (let n = 1; ; n += 1) {
    const version = `${base}+site.${n}`;
    if (!(await isTaken(version))) return version;
  }
}

const NOBODY: Bringing = { change: '', by: '', approvedBy: [], at: '', until: null };
/** Nobody approved it yet: whether it is laxer is what is asked. */
interface Changed {
  readonly library: Library;
  /** null of an answer of the pharmacy, which adds what was not known */
  readonly effect: Effect | null;
}

/** A rule set with one more change in it, or why it can not be. */
export function changedLibrary(
  current: Library,
  change: LibraryChange,
  version: string,
  bringing: Bringing = NOBODY,
): Result<Changed, readonly Issue[]> {
  if (isAnswer(change)) {
    const site = answeredSite(current, change);
    return site.ok
      ? { ok: true, value: { library: { ...current, version, site: site.value }, effect: null } }
      : { ok: false, failure: [site.failure] };
  }
  const effect = effectOf(published(), current, change);
  if (!effect.ok) return effect;
  const records = recordsAfter(current.site.records, change, effect.value, bringing);
  const { library } = withSite(published(), { ...current.site, records }, version);
  return { ok: true, value: { library, effect: effect.value } };
}

/** The value of an answer, or its refusals thrown for the host to show. */
export function taken<T>(result: Result<T, readonly Issue[]>): T {
  if (result.ok) return result.value;
  throw new Refused(...result.failure);
}

/** Who stands for a change that comes into force: whoever proposed it, and everybody who signed it. */
export async function bringingOf(
  db: Read,
  row: ChangeRow,
  change: LibraryChange,
  at: string,
  approver: string | null,
): Promise<Bringing> {
  const first = (await endorsements(db, row.id)).map((e) => e.by);
  return {
    change: row.id,
    by: row.by,
    approvedBy: [...first, ...(approver === null ? [] : [approver])],
    at,
    until: isAnswer(change) ? null : (utc(change.until ?? undefined) ?? null),
  };
}

/** Writes a rule set as the one in force from now on. */
export async function putLibrary(db: Write, current: Library, site: Library['site'], at: string) {
  const version = await nextVersion(current.version, (v) => hasLibrary(db, v));
  const { library, leftOut } = withSite(published(), site, version);
  return { ...(await written(db, library, at)), leftOut };
}

async function written(db: Write, library: Library, at: string) {
  const { version } = library;
  const hash = hashOf(library);
  await insertLibrary(db, { version, hash, content: JSON.stringify(library), origin: 'site', at });
  return { version, hash };
}

/** Writes a rule set with one more change as the one in force from now on. */
export async function putInForce(
  db: Write,
  current: Library,
  change: LibraryChange,
  bringing: Bringing,
): Promise<Result<{ readonly version: string; readonly hash: string }, readonly Issue[]>> {
  const version = await nextVersion(current.version, (v) => hasLibrary(db, v));
  const made = changedLibrary(current, change, version, bringing);
  return made.ok ? { ok: true, value: await written(db, made.value.library, bringing.at) } : made;
}
