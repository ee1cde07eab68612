import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { issue, Refused } from '../../../engine/number/result.ts';
import { seal, unseal } from './seal.ts';

/** The key of the data file, and every other that its keepers still give. */
export interface Opened {
  readonly key: Uint8Array;
  readonly all: readonly Uint8Array[];
}

const SEALED = 'sealed ';

/** A secret that lies beside the data file, under its key. */
export const hidden = (key: Uint8Array, bytes: Uint8Array, purpose: string): string =>
  SEALED + seal(key, bytes, purpose);

export function revealed(keys: readonly Uint8Array[], text: string, purpose: string): Buffer {
  for (const key of text.startsWith(SEALED) ? keys : []) {
    const bytes = unseal(key, text.slice(SEALED.length), purpose);
    if (bytes !== null) return bytes;
  }
  throw new Refused(
    issue(
      'secret-not-opened',
      purpose,
      'what lies beside the data file as it was made: it does not open with the key of the data file',
    ),
  );
}

/** The same secret under the key that counts now; one of the version before, in the clear, where that is allowed. */
export function hiddenAnew(text: string, purpose: string, { key, all }: Opened, fromClear: boolean): string {
  const isClear = fromClear && !text.startsWith(SEALED);
  return hidden(
    key,
    isClear ? Buffer.from(text, 'base64url') : revealed([key, ...all], text, purpose),
    purpose,
  );
}

/** Written whole and for its owner alone, then named. */
export function writeOwn(path: string, text: string | Uint8Array): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  chmodSync(`${path}.new`, 0o600);
  writeFileSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/** A text of ours as a value for a schema to read; null where it is no JSON, as where there is none. */
export function jsonOrNull(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const readOwn = (path: string): string | null =>
  existsSync(path) ? readFileSync(path, 'utf8') : null;
