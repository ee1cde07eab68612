import { X509Certificate } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import pg, { type ClientBase } from 'pg';
import { issue, Refused } from '../../../engine/number/result.ts';
import { MOST_STATEMENTS, type Engine } from '../../handle.ts';
import { PEM } from './faults.ts';

/** Rows that lie in memory while a long answer is walked. */
const AT_ONCE = 500;

const { BOOL, BYTEA, INT8, NUMERIC } = pg.types.builtins;
/** What SQLite answers: whole numbers as numbers, and so a yes or a no. */
const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number))
    throw new Error(`${text} is no whole number that can be told from its neighbours`);
  return number;
};
const parsers = new Map<number, (text: string) => unknown>([
  [BOOL, (text) => (text === 't' ? 1 : 0)],
  [INT8, whole],
  [NUMERIC, whole],
]);
/** The types of a connection of ours. */
export const TYPES = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid as typeof BYTEA, format as 'text'),
} as pg.CustomTypesConfig;

interface Prepared {
  readonly name: string;
  readonly text: string;
}
const bySql = new Map<string, Prepared>();
let named = 0;

/**
 * Queries are written in SQLite's words: `?` for values, in their order, and a LIKE that knows no case. A text in quotes or
 * a name holds none of them.
 */
function prepared(sql: string): Prepared {
  const known = bySql.get(sql);
  if (known) return known;
  let n = 0;
  const text = sql.replaceAll(/'(?:[^']|'')*'|"[^"]*"|\?|\blike\b/g, (part) => {
    if (part === '?') return `$${(n += 1)}`;
    return part === 'like' ? 'ilike' : part;
  });
  if (bySql.size >= MOST_STATEMENTS) bySql.clear();
  named += 1;
  const made = { name: `q${named}`, text };
  bySql.set(sql, made);
  return made;
}

/** The place of a row is SQLite's word for a column that no record has. */
function withoutPlace(row: Record<string, unknown>): unknown {
  if ('rowid' in row) delete row['rowid'];
  return row;
}

/** PostgreSQL, on a connection that is inside a transaction. */
export function engineOn(client: ClientBase): Engine {
  const ask = async (sql: string, parameters: readonly unknown[]) =>
    await client.query<Record<string, unknown>>({ ...prepared(sql), values: [...parameters], types: TYPES });
  return {
    all: async (sql, parameters) => (await ask(sql, parameters)).rows.map(withoutPlace),
    one: async (sql, parameters) => {
      const [row] = (await ask(sql, parameters)).rows;
      return row && withoutPlace(row);
    },
    run: async (sql, parameters) => (await ask(sql, parameters)).rowCount ?? 0,
    async *each(sql, parameters) {
      const cursor = `c${(named += 1)}`;
      await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${prepared(sql).text}`, [...parameters]);
      // It ends with its transaction.
      for (;;) {
        const { rows } = await client.query<Record<string, unknown>>({
          text: `FETCH ${AT_ONCE} FROM ${cursor}`,
          types: TYPES,
        });
        for (const row of rows) yield withoutPlace(row);
        if (rows.length < AT_ONCE) return;
      }
    },
  };
}

/**
 * What the driver is told of an address; no refusal says a word of it: a password stands in it. Over a network what is asked of TLS has
 * to be said.
 */
export function connectionOf(address: string): pg.PoolConfig {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isOurs =
    url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
  if (!isOurs)
    throw new Refused(issue('site-database-address', null, 'postgres://USER:PASSWORD@HOST:PORT/DATABASE'));
  const isSaid = url.searchParams.has('sslmode') || process.env['PGSSLMODE'] !== undefined;
  if (!isSaid && !LOOPBACK.test(url.hostname))
    throw new Refused(
      issue('site-database-tls-not-said', null, '?sslmode=verify-full&sslrootcert=FILE behind the address'),
    );
  try {
    for (const file of FILES) accessSync(url.searchParams.get(file) ?? '.', constants.R_OK);
    // The system's own authorities stand in for a file of which nothing can be read, without a word.
    const root = url.searchParams.get('sslrootcert');
    if (root !== null) void new X509Certificate(readFileSync(root));
  } catch {
    throw new Refused(issue('site-database-certificate-file', null, PEM));
  }
  return { connectionString: address };
}
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
const FILES = ['sslrootcert', 'sslcert', 'sslkey'];
