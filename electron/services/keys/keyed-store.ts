import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from '../../../db/lock.ts';
import { gone, movedAway, whyAbsent } from '../../../db/absent.ts';
import { inspectClear, openDatabase, openStore, type Store } from '../../../db/open.ts';
import { isClear } from '../../../db/sqlite.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { DATA_FILE } from '../data-file.ts';
import { keyOf, keysFor } from './data-key.ts';
import { encryptFolder, type Encrypted } from './encrypt-folder.ts';
import type { KeyKeeper } from './keeper.ts';
import { readKeys, writeKeys } from './keys-file.ts';

/**
 * Opens the data file of a folder with its key, both made where there are none. A file in the clear, of the version before,
 * is encrypted first, with everything beside it. Answers what was; null where nothing had to be.
 */
export async function openKeyed(
  dataDir: string,
  keepers: readonly KeyKeeper[],
): Promise<{ store: Store; encrypted: Encrypted | null }> {
  const path = join(dataDir, DATA_FILE);
  // What is beside it says that it was there: an empty one in its place would hide what was lost.
  const why = whyAbsent(path);
  if (why !== null) throw why;
  if (!existsSync(path) && readKeys(dataDir)?.encrypted === true) throw gone();
  const wasClear = existsSync(path) && isClear(path);
  // Looked at before a key is made for it: nobody else's file is encrypted, and no broken one.
  if (wasClear && !readKeys(dataDir)?.encrypted) inspectClear(path);
  const { key, all, ids, file } = keysFor(dataDir, keepers);
  let encrypted: Encrypted | null = null;
  if (existsSync(path) && (!file.encrypted || all.length > 1)) {
    const held = lock(path);
    try {
      encrypted = encryptFolder(dataDir, { key, all }, !file.encrypted);
    } finally {
      held.release();
    }
  }
  const store = await openStore(path, { key });
  const own = ids[all.indexOf(key)];
  // That of the data file comes first; another that opens nothing here any more was left by a rotation that was ended.
  const others = encrypted?.left.length === 0 ? ids : [];
  const generations = [
    ...file.generations.filter((g) => g.id === own),
    ...file.generations.filter((g) => g.id !== own && !others.includes(g.id)),
  ];
  if (!file.encrypted || generations.length < file.generations.length || file.generations[0]?.id !== own)
    writeKeys(dataDir, { ...file, encrypted: true, generations });
  return { store, encrypted: encrypted !== null && encrypted.encrypted.length > 0 ? encrypted : null };
}

/**
 * Opens the database of a site. What this host keeps beside it (exports that wait, the head of the log that it saw last)
 * stands in its folder, under a key of its own.
 */
export async function openSite(
  dataDir: string,
  keepers: readonly KeyKeeper[],
  address: string,
  goneAfterMs?: number,
): Promise<Store> {
  const { key, file } = keysFor(dataDir, keepers);
  const path = join(dataDir, SITE_FILE);
  const store = await openDatabase({
    address,
    path,
    key,
    ...(goneAfterMs !== undefined && { goneAfterMs }),
  });
  if (!file.encrypted) writeKeys(dataDir, { ...file, encrypted: true });
  return store;
}
const SITE_FILE = 'site.db';

/** Opens the data file of a folder for reading, beside a running program; makes and changes nothing. */
export async function openKeyedReadonly(dataDir: string, keepers: readonly KeyKeeper[]): Promise<Store> {
  const path = join(dataDir, DATA_FILE);
  const moved = movedAway(path);
  if (moved !== null) throw moved;
  const key = keyOf(dataDir, keepers);
  if (key === null && existsSync(path) && isClear(path))
    throw new Refused(
      issue('data-file-older', null, 'a data file that the application has opened once since it was updated'),
    );
  return openStore(path, { key, readonly: true });
}
