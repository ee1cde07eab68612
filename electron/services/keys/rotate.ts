import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from '../../../db/lock.ts';
import { gone, movedAway } from '../../../db/absent.ts';
import { DATA_FILE } from '../data-file.ts';
import { keysFor, newGeneration } from './data-key.ts';
import { encryptFolder, type Encrypted } from './encrypt-folder.ts';
import { recoveryCode, type KeyKeeper } from './keeper.ts';
import { writeKeys } from './keys-file.ts';
import { newRecoveryCode } from './recovery-code.ts';

/**
 * Puts a folder that nobody has open under a new key, kept as the one before was, with a new recovery code. Both keys stand
 * in the file of keys until everything is done: ended at any moment, the next opening finds the one that opens each file.
 */
export function rotateKey(
  dataDir: string,
  keepers: readonly KeyKeeper[],
): Encrypted & { readonly code: string } {
  const path = join(dataDir, DATA_FILE);
  if (!existsSync(path)) throw movedAway(path) ?? gone();
  const held = lock(path);
  try {
    const { key: before, all, ids, file } = keysFor(dataDir, keepers);
    const current = file.generations.find((g) => g.id === ids[all.indexOf(before)]);
    const kinds = new Set(current?.wraps.map((w) => w.kind));
    const code = newRecoveryCode();
    const { key, generation } = newGeneration([
      ...keepers.filter((k) => kinds.has(k.kind)),
      recoveryCode(code),
    ]);
    writeKeys(dataDir, { ...file, generations: [generation, ...file.generations] });
    const done = encryptFolder(dataDir, { key, all: [key, ...all] }, !file.encrypted);
    const kept =
      done.left.length === 0 ? file.generations.filter((g) => !ids.includes(g.id)) : file.generations;
    writeKeys(dataDir, { ...file, encrypted: true, generations: [generation, ...kept] });
    return { ...done, code };
  } finally {
    held.release();
  }
}
