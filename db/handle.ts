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

/** What answers a text of SQL with its values, inside one transaction. */
export interface Engine {
  /** the rows of a query, or of a change that answers the rows it wrote */
  all(sql: string, parameters: readonly unknown[], may: 'read' | 'change'): Promise<unknown[]> | unknown[];
  /** the first row of a query */
  one(sql: string, parameters: readonly unknown[]): unknown;
  /** a change; how many rows it touched */
  run(sql: string, parameters: readonly unknown[]): Promise<number> | number;
  /** the rows of a query, one by one */
  each(sql: string, parameters: readonly unknown[]): AsyncIterable<unknown> | Iterable<unknown>;
}

export const MOST_STATEMENTS = 400;

/** SQLite. Prepares each SQL text once: Kysely gives the same text for the same query, so this is the hot path's cache. */
export class Statements implements Engine {
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

  private query(sql: string): Statement {
    const statement = this.get(sql);
    if (!statement.readonly) throw new Error('a reading handle was asked to write');
    return statement;
  }

  all(sql: string, parameters: readonly unknown[], may: 'read' | 'change'): unknown[] {
    return (may === 'read' ? this.query(sql) : this.get(sql)).all(...parameters);
  }

  one(sql: string, parameters: readonly unknown[]): unknown {
    return this.query(sql).get(...parameters);
  }

  run(sql: string, parameters: readonly unknown[]): number {
    return this.get(sql).run(...parameters).changes;
  }

  each(sql: string, parameters: readonly unknown[]): Iterable<unknown> {
    // Not from the cache: a statement that is being walked can not run a second time.
    return this.database.prepare(sql).iterate(...parameters);
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

export function readHandle(engine: Engine, span: Span): Read {
  return {
    async all<T>(query: Compilable<T>): Promise<T[]> {
      within(span);
      const { sql, parameters } = query.compile();
      return (await engine.all(sql, parameters, 'read')) as T[];
    },
    async one<T>(query: Compilable<T>): Promise<T | undefined> {
      within(span);
      const { sql, parameters } = query.compile();
      return (await engine.one(sql, parameters)) as T | undefined;
    },
    async *each<T>(query: Compilable<T>): AsyncIterableIterator<T> {
      within(span);
      const { sql, parameters } = query.compile();
      for await (const row of engine.each(sql, parameters)) {
        within(span);
        yield row as T;
      }
    },
  };
}
