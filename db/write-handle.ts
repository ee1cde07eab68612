import {
  ExpressionWrapper,
  UpdateQueryNode,
  type Compilable,
  type CompiledQuery,
  type SqlBool,
} from 'kysely';
import { Refused } from '../engine/number/result.ts';
import { isBound, rowDigest, Written, type AnyRow, type BoundTable, type RowDigest } from './bound-rows.ts';
import {
  MOST_STATEMENTS,
  readHandle,
  within,
  type Engine,
  type Read,
  type Span,
  type Write,
} from './handle.ts';
import { againstLatest, alteredIssue, latestDigest, type Altered } from './row-digests.ts';
import { k, type Tables } from './schema.ts';

interface BoundChange {
  readonly table: BoundTable;
  /** the change, which also answers the rows as they are now: what is hashed is what is stored */
  readonly sql: string;
  /** of a change of rows that are there: asks for them, with so many of the change's last parameters */
  readonly before: { readonly sql: string; readonly parameters: number } | null;
}

const CHANGE = /^(?:insert into|update) "(\w+)"/;
const changesBySql = new Map<string, BoundChange | null>();
function boundChange(query: CompiledQuery): BoundChange | null {
  const { sql } = query;
  const known = changesBySql.get(sql);
  if (known !== undefined) return known;
  const table = CHANGE.exec(sql)?.[1] ?? '';
  const change = isBound(table)
    ? { table, sql: `${sql} returning *`, before: rowsBefore(table, query) }
    : null;
  if (changesBySql.size >= MOST_STATEMENTS) changesBySql.clear();
  changesBySql.set(sql, change);
  return change;
}

/** The rows that a change will meet: those of its own condition. */
function rowsBefore(table: BoundTable, { query }: CompiledQuery): BoundChange['before'] {
  if (!UpdateQueryNode.is(query)) return null;
  if (query.where === undefined) throw new Error(`every row of ${table} was to be changed`);
  const condition = new ExpressionWrapper<Tables, BoundTable, SqlBool>(query.where.where);
  const { sql, parameters } = k.selectFrom(table).selectAll().where(condition).compile();
  return { sql, parameters: parameters.length };
}

export function writeHandle(engine: Engine, span: Span): Write {
  let changes = 0;
  const written = new Written();
  const read = readHandle(engine, span);
  return {
    ...read,
    async run(query: Compilable<unknown>): Promise<number> {
      within(span);
      const compiled = query.compile();
      const { sql, parameters } = compiled;
      changes += 1;
      const change = boundChange(compiled);
      if (change === null) return await engine.run(sql, parameters);
      const { table, before } = change;
      if (before !== null) {
        const own = parameters.slice(parameters.length - before.parameters);
        for (const row of (await engine.all(before.sql, own, 'read')) as AnyRow[])
          await unaltered(read, written, rowDigest(table, row));
      }
      const rows = (await engine.all(change.sql, parameters, 'change')) as AnyRow[];
      for (const row of rows) {
        const now = rowDigest(table, row);
        if (before === null) await unwritten(read, now);
        written.add(now);
      }
      return rows.length;
    },
    changes: () => changes,
    written,
  };
}

/**
 * Written anew, a row would be vouched for as it is: one that is not what its last event says is refused by name before
 * it gets another. One that this transaction wrote itself is what was just read back.
 */
async function unaltered(db: Read, written: Written, row: RowDigest): Promise<void> {
  if (written.digestOf(row) !== row.digest) refuseAltered(await againstLatest(db, row));
}

/** A row that was taken out is not put back in as if it had never been there. */
async function unwritten(db: Read, { name, key }: RowDigest): Promise<void> {
  const latest = await latestDigest(db, name, key);
  if (latest !== undefined) refuseAltered({ table: name, key, why: 'missing', event: latest.seq });
}

function refuseAltered(found: Altered | null): void {
  if (found !== null) throw new Refused(alteredIssue(found));
}
