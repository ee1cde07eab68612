import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnsOf, copyTo, tableNames } from '../../db/dialect/postgres/copy.ts';
import { keepsIndex } from '../../db/dialect/trigrams.ts';
import { openStore } from '../../db/open.ts';
import { connection } from '../../db/sqlite.ts';
import { postgres } from '../postgres.ts';
import { KEPT_OUT, ROWS, RULES, type Row, type Tried } from './engine-rules.ts';

/* The rows and the rules stand in `engine-rules.ts`. */
let dir: string;
let sqlite: Database;
let server: Awaited<ReturnType<typeof postgres>>;
let client: Client;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-engines-'));
  const path = join(dir, 'clear.db');
  await (await openStore(path)).close();
  sqlite = connection(path, null);
  sqlite.pragma('foreign_keys = ON');
  server = await postgres();
  client = await server.client(await server.database());
  await copyTo(sqlite, client);
  sqlite.exec('BEGIN');
  await client.query('BEGIN');
  for (const [table, row] of ROWS) {
    const { sql, values } = insert(table, row);
    sqlite.prepare(sql).run(...values);
    await client.query(numbered(sql), [...values]);
  }
  await client.query('COMMIT');
  sqlite.exec('COMMIT');
});
afterAll(async () => {
  sqlite.close();
  await client.end();
  await server.end();
  rmSync(dir, { recursive: true, force: true });
});

/** What a row leaves out: a text that is JSON as well, one, or 32 bytes. */
const FILL = { TEXT: '{}', INTEGER: 1, BLOB: Buffer.alloc(32, 7) };
function insert(table: string, row: Row): { sql: string; values: readonly unknown[] } {
  const needed = columnsOf(sqlite, table).filter(
    (c) => c.hidden === 0 && c.notnull === 1 && c.dflt_value === null,
  );
  const keys = needed.filter(({ pk }) => pk > 0);
  const isNumbered = (c: (typeof needed)[number]) => c.type === 'INTEGER' && c.pk > 0 && keys.length === 1;
  const all: Row = {
    ...Object.fromEntries(needed.filter((c) => !isNumbered(c)).map((c) => [c.name, FILL[c.type]])),
    ...row,
  };
  const names = Object.keys(all);
  return {
    sql: `INSERT INTO "${table}" (${names.map((n) => `"${n}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    values: Object.values(all),
  };
}
function numbered(sql: string): string {
  let n = 0;
  return sql.replaceAll('?', () => `$${(n += 1)}`);
}

/** What each engine says to a statement that is never kept; null: it lets it pass. */
async function said(tried: Tried): Promise<{ sqlite: string | null; postgres: string | null }> {
  const { sql, values } = 'put' in tried ? insert(...tried.put) : { sql: tried.sql, values: [] };
  const answer = { sqlite: null as string | null, postgres: null as string | null };
  sqlite.exec('BEGIN');
  try {
    sqlite.prepare(sql).run(...values);
    // What is asked at the end of a transaction, SQLite answers nowhere but there.
    const broken = sqlite.pragma('foreign_key_check') as { parent: string }[];
    if (broken.length > 0) answer.sqlite = `refers to no ${broken[0]?.parent}`;
  } catch (error) {
    answer.sqlite = (error as Error).message;
  }
  sqlite.exec('ROLLBACK');
  await client.query('BEGIN');
  try {
    await client.query(numbered(sql), [...values]);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  } catch (error) {
    answer.postgres = (error as Error).message;
  }
  await client.query('ROLLBACK');
  return answer;
}
const both = (code: string | null) => ({ sqlite: code, postgres: code });

const triggers = () =>
  (
    sqlite.prepare(`SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
      name: string;
      tbl_name: string;
      sql: string;
    }[]
  )
    .filter(({ sql }) => !keepsIndex(sql))
    .map(({ name, tbl_name, sql }) => ({
      name,
      table: tbl_name,
      code: /RAISE\(ABORT, '([\w-]+)'\)/.exec(sql)?.[1] ?? '',
      isDelete: / BEFORE DELETE /.test(sql),
      always: !/\bWHEN\b/.test(sql),
    }));

describe('the same rows in two engines', () => {
  test('every table holds one', async () => {
    for (const table of tableNames(sqlite)) {
      const own = sqlite.prepare(`SELECT count(*) FROM "${table}"`).pluck().get();
      const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM "${table}"`);
      expect(own, table).toBeGreaterThan(0);
      expect(Number(rows[0]?.n), table).toBe(own);
    }
  });

  test('what may never be changed or taken out is refused by its name', async () => {
    const plain = triggers().filter(({ always }) => always);
    expect(plain.length).toBeGreaterThan(60);
    for (const { name, table, code, isDelete } of plain) {
      const column = `"${columnsOf(sqlite, table)[0]?.name}"`;
      const sql = isDelete ? `DELETE FROM "${table}"` : `UPDATE "${table}" SET ${column} = ${column}`;
      expect(await said({ sql }), name).toEqual(both(code));
    }
  });

  test('every other rule refuses what it is for, and nothing beside it', async () => {
    const conditional = triggers().filter(({ always }) => !always);
    expect(conditional.map(({ name }) => name).toSorted()).toEqual(Object.keys(RULES).toSorted());
    for (const { name, code } of conditional) {
      const [refused, passes] = RULES[name] ?? [];
      if (refused && passes) {
        expect(await said(refused), name).toEqual(both(code));
        expect(await said(passes), `beside ${name}`).toEqual(both(null));
      }
    }
  });

  test.each(Object.entries(KEPT_OUT))('%s is refused by both', async (_, tried) => {
    const answer = await said(tried);
    expect(answer.sqlite).not.toBeNull();
    expect(answer.postgres).not.toBeNull();
  });
});
