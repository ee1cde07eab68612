import { readFileSync, writeFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { packed, unpacked } from '../db/packed.ts';
import { openRaw } from './raw.ts';

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
  const raw = openRaw(path);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  const row = raw.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table);
  raw.close();
  return (row as { rootpage: number }).rootpage - 1;
}

/** The page that holds the nth row of a table with numbered rows, both counted from 0. */
export function pageOf(path: string, table: string, nth: number): number {
  const raw = openRaw(path, { readonly: true });
  const leaves = raw
    .prepare("SELECT pageno, ncell FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .all(table) as { pageno: number; ncell: number }[];
  raw.close();
  let before = 0;
  for (const { pageno, ncell } of leaves) {
    before += ncell;
    if (nth < before) return pageno - 1;
  }
  throw new Error('no such row');
}

/** Lets a connection that goes round the program read and write reports as text: `packed(text)`, `unpacked(bytes)`. */
export const readsReports = (raw: Database): Database =>
  raw
    .function('packed', (text: string) => packed(text))
    .function('unpacked', (bytes: Uint8Array) => unpacked(bytes, 'finding', ''));

/** Changes the data file under the running program, past its triggers. */
export function alter(path: string, change: string): void {
  const raw = readsReports(openRaw(path));
  const triggers = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) raw.exec(`DROP TRIGGER "${name}"`);
  raw.exec(change);
  raw.close();
}
