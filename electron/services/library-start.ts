import * as z from 'zod';
import { hashOf } from '../../db/canonical.ts';
import { appendEvent } from '../../db/event-log.ts';
import type { Read, Write } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { hasLibrary, insertLibrary } from '../../db/libraries.ts';
import { comingChanges, dueChanges, insertStart, isDue, type ChangeRow } from '../../db/library-changes.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import {
  changedRules,
  ruleChange,
  withSiteRules,
  type RuleChange,
} from '../../engine/formulary/rule-change.ts';
import { answeredSite, siteAnswer, type SiteAnswer } from '../../engine/formulary/site-answer.ts';
import type { Result } from '../../engine/number/result.ts';
import type { Context } from './context.ts';

/** A rule of the library made stricter, or an answer that the pharmacy gives once for all orders. */
export type LibraryChange = RuleChange | SiteAnswer;
export const isAnswer = (change: LibraryChange): change is SiteAnswer => 'kind' in change;

/** What somebody proposed, as it is stored; proposals of before had no instant. */
export const storedChange = ({ id, content }: Pick<ChangeRow, 'id' | 'content'>): LibraryChange =>
  kept(stored, content, 'library_change', id);
const stored = z.union([ruleChange, siteAnswer]);

/** `2026.11.1+site.3`: the rules of a seed with the site's settings for the third time. */
export async function nextVersion(
  current: string,
  taken: (version: string) => Promise<boolean>,
): Promise<string> {
  const [base = current] = current.split('+');
  for (let n = 1; ; n += 1) {
    const version = `${base}+site.${n}`;
    if (!(await taken(version))) return version;
  }
}

/** A rule set with one more change in it, or why it can not be: the published rule may be stricter by now. */
export function changedLibrary(current: Library, change: LibraryChange, version: string): Result<Library> {
  if (isAnswer(change)) {
    const site = answeredSite(current, change);
    return site.ok ? { ok: true, value: { ...current, version, site: site.value } } : site;
  }
  const published = seedLibrary();
  const rules = changedRules(published, current.site.rules, change);
  return rules.ok
    ? { ok: true, value: withSiteRules({ ...published, version, site: current.site }, rules.value).library }
    : rules;
}

/** Writes a rule set with one more change as the one in force from now on. */
export async function putInForce(db: Write, current: Library, change: LibraryChange, at: string) {
  const version = await nextVersion(current.version, (v) => hasLibrary(db, v));
  const made = changedLibrary(current, change, version);
  if (!made.ok) return made;
  const hash = hashOf(made.value);
  await insertLibrary(db, { version, hash, content: JSON.stringify(made.value), origin: 'site', at });
  return { ok: true as const, value: { version, hash } };
}

/**
 * Before each command: brings into force what was approved for an instant that has come, in that order, each with an
 * event of its own. What can not be any more is left out, and the log says why. Each is a transaction of its own, so
 * that the next is made from the rule set that the one before it left.
 */
export async function startDue(context: Context, now: string): Promise<void> {
  const { store } = context;
  while (!store.readonly && (await store.read((db) => isDue(db, now))))
    await store.write(async (db) => {
      const [row] = await dueChanges(db, now);
      if (row) await start(db, await context.library(), row, now);
    });
}

async function start(db: Write, current: Library, row: ChangeRow, at: string): Promise<void> {
  const made = await putInForce(db, current, storedChange(row), at);
  const leftOut = made.ok ? null : made.failure.code;
  await insertStart(db, {
    change_id: row.id,
    library_version: made.ok ? made.value.version : null,
    left_out: leftOut,
    at,
  });
  await appendEvent(db, {
    at,
    user: '-',
    station: '-',
    command: 'library.start',
    subject: 'library-change',
    subjectId: row.id,
    change: {
      before: current.version,
      from: row.effectiveFrom,
      ...(made.ok ? { ruleSet: made.value.version, hash: made.value.hash } : { leftOut }),
    },
  });
}

/** The rule set in force with everything in it that is approved for later: what the pharmacy will work by. */
export async function libraryToCome(db: Read, current: Library): Promise<Library> {
  let next = current;
  for (const row of await comingChanges(db)) {
    const made = changedLibrary(next, storedChange(row), `${current.version}+coming`);
    if (made.ok) next = made.value;
  }
  return next;
}
