import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { ExportKind, Identifiers } from '../../../bridge/export.ts';
import type { PassingKey } from './passing-key.ts';

/** What stands on each export: what it is of, up to where, by whom. */
export interface About {
  readonly kind: ExportKind;
  readonly title: string;
  readonly at: string;
  readonly user: string;
  readonly station: string;
  readonly filter: string;
  readonly identifiers: Identifiers;
  readonly head: { readonly seq: number; readonly hash: string };
}
export interface Ending {
  readonly rows: number;
  /** binds all rows and the words above */
  readonly digest: string;
}

/** One format: takes rows as they come, keeps none of them. */
export interface Format {
  rows(list: readonly (readonly string[])[]): Promise<void>;
  /** takes rows that are written out already; only a format of lines can */
  lines?(text: Uint8Array): Promise<void>;
  end(ending: Ending): Promise<void>;
}

/** So much is kept before it is written: a write costs more than what is in it. */
const BATCH = 512 * 1_024;

/**
 * A new file that is written no faster than the disk takes it: while one batch is being written the next may be made,
 * and no more than that.
 */
export class Sink {
  readonly #file: Promise<FileHandle>;
  #writing: Promise<void> = Promise.resolve();
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #bytes = 0;
  readonly #sum = createHash('sha256');
  #flushed = 0;
  readonly #key: PassingKey | null;

  /** Under a key, where the file only waits on the disk. */
  constructor(path: string, key: PassingKey | null = null) {
    this.#key = key;
    this.#file = open(path, 'wx', 0o600);
    // Told by the first write: a refusal to open must not end the process before.
    this.#file.catch(() => undefined);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    this.#bytes += bytes.length;
    this.#sum.update(bytes);
    if (this.#keptBytes >= BATCH) await this.#flush();
  }

  async #flush(): Promise<void> {
    const file = await this.#file;
    await this.#writing;
    const [first, ...rest] = this.#kept;
    const batch = rest.length === 0 && first !== undefined ? first : Buffer.concat(this.#kept);
    this.#writing = file.appendFile(this.#key === null ? batch : this.#key.at(this.#flushed, batch));
    this.#flushed += batch.length;
    // Told by the next write, or at the end: a disk that says no must not end the process before.
    this.#writing.catch(() => undefined);
    this.#kept = [];
    this.#keptBytes = 0;
  }

  /** Answers the digest of the whole file, as somebody has it who fetched it. */
  async close(): Promise<string> {
    await this.#flush();
    await this.#writing;
    const file = await this.#file;
    await file.sync();
    await file.close();
    return this.#sum.digest('hex');
  }

  /** Gives up: waits until the file is closed, so that none is made after it was removed. */
  async abandon(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.then((file) => file.close()).catch(() => undefined);
  }
}
