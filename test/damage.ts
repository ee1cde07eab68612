import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';

const PAGE = 4_096;

/** Overwrites whole pages of a data file, as a dying disk does; answers its bytes afterwards. */
export function overwrite(path: string, ...pages: readonly number[]): Buffer {
  const bytes = readFileSync(path);
  for (const page of pages) bytes.fill(0xa5, page * PAGE, (page + 1) * PAGE);
  writeFileSync(path, bytes);
  return bytes;
}

/** The first page of a table, counted from 0. What waits in the write-ahead log goes into the file before. */
export function rootOf(path: string, table: string): number {
  const raw = new Database(path);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  const row = raw.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table);
  raw.close();
  return (row as { rootpage: number }).rootpage - 1;
}

/** The first page on which a text stands. */
export const pageOf = (path: string, text: string): number =>
  Math.floor(readFileSync(path).indexOf(text) / PAGE);
