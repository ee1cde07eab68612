import { appendEvent } from '../../db/event-log.ts';
import type { Read, Write } from '../../db/handle.ts';
import { comingChanges, dueChanges, insertStart, isDue, type ChangeRow } from '../../db/library-changes.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { withoutEnded } from '../../engine/formulary/records/overlay.ts';
import type { Context } from './context.ts';
import { bringingOf, changedLibrary, putInForce, putLibrary, storedChange } from './library-change.ts';

const ended = ({ site }: Library, now: string) =>
  site.records.filter((r) => r.until !== null && r.until <= now);

/**
 * Before each command: brings into force what was approved for an instant that has come, in that order, each with an
 * event of its own. What can not be any more is left out, and the log says why. Each is a transaction of its own, so
 * that the next is made from the rule set that the one before it left. What has an end leaves the same way.
 */
export async function startDue(context: Context, now: string): Promise<void> {
  const { store } = context;
  while (!store.readonly && (await store.read((db) => isDue(db, now))))
    await store.write(async (db) => {
      const [row] = await dueChanges(db, now);
      if (row) await start(db, await context.library(), row, now);
    });
  if (!store.readonly && ended(await context.library(), now).length > 0)
    await store.write(async (db) => {
      const current = await context.library();
      const over = ended(current, now);
      if (over.length > 0) await end(db, current, over, now);
    });
}

/** What was an exception until now is none any more: what it lay over holds again. */
async function end(db: Write, current: Library, over: Library['site']['records'], at: string): Promise<void> {
  const records = withoutEnded(current.site.records, at);
  const { version, hash, leftOut } = await putLibrary(db, current, { ...current.site, records }, at);
  await appendEvent(db, {
    at,
    user: '-',
    station: '-',
    command: 'library.end',
    subject: 'library',
    subjectId: version,
    change: {
      before: current.version,
      hash,
      ended: over.map(({ collection, id, until, change }) => ({ collection, id, until, change })),
      leftOut: [...leftOut],
    },
  });
}

async function start(db: Write, current: Library, row: ChangeRow, at: string): Promise<void> {
  const change = storedChange(row);
  const bringing = await bringingOf(db, row, change, at, row.decidedBy);
  const made = await putInForce(db, current, change, bringing);
  const leftOut = made.ok ? null : (made.failure[0]?.code ?? null);
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
    if (made.ok) next = made.value.library;
  }
  return next;
}
