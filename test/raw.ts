import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { openStore, type Store } from '../db/open.ts';
import { k } from '../db/schema.ts';
import { connection, copyInto, type Key } from '../db/sqlite.ts';
import { keyOf } from '../electron/services/keys/data-key.ts';
import { keyFile } from '../electron/services/keys/keeper.ts';
import { OWN_KEY } from './own-key.ts';

/** The key of the data folder in which this file lies; null where it is in the clear. */
export const keyBeside = (path: string): Key => keyOf(dirname(path), [keyFile(OWN_KEY)]);

/** A data file as whoever has its key reads and writes it, past the application. */
export const openRaw = (path: string, options: { readonly?: boolean } = {}): Database =>
  connection(path, keyBeside(path), options);

/** The store of a folder that the application has made. */
export const storeAt = (path: string, options: { readonly readonly?: boolean } = {}): Promise<Store> =>
  openStore(path, { ...options, key: keyBeside(path) });

/** What a store answers to a text of SQL that both engines read. */
export const rowsOf = <T = Record<string, unknown>>(store: Store, text: string): Promise<T[]> =>
  store.read((db) => db.all({ compile: () => sql.raw<T>(text).compile(k) }));

/** A copy in the clear, as the version before encrypted it: for what is tested under the pages' own authentication. */
export function clearCopy(path: string, to: string): void {
  const key = keyBeside(path);
  copyInto(path, key, to);
  const database = connection(to, key);
  database.pragma("rekey = ''");
  database.close();
}
