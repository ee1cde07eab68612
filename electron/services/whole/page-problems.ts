import Database from 'better-sqlite3';
import { connection, type Key } from '../../../db/sqlite.ts';

/** What SQLite itself finds wrong in a data file: pages, indexes, rows that refer to what is not there. Slow on large files. */
export function pageProblems(path: string, key: Key): string[] {
  let raw: Database | undefined;
  try {
    raw = connection(path, key, { readonly: true });
    const pages = raw.pragma('integrity_check(5)') as { integrity_check: string }[];
    const orphans = raw.pragma('foreign_key_check') as { table: string }[];
    return [
      ...pages.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
      ...orphans.slice(0, 5).map(({ table }) => `a row of ${table} refers to what is not there`),
    ];
  } catch (error) {
    return [error instanceof Database.SqliteError ? error.code : 'it does not open'];
  } finally {
    raw?.close();
  }
}
