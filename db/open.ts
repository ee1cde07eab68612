import { chmodSync, closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { issue, Refused } from '../engine/number/result.ts';
import { fileMissing, movedAway, whyAbsent } from './absent.ts';
import type { openPostgres } from './dialect/postgres/store.ts';
import { lock } from './lock.ts';
import { migrate, refuseNewer, versionOf, type Migration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { connection, copyInto, type Key } from './sqlite.ts';
import { storeOf, type Store } from './store.ts';

export type { Store } from './store.ts';

interface OpenOptions {
  /** what the file is encrypted with; none for a file in the clear */
  readonly key?: Key;
  readonly readonly?: boolean;
  /**
   * a copy that was made: no note of its head stands beside it, and its pages are looked at elsewhere, since looking at a
   * gigabyte of them would hold everybody up
   */
  readonly isCopy?: boolean;
  /** made on purpose beside what others left: nothing is lost because it is not there yet */
  readonly isPart?: boolean;
  /** for tests of migrations: another list than the application's own */
  readonly migrations?: readonly Migration[];
}

/** "MENI": tells our files from other SQLite files. */
const APPLICATION = 0x4d454e49;
const BUSY_MS = 5_000;
/** SQLite's smallest page; it would take anything shorter for a new file. */
const SMALLEST = 512;
/**
 * House rule: a file up to this size is read through before it is opened. A larger one is opened at once, and read through
 * beside the work: what is found then stops every print, signature and release.
 */
const LOOKED_AT_ONCE = 48 * 1024 * 1024;

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
 * `data-file-damaged`, `data-file-gone`, `data-file-moved`, `data-file-locked`, `data-file-not-ours`, `data-file-missing` (read-only).
 */
export async function openStore(path: string, options: OpenOptions = {}): Promise<Store> {
  const list = options.migrations ?? migrations;
  const key = options.key ?? null;
  if (options.readonly) return openReadonly(path, key, list, options.isCopy === true);
  const held = lock(path);
  try {
    if (!existsSync(path)) {
      const why = options.isPart === true ? null : whyAbsent(path);
      if (why !== null) throw why;
      await create(path, key, list);
    }
    const more = () => connection(path, key, { readonly: true, timeout: BUSY_MS });
    const open = async () => {
      const writing = connect(path, key, list);
      await migrate(writing, list, (version) => {
        const to = `${path}.version-${version}`;
        rmSync(to, { force: true });
        copyInto(path, key, to);
      });
      return { writing, reading: more(), more };
    };
    return await storeOf(path, key, open, () => held.release(), options.isCopy === true);
  } catch (error) {
    held.release();
    throw asDamage(error);
  }
}

/** Is this file in the clear a whole data file of ours? Refuses by name, as opening does; writes nothing. */
export const inspectClear = (path: string): void =>
  void checked(path, migrations, () => connection(path, null, { readonly: true, timeout: BUSY_MS })).close();

/** A page that is met while the file is opened, and does not hold together. */
const asDamage = (error: unknown): unknown =>
  error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT|IOERR_SHORT_READ)/.test(error.code)
    ? damaged(error.code)
    : error;

async function openReadonly(
  path: string,
  key: Key,
  list: readonly Migration[],
  isCopy: boolean,
): Promise<Store> {
  if (!existsSync(path)) throw movedAway(path) ?? fileMissing();
  const open = () => connection(path, key, { readonly: true, timeout: BUSY_MS });
  const reading = checked(path, list, open, isCopy);
  if (versionOf(reading) < (list.at(-1)?.version ?? 0)) {
    reading.close();
    throw new Refused(
      issue('data-file-older', null, 'a data file that the application has opened once since it was updated'),
    );
  }
  try {
    return await storeOf(
      path,
      key,
      () => ({ reading, more: open, writing: null }),
      () => undefined,
      isCopy,
    );
  } catch (error) {
    reading.close();
    throw asDamage(error);
  }
}

/** A new file gets its name only when it is whole, so that a crash leaves no half-made data file. */
async function create(path: string, key: Key, list: readonly Migration[]): Promise<void> {
  const fresh = `${path}.new`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(fresh + suffix, { force: true });
  closeSync(openSync(fresh, 'wx', 0o600));
  const database = connection(fresh, key);
  database.pragma(`application_id = ${APPLICATION}`);
  await migrate(database, list, () => undefined);
  database.close();
  renameSync(fresh, path);
}

function connect(path: string, key: Key, list: readonly Migration[]): Database {
  const open = () => connection(path, key, { fileMustExist: true, timeout: BUSY_MS });
  const database = checked(path, list, open);
  chmodSync(path, 0o600);
  database.pragma('journal_mode = WAL');
  // WAL builds default to NORMAL, which may lose the last commits on power failure.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  // Without it, INSERT OR REPLACE would go round the triggers that refuse deletion.
  database.pragma('recursive_triggers = ON');
  return database;
}

/** Of a large file: are the pages there that it says it has, and does what it says of its tables read? */
function pagesOf(database: Database, size: number): 'ok' | 'short' {
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
  const [pages, bytes] = ['page_count', 'page_size'].map(
    (p) => database.pragma(p, { simple: true }) as number,
  );
  return (pages ?? 0) * (bytes ?? 0) <= size ? 'ok' : 'short';
}

/** Opens, and tells a damaged file and a stranger's file by name before anything is written. */
function checked(
  path: string,
  list: readonly Migration[],
  open: () => Database,
  pagesElsewhere = false,
): Database {
  const { size } = statSync(path);
  if (size < SMALLEST) throw damaged('shorter than any data file');
  let database: Database | undefined;
  try {
    database = open();
    if (database.pragma('application_id', { simple: true }) !== APPLICATION)
      throw new Refused(issue('data-file-not-ours', null, 'a data file of this application'));
    refuseNewer(database, list);
    const found =
      pagesElsewhere || size > LOOKED_AT_ONCE
        ? pagesOf(database, size)
        : database.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw damaged('the integrity check failed');
    return database;
  } catch (error) {
    database?.close();
    throw asDamage(error);
  }
}

/** The database of a site; what speaks to it is loaded where there is one. */
export const openDatabase = async (options: Parameters<typeof openPostgres>[0]): Promise<Store> =>
  (await import('./dialect/postgres/store.ts')).openPostgres(options);

/** The data of a store once more, for reading, as another thread opens it. */
export const openAgain = ({ address, path, key }: Pick<Store, 'address' | 'path' | 'key'>): Promise<Store> =>
  address === null
    ? openStore(path, { key, readonly: true })
    : openDatabase({ address, path, key, readonly: true });
