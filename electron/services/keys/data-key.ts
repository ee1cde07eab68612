import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isClear, opensWith } from '../../../db/sqlite.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { DATA_FILE } from '../data-file.ts';
import { newId } from '../ids.ts';
import type { KeyKeeper } from './keeper.ts';
import type { Opened } from './secrets.ts';
import {
  account,
  keysMissing,
  machine,
  readKeys,
  writeKeys,
  type Generation,
  type KeysFile,
} from './keys-file.ts';

const KEY_BYTES = 32;

/** A new key, and how its generation stands in the file of keys. */
export function newGeneration(keepers: readonly KeyKeeper[]): { key: Buffer; generation: Generation } {
  const key = randomBytes(KEY_BYTES);
  const id = newId({ random: randomBytes }, 'key');
  return { key, generation: { id, wraps: keepers.map((k) => k.wrap(key, id)) } };
}

/** Why a keeper does not give the key, in the words of what happened to the folder since it was wrapped. */
function moved(error: unknown, { machine: host, account: user }: KeysFile): unknown {
  const code = error instanceof Refused ? error.issues[0]?.code : undefined;
  if (code === undefined || !/^(key-file|keychain)-(absent|changed)$/.test(code)) return error;
  if (host !== machine())
    return new Refused(
      issue(
        'key-of-another-machine',
        host,
        'the data folder on the machine where its key is kept, the key file of that machine, or the recovery code',
      ),
    );
  if (user !== account())
    return new Refused(
      issue(
        'key-of-another-user',
        user,
        'the account in which this data file was made, or the recovery code',
      ),
    );
  return error;
}

export function unwrapped({ id, wraps }: Generation, keepers: readonly KeyKeeper[]): Buffer {
  let why: unknown;
  for (const keeper of keepers)
    for (const wrap of wraps.filter((w) => w.kind === keeper.kind))
      try {
        return keeper.unwrap(wrap, id);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        why ??= error;
      }
  throw (
    why ??
    new Refused(
      issue(
        'key-kept-otherwise',
        wraps.map((w) => w.kind).join(', '),
        'the way by which this data file is opened elsewhere, or its recovery code',
      ),
    )
  );
}

/** Every key that the keepers give, and that of the data file among them: the newest that opens it. */
export function openKeys(
  keys: KeysFile,
  path: string,
  keepers: readonly KeyKeeper[],
): Opened & { readonly ids: readonly string[] } {
  const all: Buffer[] = [];
  const ids: string[] = [];
  let why: unknown;
  let newestIsLost = false;
  for (const generation of keys.generations)
    try {
      all.push(unwrapped(generation, keepers));
      ids.push(generation.id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // That of the newest: it says what is wrong now.
      why ??= moved(error, keys);
      if (generation === keys.generations[0]) newestIsLost = true;
    }
  const [newest] = all;
  if (newest === undefined) throw why;
  if (all.length === 1 && !newestIsLost) return { key: newest, all, ids };
  const key = existsSync(path) ? all.find((k) => opensWith(path, k)) : undefined;
  if (key !== undefined) return { key, all, ids };
  if (newestIsLost) throw why;
  // The newest is here and does not open it: its beginning is damaged, which is told when it is opened.
  return { key: newest, all, ids };
}

/** The key of a data file that is only read; refuses by name. Null for one in the clear, of the version before. */
export function keyOf(dataDir: string, keepers: readonly KeyKeeper[]): Uint8Array | null {
  const path = join(dataDir, DATA_FILE);
  const keys = readKeys(dataDir);
  if (keys !== null && (keys.encrypted || !existsSync(path) || !isClear(path)))
    return openKeys(keys, path, keepers).key;
  if (existsSync(path) && !isClear(path)) throw keysMissing();
  return null;
}

/** The keys of a folder, made where there are none yet: a new folder, or a data file in the clear. */
export function keysFor(
  dataDir: string,
  keepers: readonly KeyKeeper[],
): ReturnType<typeof openKeys> & { readonly file: KeysFile } {
  const path = join(dataDir, DATA_FILE);
  const known = readKeys(dataDir);
  if (known === null) {
    if (existsSync(path) && !isClear(path)) throw keysMissing();
    writeKeys(dataDir, { encrypted: false, generations: [newGeneration(keepers.slice(0, 1)).generation] });
    return keysFor(dataDir, keepers);
  }
  if (known.encrypted && existsSync(path) && isClear(path))
    throw new Refused(
      issue(
        'data-file-clear',
        null,
        'the encrypted data file of this folder: one in the clear has been put in its place',
      ),
    );
  const clear = !known.encrypted && existsSync(path) && isClear(path);
  const opened = clear ? openKeys(known, '', keepers) : openKeys(known, path, keepers);
  return { ...opened, file: known };
}
