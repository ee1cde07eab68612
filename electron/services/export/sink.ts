import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ExportKind, Identifiers } from '../../../bridge/export.ts';

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
  end(ending: Ending): Promise<void>;
}

/** A file that is written no faster than the disk takes it. */
export class Sink {
  readonly #stream;
  #bytes = 0;
  #failed: Error | undefined;

  constructor(path: string) {
    this.#stream = createWriteStream(path, { mode: 0o600, flags: 'wx' });
    // Kept until the next write: an error between two writes must not end the process.
    this.#stream.on('error', (error) => (this.#failed = error));
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.#failed) throw this.#failed;
    this.#bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
    if (!this.#stream.write(chunk)) await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'close')]);
    if (this.#failed) throw this.#failed;
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream);
  }

  destroy(): void {
    this.#stream.destroy();
  }
}
