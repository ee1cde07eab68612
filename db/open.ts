import { chmodSync, closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { issue, Refused } from '../engine/result.ts';
import { lock } from './lock.ts';
import { migrate, refuseNewer, versionOf, type Migration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { storeOf, type Store } from './store.ts';

export type { Store } from './store.ts';

export interface OpenOptions {
  readonly readonly?: boolean;
  /** for tests of migrations: another list than the application's own */
  readonly migrations?: readonly Migration[];
}

/** "MENI": tells our files from other SQLite files. */
const APPLICATION = 0x4d454e49;
const BUSY_MS = 5_000;
/** SQLite's smallest page; it would take anything shorter for a new file. */
const SMALLEST = 512;

const damaged = (what: string) =>
  new Refused(
    issue(
      'data-file-damaged',
      what,
      'a whole data file: restore the last good backup; the damaged file is left as it is',
    ),
  );

/**
 * Opens the data file, making or migrating it first. Refuses by name, and changes nothing then: `data-file-newer`,
 * `data-file-damaged`, `data-file-locked`, `data-file-not-ours`, `data-file-missing` (read-only).
 */
export function openStore(path: string, options: OpenOptions = {}): Store {
  const list = options.migrations ?? migrations;
  if (options.readonly) return openReadonly(path, list);
  const held = lock(path);
  try {
    if (!existsSync(path)) create(path, list);
    const open = () => {
      const writing = connect(path, list);
      migrate(writing, list, (version) => copyFile(writing, `${path}.version-${version}`));
      return { writing, reading: new Database(path, { readonly: true, timeout: BUSY_MS }) };
    };
    return storeOf(path, open, () => held.release());
  } catch (error) {
    held.release();
    throw error;
  }
}

function openReadonly(path: string, list: readonly Migration[]): Store {
  if (!existsSync(path)) throw new Refused(issue('data-file-missing', null, 'the path of a data file'));
  const reading = checked(path, list, () => new Database(path, { readonly: true, timeout: BUSY_MS }));
  if (versionOf(reading) < (list.at(-1)?.version ?? 0)) {
    reading.close();
    throw new Refused(
      issue('data-file-older', null, 'a data file that the application has opened once since it was updated'),
    );
  }
  return storeOf(
    path,
    () => ({ reading, writing: null }),
    () => undefined,
  );
}

/** A new file gets its name only when it is whole, so that a crash leaves no half-made data file. */
function create(path: string, list: readonly Migration[]): void {
  const fresh = `${path}.new`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(fresh + suffix, { force: true });
  closeSync(openSync(fresh, 'wx', 0o600));
  const database = new Database(fresh);
  database.pragma(`application_id = ${APPLICATION}`);
  migrate(database, list, () => undefined);
  database.close();
  renameSync(fresh, path);
}

function connect(path: string, list: readonly Migration[]): Database {
  const database = checked(path, list, () => new Database(path, { fileMustExist: true, timeout: BUSY_MS }));
  chmodSync(path, 0o600);
  database.pragma('journal_mode = WAL');
  // WAL builds default to NORMAL, which may lose the last commits on power failure.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  // Without it, INSERT OR REPLACE would go round the triggers that refuse deletion.
  database.pragma('recursive_triggers = ON');
  return database;
}

/** Opens, and tells a damaged file and a stranger's file by name before anything is written. */
function checked(path: string, list: readonly Migration[], open: () => Database): Database {
  if (statSync(path).size < SMALLEST) throw damaged('shorter than any data file');
  let database: Database | undefined;
  try {
    database = open();
    if (database.pragma('application_id', { simple: true }) !== APPLICATION)
      throw new Refused(issue('data-file-not-ours', null, 'a data file of this application'));
    refuseNewer(database, list);
    const found = database.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw damaged('the integrity check failed');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT|IOERR_SHORT_READ)/.test(error.code))
      throw damaged(error.code);
    throw error;
  }
}

function copyFile(database: Database, to: string): void {
  rmSync(to, { force: true });
  closeSync(openSync(to, 'wx', 0o600));
  database.prepare('VACUUM INTO ?').run(to);
}
