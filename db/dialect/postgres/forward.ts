import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { ClientBase } from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';
import { migrate, type Migration } from '../../migrate.ts';
import { BESIDE, connection, type Key } from '../../sqlite.ts';
import { columnsOf, copyFrom, copyTo, countDatabase, countFile, same, tableNames } from './copy.ts';
import { postgresSchema } from './schema.ts';

/** A file of this host, under its key, which is gone afterwards. */
export interface Scratch {
  readonly path: string;
  readonly key: Key;
}

interface Forward {
  /** the version of the tables, one of the list */
  readonly from: number;
  readonly list: readonly Migration[];
  readonly scratch: Scratch;
}

const copiedNowhere = () => undefined;

/**
 * Brings the tables of a version of before to the newest one, with every row, as a data file is brought forward: the rows go through the
 * same steps, in a file of this host, and each copy is compared row by row. In the caller's transaction, while nobody looks or changes.
 * Refuses, and leaves what is there: `site-database-not-ours`, `site-database-depended`, `move-not-the-same`.
 */
export async function bringForward(
  client: ClientBase,
  { from, list, scratch: { path, key } }: Forward,
): Promise<void> {
  const clear = () => ['', ...BESIDE].forEach((end) => rmSync(path + end, { force: true }));
  clear();
  const file = connection(path, key);
  try {
    // As a data file has it that is brought forward; it is gone with the host that makes it, and so waits for no disk.
    for (const pragma of ['foreign_keys = ON', 'recursive_triggers = ON', 'synchronous = OFF'])
      file.pragma(pragma);
    await migrate(
      file,
      list.filter(({ version }) => version <= from),
      copiedNowhere,
    );
    await tablesAre(file, client);
    await copyFrom(client, file);
    same(await countDatabase(file, client), countFile(file));
    const { tables, between } = postgresSchema(file);
    for (const view of between.map((s) => VIEW.exec(s)?.[1]).filter(Boolean))
      await client.query(`DROP VIEW ${view}`);
    await client.query(`DROP TABLE ${tableNames(file).map(quoted).join(', ')}`);
    for (const made of [...tables, ...between].map((s) => MADE.exec(s)?.[1]).filter(Boolean))
      await client.query(`DROP ${made?.replace(' ', ' IF EXISTS ')} CASCADE`);
    await migrate(file, list, copiedNowhere);
    await copyTo(file, client);
    same(countFile(file), await countDatabase(file, client));
  } finally {
    file.close();
    clear();
  }
}

const MADE = /^CREATE ((?:FUNCTION|DOMAIN) \w+(?:\([^)]*\))?)/;
const VIEW = /^CREATE VIEW ("\w+")/;
const quoted = (name: string): string => `"${name}"`;

/** Refuses tables that are not, column by column, those of the version that the database says of itself: what is not known would be lost. */
async function tablesAre(file: Database, client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns JOIN pg_tables
       ON schemaname = table_schema AND tablename = table_name
     WHERE table_schema = current_schema() AND column_name <> 'rowid' AND table_name NOT IN ('schema_version')`,
  );
  const known = tableNames(file).flatMap((table) =>
    columnsOf(file, table).map(({ name }) => `${table}.${name}`),
  );
  const found = rows.map(({ name }) => name);
  const other = [...new Set([...found, ...known])].filter((n) => !found.includes(n) || !known.includes(n));
  if (other.length > 0)
    throw new Refused(
      issue(
        'site-database-not-ours',
        other[0] ?? null,
        'the tables of this application, and nothing beside them',
      ),
    );
}
