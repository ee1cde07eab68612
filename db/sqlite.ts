import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';

/** 256 bits; null is a data file in the clear, as tests of single tables and versions of before have it. */
export type Key = Uint8Array | null;

interface Opening {
  readonly readonly?: boolean;
  readonly fileMustExist?: boolean;
  readonly timeout?: number;
}

/** KiB a connection keeps of what it has read: each page that is read again from the disk is deciphered again. */
const CACHE_KIB = 65_536;

const quoted = (key: Uint8Array): string => `"x'${Buffer.from(key).toString('hex')}'"`;

/** A SQLite that knows no encryption takes the pragma without a word, and would write in the clear. */
function told(answer: unknown): void {
  if (answer !== 'ok') throw new Error('this SQLite does not encrypt: run "npm ci"');
}

/** The one way to a data file. A key that is not the file's is told by the first look at it, as `SQLITE_NOTADB`. */
export function connection(path: string, key: Key, options: Opening = {}): Database {
  const database = new Database(path, options);
  try {
    if (key !== null) {
      // ChaCha20-Poly1305: each page is authenticated, in the write-ahead log too.
      database.pragma("cipher = 'chacha20'");
      told(database.pragma(`key = ${quoted(key)}`, { simple: true }));
    }
    // What is sorted or vacuumed would lie in a file of its own, in the clear.
    database.pragma('temp_store = MEMORY');
    database.pragma(`cache_size = -${CACHE_KIB}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Encrypts a data file that nobody has open with another key, or, from the clear, with its first. Not safe against a crash: for copies. */
export function rekey(path: string, from: Key, to: Uint8Array): void {
  const database = connection(path, from, { fileMustExist: true });
  try {
    database.pragma('journal_mode = DELETE');
    // The pages of before would stand in a journal.
    database.pragma('journal_mode = MEMORY');
    told(database.pragma(`rekey = ${quoted(to)}`, { simple: true }));
  } finally {
    database.close();
  }
}

/** Does a file open with this key? False for a file of another key, and for one whose first page does not hold together. */
export function opensWith(path: string, key: Key): boolean {
  try {
    const database = connection(path, key, { readonly: true });
    try {
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
    } finally {
      database.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB') return false;
    throw error;
  }
}

/** A whole copy under the same key, as the data is when it begins; others go on writing meanwhile. */
export function copyInto(path: string, key: Key, to: string): void {
  closeSync(openSync(to, 'wx', 0o600));
  const database = connection(path, key, { readonly: true });
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
}

const MAGIC = 'SQLite format 3\0';

/** Is this the beginning of a data file in the clear? */
export function isClear(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(MAGIC.length);
    return readSync(file, start, 0, start.length, 0) === start.length && start.toString('latin1') === MAGIC;
  } finally {
    closeSync(file);
  }
}

/** What SQLite puts beside a file. */
export const BESIDE = ['-wal', '-shm', '-journal'] as const;

/**
 * Puts a file under another key in its place: a copy is made, encrypted and read through, and takes the file's name in one
 * step. Killed at any moment, the file is whole, under the one key or the other. Nobody else may have it open.
 */
export function encryptInPlace(path: string, from: Key, to: Uint8Array): void {
  const copy = `${path}.encrypting`;
  for (const suffix of ['', ...BESIDE]) rmSync(copy + suffix, { force: true });
  // A write-ahead log is bound to no file: left beside the new one, its pages would be taken for that one's.
  const whole = connection(path, from, { fileMustExist: true });
  whole.pragma('journal_mode = DELETE');
  whole.close();
  copyInto(path, from, copy);
  rekey(copy, from, to);
  const database = connection(copy, to, { readonly: true });
  const found = database.pragma('quick_check(1)', { simple: true });
  database.close();
  if (found !== 'ok') throw new Error('the encrypted copy does not hold together');
  flush(copy);
  renameSync(copy, path);
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
