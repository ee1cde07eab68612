import type { Statement } from 'better-sqlite3';
import type Database from 'better-sqlite3';
import type { Compilable } from 'kysely';
import type { Written } from './bound-rows.ts';

/** Reads and can not write: its connection is opened read-only. */
export interface Read {
  all<T>(query: Compilable<T>): T[];
  one<T>(query: Compilable<T>): T | undefined;
  /** Row by row, for what does not fit in memory. */
  each<T>(query: Compilable<T>): IterableIterator<T>;
}

/** Reads and writes, inside one transaction. */
export interface Write extends Read {
  /** Runs a change; answers how many rows it touched. */
  run(query: Compilable<unknown>): number;
  /** How many changes were run in this transaction. */
  readonly changes: () => number;
  /** The rows that were written since the last event, of the tables that events vouch for. */
  readonly written: Written;
}

export const MOST_STATEMENTS = 400;

/** Prepares each SQL text once. Kysely gives the same text for the same query, so this is the hot path's cache. */
export class Statements {
  private readonly database: Database;
  private readonly bySql = new Map<string, Statement>();

  constructor(database: Database) {
    this.database = database;
  }

  get(sql: string): Statement {
    const known = this.bySql.get(sql);
    if (known) return known;
    if (this.bySql.size >= MOST_STATEMENTS) this.bySql.clear();
    const prepared = this.database.prepare(sql);
    this.bySql.set(sql, prepared);
    return prepared;
  }

  fresh(sql: string): Statement {
    return this.database.prepare(sql);
  }
}

export function readHandle(statements: Statements): Read {
  const of = (query: Compilable<unknown>) => {
    const { sql, parameters } = query.compile();
    const statement = statements.get(sql);
    if (!statement.readonly) throw new Error('a reading handle was asked to write');
    return { statement, parameters };
  };
  return {
    all<T>(query: Compilable<T>): T[] {
      const { statement, parameters } = of(query);
      return statement.all(...parameters) as T[];
    },
    one<T>(query: Compilable<T>): T | undefined {
      const { statement, parameters } = of(query);
      return statement.get(...parameters) as T | undefined;
    },
    each<T>(query: Compilable<T>): IterableIterator<T> {
      // Not from the cache: a statement that is being walked can not run a second time.
      const { sql, parameters } = query.compile();
      return statements.fresh(sql).iterate(...parameters) as IterableIterator<T>;
    },
  };
}
