import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { ClientBase } from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';
import { TYPES } from './engine.ts';
import { rebuilt } from '../trigrams.ts';
import { postgresSchema } from './schema.ts';

interface Column {
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER' | 'BLOB';
  /** 2 and 3: computed from the others, by each engine itself */
  readonly hidden: number;
  readonly pk: number;
  readonly notnull: number;
  readonly dflt_value: string | null;
}

const ARRAYS = { TEXT: 'text[]', INTEGER: 'bigint[]', BLOB: 'bytea[]' } as const;
/** Rows in one statement: a report is some ten kB. */
const ROWS = 500;

export interface Copied {
  readonly table: string;
  readonly rows: number;
}

/** Makes every table in an empty database, as a data file has them, and brings every row of that file along. In one transaction of the caller. */
export async function copyTo(from: Database, to: ClientBase): Promise<Copied[]> {
  const { tables, between } = postgresSchema(from);
  for (const statement of tables) await to.query(statement);
  const copied: Copied[] = [];
  for (const table of tableNames(from)) copied.push({ table, rows: await copyTable(from, table, to) });
  for (const statement of between) await to.query(statement);
  return copied;
}

export const tableNames = (database: Database): string[] =>
  database
    // without the indexes that are tables of their own
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all() as string[];

export const columnsOf = (database: Database, table: string): Column[] =>
  database
    .prepare('SELECT name, type, hidden, pk, "notnull", dflt_value FROM pragma_table_xinfo(?)')
    .all(table) as Column[];

async function copyTable(from: Database, table: string, to: ClientBase): Promise<number> {
  const columns = columnsOf(from, table).filter(({ hidden }) => hidden === 0);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = columns.map(({ type }, i) => `$${i + 1}::${ARRAYS[type]}`).join(', ');
  const insert = `INSERT INTO "${table}" (${names}) SELECT * FROM unnest(${values})`;
  let [rows, batch] = [0, [] as unknown[][]];
  const flush = async () => {
    if (batch.length > 0)
      await to.query(
        insert,
        columns.map((_, i) => batch.map((row) => row[i])),
      );
    rows += batch.length;
    batch = [];
  };
  // An index may hold every column: the place of a row is that in the table.
  const order = hasPlace(from, table) ? ' ORDER BY rowid' : '';
  for (const row of from
    .prepare(`SELECT ${names} FROM "${table}"${order}`)
    .raw()
    .iterate() as IterableIterator<unknown[]>) {
    batch.push(row);
    if (batch.length === ROWS) await flush();
  }
  await flush();
  const key = columns.filter(({ pk }) => pk > 0);
  if (key.length === 1 && key[0]?.type === 'INTEGER') await goOn(table, key[0].name, to);
  return rows;
}

/** Where the engine numbers rows itself, it goes on after the last. */
async function goOn(table: string, column: string, to: ClientBase): Promise<void> {
  const { rows } = await to.query<{ sequence: string | null }>(
    'SELECT pg_get_serial_sequence($1, $2) AS sequence',
    [`"${table}"`, column],
  );
  const sequence = rows[0]?.sequence ?? null;
  if (sequence !== null)
    await to.query(`SELECT setval($1, coalesce(max("${column}"), 0) + 1, false) FROM "${table}"`, [sequence]);
}

/** The same of both: how many rows each table has, and what they say, in the order of their keys. */
export interface Counted extends Copied {
  /** SHA-256 of every column of every row */
  readonly digest: string;
}

const line = (row: readonly unknown[]): string =>
  `${JSON.stringify(row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)))}\n`;
const ordered = (columns: readonly Column[]): { readonly names: string; readonly by: string } => {
  const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
  return { names: list(columns), by: list(key.length > 0 ? key : columns) };
};
const list = (columns: readonly Column[]): string => columns.map(({ name }) => `"${name}"`).join(', ');

/** What a data file holds, table by table. */
export function countFile(database: Database): Counted[] {
  return tableNames(database).map((table) => {
    const { names, by } = ordered(columnsOf(database, table));
    const hash = createHash('sha256');
    let rows = 0;
    for (const row of database
      .prepare(`SELECT ${names} FROM "${table}" ORDER BY ${by}`)
      .raw()
      .iterate() as IterableIterator<unknown[]>) {
      hash.update(line(row));
      rows += 1;
    }
    return { table, rows, digest: hash.digest('hex') };
  });
}

/** What a database of a site holds of the tables of a data file. */
export async function countDatabase(like: Database, client: ClientBase): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const table of tableNames(like)) {
    const { names, by } = ordered(columnsOf(like, table));
    const hash = createHash('sha256');
    let rows = 0;
    for await (const row of rowsOf(client, `SELECT ${names} FROM "${table}" ORDER BY ${by}`)) {
      hash.update(line(row));
      rows += 1;
    }
    counted.push({ table, rows, digest: hash.digest('hex') });
  }
  return counted;
}

/** Refuses where a table of one is not that of the other. */
export function same(before: readonly Counted[], after: readonly Counted[]): void {
  for (const { table, rows, digest } of before) {
    const other = after.find((c) => c.table === table);
    if (other?.rows !== rows || other.digest !== digest)
      throw new Refused(issue('move-not-the-same', table, 'the same rows in both; nothing was moved'));
  }
}

/** Row by row, inside the transaction of the caller. */
async function* rowsOf(client: ClientBase, sql: string): AsyncGenerator<unknown[]> {
  await client.query(`DECLARE walk NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const { rows } = await client.query<unknown[]>({
      text: `FETCH ${ROWS} FROM walk`,
      rowMode: 'array',
      types: TYPES,
    });
    yield* rows;
    if (rows.length < ROWS) break;
  }
  await client.query('CLOSE walk');
}

/**
 * Brings every row of a database of a site into a data file that holds none, past the rules that say in which order people do things;
 * they stand again afterwards. In one transaction of the file; the caller's, of the database.
 */
export async function copyFrom(client: ClientBase, to: Database): Promise<Copied[]> {
  const triggers = to.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
    name: string;
    sql: string;
  }[];
  const copied: Copied[] = [];
  to.exec('BEGIN IMMEDIATE');
  try {
    to.pragma('defer_foreign_keys = ON');
    for (const { name } of triggers) to.exec(`DROP TRIGGER "${name}"`);
    for (const table of tableNames(to)) {
      const columns = columnsOf(to, table).filter(({ hidden }) => hidden === 0);
      const withPlace = hasPlace(to, table);
      const insert = to.prepare(
        `INSERT INTO "${table}" (${list(columns)}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      let rows = 0;
      for await (const row of rowsOf(
        client,
        `SELECT ${list(columns)} FROM "${table}"${withPlace ? ' ORDER BY rowid' : ''}`,
      )) {
        insert.run(...row);
        rows += 1;
      }
      copied.push({ table, rows });
    }
    for (const { sql } of triggers) to.exec(sql);
    for (const name of indexesOf(to)) to.exec(rebuilt(name));
    to.exec('COMMIT');
  } catch (error) {
    to.exec('ROLLBACK');
    throw error;
  }
  return copied;
}

const indexesOf = (database: Database): string[] =>
  database
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'`)
    .pluck()
    .all() as string[];

const hasPlace = (database: Database, table: string): boolean =>
  (database.prepare('SELECT wr FROM pragma_table_list(?)').get(table) as { wr: number }).wr === 0;
