import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { encryptInPlace, isClear, opensWith } from '../../../db/sqlite.ts';
import { hideSettingsAnew } from '../backup/settings.ts';
import { DATA_FILE } from '../data-file.ts';
import { hidePseudonymAnew } from '../export/privacy.ts';
import { seal, unseal } from './seal.ts';
import { writeOwn, type Opened } from './secrets.ts';

/** What became of the files beside the data file. */
export interface Encrypted {
  readonly encrypted: readonly string[];
  /** copies of before an update: the encrypted data file holds all that they did */
  readonly removed: readonly string[];
  /** what does not hold together: of a folder in the clear its bytes are sealed as they are, else it stays under the key of before */
  readonly left: readonly string[];
}

/** Copies that lie beside a data file: of before an update, and what a restore replaced. */
const copiesIn = (dataDir: string): string[] =>
  readdirSync(dataDir)
    .filter((name) => /^meniscus\.db\.(version-\d+|replaced-\w+)$/.test(name))
    .map((name) => join(dataDir, name));

const HALF = /^meniscus\.db.*\.encrypting(-\w+)?$/;
const VERSION_COPY = /\.version-\d+$/;

/**
 * Puts everything in a folder under the key that counts: the data file first, each file in one step, so that it may be ended
 * at any moment and begun again. `fromClear`: a folder of the version before, in the clear. Nobody else has it open.
 */
export function encryptFolder(dataDir: string, opened: Opened, fromClear: boolean): Encrypted {
  const { key, all } = opened;
  const [encrypted, removed, left]: [string[], string[], string[]] = [[], [], []];
  // Copies that were under way when it was ended.
  for (const name of readdirSync(dataDir).filter((n) => HALF.test(n))) rmSync(join(dataDir, name));
  const data = join(dataDir, DATA_FILE);
  if (existsSync(data)) put(data);
  hideSettingsAnew(dataDir, opened, fromClear);
  hidePseudonymAnew(dataDir, opened, fromClear);
  for (const copy of copiesIn(dataDir)) {
    if (VERSION_COPY.test(copy) && isClear(copy)) {
      rmSync(copy);
      removed.push(basename(copy));
      continue;
    }
    try {
      put(copy);
    } catch {
      if (fromClear) sealWhole(copy, key);
      left.push(basename(copy));
    }
  }
  return { encrypted, removed, left };

  function put(path: string): void {
    if (isClear(path)) {
      if (!fromClear) throw new Error('a data file in the clear');
      encryptInPlace(path, null, key);
    } else {
      if (opensWith(path, key)) return;
      const from = all.find((other) => opensWith(path, other));
      if (from === undefined) throw new Error('no key of this folder');
      encryptInPlace(path, from, key);
    }
    encrypted.push(basename(path));
  }
}

const SEALED = '.sealed';

/** A broken file tells SQLite nothing, and whoever looks into its bytes everything. */
function sealWhole(path: string, key: Uint8Array): void {
  for (const part of [path, `${path}-wal`].filter((p) => existsSync(p))) {
    writeOwn(part + SEALED, seal(key, readFileSync(part), basename(part)));
    rmSync(part);
  }
  rmSync(`${path}-shm`, { force: true });
}

/** The bytes of a broken file that was sealed as it was; null where no key opens it. */
export function unsealWhole(path: string, keys: readonly Uint8Array[]): Buffer | null {
  const text = readFileSync(path, 'latin1');
  for (const key of keys) {
    const bytes = unseal(key, text, basename(path, SEALED));
    if (bytes !== null) return bytes;
  }
  return null;
}
