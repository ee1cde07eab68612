import { AsyncLocalStorage } from 'node:async_hooks';
import type Database from 'better-sqlite3';
import { readHandle, Statements, type Read, type Span } from './handle.ts';
import { MOST_WAITING, tooMany } from './queue.ts';

/** House rule: looks that last while others come are few. Opening one more connection to an encrypted file takes about a millisecond. */
export const MOST_READERS = 4;

interface Reader {
  readonly database: Database;
  readonly statements: Statements;
}

interface Look {
  readonly db: Read;
  readonly span: Span;
}

/** Connections that can not write, one for each look that is under way: each look is one transaction of its own. */
export class Readers {
  readonly #more: () => Database;
  readonly #idle: Reader[];
  #open = 1;
  readonly #looking = new AsyncLocalStorage<Look>();
  readonly #waiting: ((reader: Reader) => void)[] = [];
  #whenIdle: (() => void) | null = null;

  constructor(first: Database, more: () => Database) {
    this.#more = more;
    this.#idle = [reader(first)];
  }

  /** The look inside of which this is asked, if it is under way. */
  #outer(): Look | undefined {
    const outer = this.#looking.getStore();
    return outer?.span.isOpen ? outer : undefined;
  }

  isInside(): boolean {
    return this.#outer() !== undefined;
  }

  async look<T>(work: (db: Read) => Promise<T> | T): Promise<T> {
    const outer = this.#outer();
    if (outer) return await work(outer.db);
    const one = this.#idle.pop() ?? (await this.#another());
    const { database, statements } = one;
    const span = { isOpen: true };
    const db = readHandle(statements, span);
    try {
      statements.get('BEGIN').run();
      return await this.#looking.run({ db, span }, async () => await work(db));
    } finally {
      span.isOpen = false;
      try {
        if (database.inTransaction) statements.get('COMMIT').run();
      } finally {
        this.#giveBack(one);
      }
    }
  }

  async #another(): Promise<Reader> {
    if (this.#open >= MOST_READERS) {
      if (this.#waiting.length >= MOST_WAITING) throw tooMany(this.#waiting.length);
      return await new Promise<Reader>((resolve) => this.#waiting.push(resolve));
    }
    const one = reader(this.#more());
    this.#open += 1;
    return one;
  }

  #giveBack(one: Reader): void {
    const next = this.#waiting.shift();
    if (next) next(one);
    else {
      this.#idle.push(one);
      if (this.#idle.length === this.#open) this.#whenIdle?.();
    }
  }

  /** Closes all, when those who look are done. Nobody may begin meanwhile. */
  async close(): Promise<void> {
    if (this.#idle.length < this.#open) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    for (const { database } of this.#idle) database.close();
  }
}

const reader = (database: Database): Reader => ({ database, statements: new Statements(database) });

/** Each query a look of its own. */
export const looseOver = (read: <T>(work: (db: Read) => Promise<T>) => Promise<T>): Read => ({
  all: (query) => read((db) => db.all(query)),
  one: (query) => read((db) => db.one(query)),
  each: () => {
    throw new Error('rows one by one are read inside one look');
  },
});
