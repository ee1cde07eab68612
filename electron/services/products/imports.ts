import { createHash, type Hash } from 'node:crypto';
import type { ImportEnd, ImportProgress } from '../../../bridge/products.ts';
import { PIECE_BYTES } from '../../../bridge/products.ts';
import type { Read, Write } from '../../../db/handle.ts';
import { keysAfter } from '../../../db/products.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import type { Context } from '../context.ts';
import { applyRows } from './apply.ts';
import { Columns } from './columns.ts';
import { CsvRows, type CsvRow, type Encoding } from './csv-rows.ts';

/** House rules: so many rows of one file are remembered, to tell a key that stands there twice. */
const MOST_ROWS = 1_000_000;
/** So long nobody sends anything before another file may take its place. */
const LEFT_MS = 120_000;

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly rows: Promise<readonly CsvRow[]>;
}

/**
 * One file on its way in, piece by piece, each a change of its own: nothing of the file is kept but where it is, and the keys that stood
 * in it. What a piece does counts here only once it is committed; sent twice, it is done once.
 */
export class Import {
  readonly id: string;
  readonly file: string;
  readonly #size: number;
  readonly #encoding: Encoding;
  readonly #hash: Hash = createHash('sha256');
  readonly seen = new Map<string, number>();
  readonly #words = new Set<string>();
  #reader: CsvRows | null = null;
  #columns: Columns | null = null;
  #piece: Piece | null = null;
  #last: ImportProgress;
  #touched: number;
  /** keys that are known and do not stand in the file, once it was read to its end; those that are marked are taken out */
  absent: string[] | null = null;
  absentCount = 0;

  constructor(id: string, file: string, size: number, encoding: Encoding, now: number) {
    [this.id, this.file, this.#size, this.#encoding, this.#touched] = [id, file, size, encoding, now];
    const none = { rows: 0, added: 0, changed: 0, unchanged: 0, refused: 0 };
    this.#last = { job: id, kind: null, received: 0, ...none, refusals: [], changes: [] };
  }

  get kind() {
    return this.#columns?.kind ?? null;
  }

  isLeft = (now: number): boolean => now - this.#touched > LEFT_MS;

  /** The rows of a piece, before anything is written. */
  async read(at: number, bytes: Uint8Array, now: number): Promise<void> {
    this.#touched = now;
    if (bytes.length === 0 || bytes.length > PIECE_BYTES || at + bytes.length > this.#size)
      throw new Refused(
        issue(
          'product-import-piece',
          String(bytes.length),
          `at most ${PIECE_BYTES} bytes of the file that was begun`,
        ),
      );
    if (this.#isDone(at, bytes)) return;
    if (at !== this.#last.received)
      throw new Refused(
        issue('product-import-piece', String(at), `the bytes from ${this.#last.received} on`),
      );
    if (this.#piece === null || this.#piece.at !== at) {
      this.#reader ??= new CsvRows(bytes, this.#encoding);
      const isLast = at + bytes.length === this.#size;
      this.#piece = { at, bytes, rows: this.#reader.take(bytes, at === 0, isLast) };
    }
    const rows = await this.#piece.rows;
    this.#columns ??= this.#columnsOf(rows);
  }

  /** Sent a second time: its answer was lost. */
  #isDone = (at: number, bytes: Uint8Array): boolean =>
    at < this.#last.received && at + bytes.length === this.#last.received;

  #columnsOf(rows: readonly CsvRow[]): Columns {
    const [header] = rows;
    if (header === undefined)
      throw new Refused(issue('product-file-not-csv', null, 'a line of column names at its beginning'));
    return new Columns(header);
  }

  /** Writes what was read; what comes of it counts once `settle` is called, when it is committed. */
  async write(db: Write, at: number, bytes: Uint8Array) {
    const piece = this.#piece;
    if (this.#isDone(at, bytes)) return { answer: this.#last, lines: null, settle: () => undefined };
    if (piece === null || piece.at !== at || this.#columns === null)
      throw new Error('a piece was written that was not read');
    const all = await piece.rows;
    const rows = at === 0 ? all.slice(1) : all;
    const { added, unchanged, changed, refused, seen, words } = await applyRows(db, rows, {
      importId: this.id,
      columns: this.#columns,
      seen: this.seen,
      words: this.#words,
    });
    const before = this.#last;
    if (before.rows + rows.length > MOST_ROWS)
      throw new Refused(
        issue('product-file-large', String(before.rows + rows.length), `at most ${MOST_ROWS} rows`),
      );
    const answer: ImportProgress = {
      job: this.id,
      kind: this.kind,
      received: at + piece.bytes.length,
      rows: before.rows + rows.length,
      added: before.added + added,
      changed: before.changed + changed.length,
      unchanged: before.unchanged + unchanged,
      refused: before.refused + refused.length,
      refusals: [...refused],
      changes: [...changed],
    };
    return {
      answer,
      lines: {
        from: rows[0]?.line ?? 0,
        to: rows.at(-1)?.line ?? 0,
        added,
        unchanged,
        refused: refused.length,
      },
      settle: () => {
        if (this.#piece !== piece) return;
        this.#hash.update(piece.bytes);
        for (const [key, line] of seen) this.seen.set(key, line);
        for (const word of words) this.#words.add(word);
        [this.#piece, this.#last] = [null, answer];
      },
    };
  }

  get counts() {
    const { rows, added, changed, unchanged, refused } = this.#last;
    return { rows, added, changed, unchanged, refused };
  }

  sha256(): string {
    if (this.#last.received !== this.#size)
      throw new Refused(
        issue(
          'product-import-not-whole',
          String(this.#last.received),
          `all ${this.#size} bytes, or to be stopped`,
        ),
      );
    return this.#hash.copy().digest('hex');
  }

  /** Looks, once, for what is known and does not stand in the file. */
  async lookForAbsent(db: Read): Promise<void> {
    if (this.absent !== null) return;
    const found: string[] = [];
    if (this.kind === 'product' || this.kind === 'package') {
      const table = this.kind === 'product' ? 'product' : 'product_package';
      for (let after: string | undefined = ''; after !== undefined;) {
        const keys = await keysAfter(db, table, after, 1_000);
        for (const { key, absent } of keys) if (absent === null && !this.seen.has(key)) found.push(key);
        after = keys.at(-1)?.key;
      }
    }
    [this.absent, this.absentCount] = [found, found.length];
  }

  ended = (left: number, sha256: string | null): ImportEnd => ({ absent: this.absentCount, left, sha256 });
}

const byContext = new WeakMap<Context, Map<string, Import>>();

/** The files that are on their way into this host; one at a time. */
export function importsOn(context: Context): Map<string, Import> {
  const known = byContext.get(context) ?? new Map<string, Import>();
  byContext.set(context, known);
  return known;
}
