/** What we use of better-sqlite3 13; the published types trail far behind. */
declare module 'better-sqlite3' {
  export interface Statement {
    readonly readonly: boolean;
    readonly reader: boolean;
    run(...parameters: readonly unknown[]): { changes: number; lastInsertRowid: number | bigint };
    get(...parameters: readonly unknown[]): unknown;
    all(...parameters: readonly unknown[]): unknown[];
    iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
    /** rows as lists */
    raw(): this;
    /** the first column alone */
    pluck(): this;
  }
  export interface Transaction<A extends unknown[], T> {
    (...args: A): T;
    immediate(...args: A): T;
    deferred(...args: A): T;
  }
  export default class Database {
    constructor(path: string, options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number });
    readonly inTransaction: boolean;
    readonly open: boolean;
    prepare(sql: string): Statement;
    exec(sql: string): this;
    function(name: string, work: (...values: never[]) => unknown): this;
    pragma(text: string, options?: { simple?: boolean }): unknown;
    transaction<A extends unknown[], T>(work: (...args: A) => T): Transaction<A, T>;
    close(): this;
    static readonly SqliteError: new (message: string, code: string) => Error & { readonly code: string };
  }
}
