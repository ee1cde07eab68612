/// <reference lib="esnext.array" />
import type { Statement } from 'better-sqlite3';
import type Database from 'better-sqlite3';
import type { Compilable } from 'kysely';
import type { Written } from './bound-rows.ts';

/** Reads and can not write: its connection is opened read-only. */
export interface Read {
  all<T>(query: Compilable<T>): Promise<T[]>;
  one<T>(query: Compilable<T>): Promise<T | undefined>;
  /** Row by row, for what does not fit in memory. */
  each<T>(query: Compilable<T>): AsyncIterableIterator<T>;
}

/** Reads and writes, inside one transaction. */
export interface Write extends Read {
  /** Runs a change; answers how many rows it touched. */
  run(query: Compilable<unknown>): Promise<number>;
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

/** One transaction: what is asked of its handle when it is over would stand outside of every transaction. */
export interface Span {
  isOpen: boolean;
}
export const ALWAYS: Span = { isOpen: true };

export function within(span: Span): void {
  if (!span.isOpen) throw new Error('a handle was used after its transaction: a query is not awaited');
}

export function readHandle(statements: Statements, span: Span): Read {
  const of = (query: Compilable<unknown>) => {
    within(span);
    const { sql, parameters } = query.compile();
    const statement = statements.get(sql);
    if (!statement.readonly) throw new Error('a reading handle was asked to write');
    return { statement, parameters };
  };
  return {
    async all<T>(query: Compilable<T>): Promise<T[]> {
      const { statement, parameters } = of(query);
      return statement.all(...parameters) as T[];
    },
    async one<T>(query: Compilable<T>): Promise<T | undefined> {
      const { statement, parameters } = of(query);
      return statement.get(...parameters) as T | undefined;
    },
    async *each<T>(query: Compilable<T>): AsyncIterableIterator<T> {
      within(span);
      // Not from the cache: a statement that is being walked can not run a second time.
      const { sql, parameters } = query.compile();
      for (const row of statements.fresh(sql).iterate(...parameters)) {
        within(span);
        yield row as T;
      }
    },
  };
}
