import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { issue, Refused } from '../engine/number/result.ts';
import { headOf, type Head } from './event-log.ts';
import { readNote } from './head-note.ts';
import { latest, versionOf } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { looseOver, Readers } from './readers.ts';
import { connection, type Key } from './sqlite.ts';
import type { Store } from './store.ts';

const nothingChanges = async (): Promise<never> => {
  throw new Refused(
    issue(
      'data-file-damaged',
      null,
      'looking and exporting: nothing is changed in a damaged data file; restore the last good backup',
    ),
  );
};

/**
 * A damaged data file as far as SQLite reads it: nothing is promised of what it answers, a read that meets a broken page
 * throws, and nothing can be written. Null where not even its first page tells what it is.
 */
export function openDamaged(path: string, key: Key): Store | null {
  if (!existsSync(path)) return null;
  let database: Database | undefined;
  try {
    database = connection(path, key, { readonly: true });
    if (versionOf(database) !== latest(migrations)) throw new Error('another version');
    // A table that is read through a broken index may hold what the index does not know: that is then not shown.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch {
    database?.close();
    return null;
  }
  const readers = new Readers(database, () => connection(path, key, { readonly: true }));
  return {
    path,
    key,
    address: null,
    host: '',
    gone: async (hosts) => [...hosts],
    readonly: true,
    loss: null,
    read: (work) => readers.look(work),
    loose: looseOver((work) => readers.look(work)),
    write: nothingChanges,
    replaceBy: nothingChanges,
    close: () => readers.close(),
  };
}

/** Did a read meet a page that does not hold together? */
export const isBrokenPage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(String(error.code));

/** The last event of the log, or, where it does not read, the one that the note beside the file names. */
export async function headOfDamaged(store: Store): Promise<Head | null> {
  try {
    return await store.read(headOf);
  } catch (error) {
    if (!isBrokenPage(error)) throw error;
    const noted = readNote(store.path);
    return typeof noted === 'string' ? null : noted;
  }
}
