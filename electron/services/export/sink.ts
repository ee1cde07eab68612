import { open, type FileHandle } from 'node:fs/promises';
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

/** A new file that is written no faster than the disk takes it. */
export class Sink {
  readonly #file: Promise<FileHandle>;
  #bytes = 0;

  constructor(path: string) {
    this.#file = open(path, 'wx', 0o600);
    // Told by the first write: a refusal to open must not end the process before.
    this.#file.catch(() => undefined);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    await (await this.#file).appendFile(chunk);
    this.#bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
  }

  async close(): Promise<void> {
    const file = await this.#file;
    await file.sync();
    await file.close();
  }

  /** Gives up: waits until the file is closed, so that none is made after it was removed. */
  async abandon(): Promise<void> {
    await this.#file.then((file) => file.close()).catch(() => undefined);
  }
}
