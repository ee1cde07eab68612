import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isClear, opensWith } from '../../../db/sqlite.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { DATA_FILE } from '../data-file.ts';
import { keyOf, newGeneration, unwrapped } from './data-key.ts';
import { recoveryCode, type KeyKeeper } from './keeper.ts';
import { newRecoveryCode } from './recovery-code.ts';
import { keysMissing, keysPath, readKeys, writeKeys, type Generation, type KeysFile } from './keys-file.ts';

/** Why a data file does not open although nothing may be wrong with it: a recovery code, or a backup, is the way back. */
export const KEY_REFUSALS = [
  'keychain-locked',
  'keychain-changed',
  'keychain-absent',
  'key-file-absent',
  'key-file-changed',
  'key-file-readable-by-others',
  'key-passphrase-wrong',
  'key-kept-otherwise',
  'key-of-another-machine',
  'key-of-another-user',
  'keys-file-missing',
  'keys-file-not-read',
] as const;

/** Takes the recovery code: wraps the key that it gives by what keeps it here from now on. */
export function recoverKeys(dataDir: string, keeper: KeyKeeper, code: KeyKeeper): void {
  const path = join(dataDir, DATA_FILE);
  const keys = readKeys(dataDir);
  if (keys === null) throw keysMissing();
  const withCode = keys.generations.filter((g) => g.wraps.some((w) => w.kind === code.kind));
  if (withCode.length === 0)
    throw new Refused(
      issue(
        'recovery-code-none',
        null,
        'the last good backup restored: no recovery code was made for this data file',
      ),
    );
  let why: unknown;
  const found = new Map<string, Generation>();
  for (const generation of withCode)
    try {
      const key = unwrapped(generation, [code]);
      // A code of before a rotation opens what was left under the key of before, and not the data file.
      if (generation !== keys.generations[0] && !(existsSync(path) && opensWith(path, key))) continue;
      const wraps = generation.wraps.filter((w) => w.kind !== keeper.kind);
      found.set(generation.id, { ...generation, wraps: [keeper.wrap(key, generation.id), ...wraps] });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      why ??= error;
    }
  if (found.size === 0)
    throw (
      why ??
      new Refused(issue('recovery-code-wrong', null, 'the newest recovery code of this data file', 'code'))
    );
  writeKeys(dataDir, { ...keys, generations: keys.generations.map((g) => found.get(g.id) ?? g) });
}

/**
 * The key that a restored file is put under: that of the folder, or a new one where no keeper gives it. `keep` writes the new
 * one down, right before the file takes its place; the keys of before stay, for the file that is kept.
 */
export function keyForRestore(
  dataDir: string,
  keepers: readonly KeyKeeper[],
): { readonly key: Uint8Array; readonly keep: () => void } {
  const path = join(dataDir, DATA_FILE);
  try {
    const key = keyOf(dataDir, keepers);
    if (key !== null) return { key, keep: () => undefined };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  const { key, generation } = newGeneration(keepers.slice(0, 1));
  const keep = () => {
    // What is in the clear is encrypted at the next opening, which looks for it where nothing was before.
    const encrypted = !(existsSync(path) && isClear(path));
    writeKeys(dataDir, { encrypted, generations: [generation, ...(keysKept(dataDir)?.generations ?? [])] });
  };
  return { key, keep };
}

/** The keys as they are; a file of keys that does not read is set aside. */
function keysKept(dataDir: string): KeysFile | null {
  try {
    return readKeys(dataDir);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    renameSync(keysPath(dataDir), `${keysPath(dataDir)}.not-read`);
    return null;
  }
}

/** Is there a recovery code that opens the data file of now? */
export const hasRecoveryCode = (dataDir: string): boolean =>
  readKeys(dataDir)?.generations[0]?.wraps.some((w) => w.kind === 'recovery') ?? false;

/** A new recovery code for the open data file. Only what it wraps is kept; the one before opens nothing any more. */
export function makeRecoveryCode(dataDir: string, key: Uint8Array): string {
  const keys = readKeys(dataDir);
  const [current, ...others] = keys?.generations ?? [];
  if (keys === null || current === undefined) throw keysMissing();
  const code = newRecoveryCode();
  const wraps = current.wraps.filter((w) => w.kind !== 'recovery');
  const generation = { ...current, wraps: [...wraps, recoveryCode(code).wrap(key, current.id)] };
  writeKeys(dataDir, { ...keys, generations: [generation, ...others] });
  return code;
}
