import type Database from 'better-sqlite3';
import type { ClientBase } from 'pg';
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
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
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
  for (const row of from.prepare(`SELECT ${names} FROM "${table}"`).raw().iterate() as IterableIterator<
    unknown[]
  >) {
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
