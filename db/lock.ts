import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';
import { issue, Refused } from '../engine/number/result.ts';

/**
 * One writer for one data file. The lock is the operating system's, held on a file beside the data file by an open
 * transaction: it ends with the process, however that ends, so a crash leaves no stale lock behind.
 */
export function lock(path: string): { release: () => void } {
  const holder = new Database(`${path}.lock`, { timeout: 0 });
  try {
    holder.pragma('journal_mode = MEMORY');
    holder.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    holder.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new Refused(
        issue('data-file-locked', null, 'a data file that no other running copy of the application has open'),
      );
    throw error;
  }
  chmodSync(`${path}.lock`, 0o600);
  return { release: () => holder.close() };
}
