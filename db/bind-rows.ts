import type Database from 'better-sqlite3';
import {
  BOUND_TABLES,
  keyOf,
  rowDigest,
  type AnyRow,
  type BoundTable,
  type RowDigest,
} from './bound-rows.ts';
import { rowsFrom } from './dialect/in-storage-order.ts';
import { appendEvent } from './event-log.ts';
import { ALWAYS, Statements, type Read } from './handle.ts';
import { writeHandle } from './write-handle.ts';
import { alteredRow } from './row-digests.ts';

/** The command under which a migration says which rows it left otherwise than it found them. */
const MIGRATED = 'data.migrate';

/** Every row that is not what the log says, with the digest that it has. */
async function* altered(db: Read, tables: readonly BoundTable[]) {
  for (const table of tables)
    for await (const { place: _, ...row } of db.each(rowsFrom(table, 0)) as AsyncIterable<AnyRow>)
      if ((await alteredRow(db, table, row)) !== null) yield { table, row };
}

/**
 * Runs a step of a migration and has an event vouch for the rows as the step leaves them. What was not what the log says
 * before the step is left as it is, and goes on being found: a migration makes nothing good.
 */
export async function boundStep(
  database: Database,
  version: number,
  up: () => void | Promise<void>,
): Promise<void> {
  const wrong = new Set<string>();
  for await (const { table, row } of altered(
    writeHandle(new Statements(database), ALWAYS),
    boundTables(database),
  ))
    wrong.add(`${table} ${keyOf(table, row)}`);
  await up();
  const db = writeHandle(new Statements(database), ALWAYS);
  const at = new Date().toISOString();
  const rows: RowDigest[] = [];
  for await (const { table, row } of altered(db, boundTables(database)))
    if (!wrong.has(`${table} ${keyOf(table, row)}`)) rows.push(rowDigest(table, row));
  for (let i = 0; i < rows.length; i += OF_ONE_EVENT) {
    const some = rows.slice(i, i + OF_ONE_EVENT);
    for (const row of some) db.written.add(row);
    await appendEvent(db, {
      at,
      user: '-',
      station: '-',
      command: MIGRATED,
      subject: 'data-file',
      subjectId: String(version),
      change: { rows: some.length, notWhatTheLogSaid: wrong.size },
    });
  }
}

/** Few enough that an event's digests are compared in less than a millisecond whenever one of its rows is printed. */
const OF_ONE_EVENT = 100;

/** None before the step that begins with digests. */
function boundTables(database: Database): BoundTable[] {
  const rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
  }[];
  const there = new Set(rows.map((row) => row.name));
  return there.has('row_digest') ? BOUND_TABLES.filter((table) => there.has(table)) : [];
}
