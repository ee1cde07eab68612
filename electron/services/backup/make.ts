import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { BackupCheck, BackupFile, BackupProgress } from '../../../bridge/backup.ts';
import { headOf } from '../../../db/event-log.ts';
import { openStore, type Store } from '../../../db/open.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import type { Context } from '../context.ts';
import { deriveKey } from '../password.ts';
import { isBelow, notWhole } from '../../delivery/places.ts';
import { makeFolder } from '../paths.ts';
import { checkCopy } from './check.ts';
import { copyAside, rekeyAside } from '../whole/aside.ts';
import { decryptFile, encryptFile, keyInHeader, readHeader, sealedHeader } from './crypt.ts';
import { backupKey, backupsIn, nameOf, settingsForWork, type KeptSettings } from './settings.ts';

/** Files that hold the data while a backup is made or put back: under a key, but for a moment of one of the first format. */
export const TEMPORARY = ['backup-copy.db', 'backup-check.db', 'restore.db'] as const;

export const dataDirOf = (context: Pick<Context, 'store'>): string => dirname(context.store.path);

/** The key of a data file that is in use: none is in the clear. */
export function keyIn({ store }: Pick<Context, 'store'>): Uint8Array {
  if (store.key === null) throw new TypeError('a data file in use without a key');
  return store.key;
}

/** One at a time for one data file. */
const running = new WeakMap<Store, BackupProgress>();
export const runningIn = (context: Context): BackupProgress | null => running.get(context.store) ?? null;

/** How far a piece of work is. */
export type Tell = (step: BackupProgress['step'], done: number, total: number) => void;

export async function alone<T>(context: Context, work: (tell: Tell) => Promise<T>): Promise<T> {
  if (context.store.address !== null)
    throw new Refused(
      issue('site-database-not-a-file', null, 'a backup by whoever runs the database: see docs/site.md'),
    );
  if (running.has(context.store))
    throw new Refused(issue('backup-running', null, 'another try when the one under way has ended'));
  const tell: Tell = (step, done, total) => void running.set(context.store, { step, done, total });
  tell('copy', 0, 0);
  try {
    return await work(tell);
  } finally {
    running.delete(context.store);
  }
}

/** Removes a temporary data file with everything that SQLite put beside it. */
export function discard(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal', '.lock', '.lock-journal'])
    rmSync(path + suffix, { force: true });
  rmSync(`${path.replace(/\.db$/, '')}.head`, { force: true });
}

/**
 * Copies the data while others go on writing, encrypts it, and believes the result only when it was decrypted again and
 * holds together. A file gets its name when all that is done; then those beyond the number to be kept go.
 */
export function makeBackup(context: Context, at: string): Promise<BackupFile & { check: BackupCheck }> {
  return alone(context, async (tell) => {
    const dataDir = dataDirOf(context);
    const settings = settingsForWork(dataDir);
    const { folder, kdf } = settings;
    const dataKey = keyIn(context);
    usable(folder);
    const [copy, again] = [join(dataDir, 'backup-copy.db'), join(dataDir, 'backup-check.db')];
    const file = nameOf(at);
    const part = join(folder, `${file}.part`);
    const secret = backupKey(settings, dataKey);
    try {
      for (const path of [copy, again]) discard(path);
      rmSync(part, { force: true });
      await copyAside(context.store.path, dataKey, copy);
      const head = await headIn(copy, dataKey);
      const header = sealedHeader(secret, dataKey, {
        kdf,
        iv: Buffer.from(context.random(12)).toString('base64url'),
        at,
        application: context.version,
        events: head.seq,
        head: head.hash,
      });
      const bytes = await encryptFile(copy, part, secret, header, (...far) => tell('encrypt', ...far));
      discard(copy);
      await decryptFile(part, again, secret, (...far) => tell('put-back', ...far));
      const check = await checkCopy(again, dataKey, file, (...far) => tell('check', ...far));
      if (check.problems.length > 0)
        throw new Refused(
          issue('backup-does-not-hold', check.problems[0] ?? null, 'a data file that holds together'),
        );
      renameSync(part, join(folder, file));
      flushFolder(folder);
      retain(settings, dataKey);
      return { file, at, bytes, events: head.seq, head: head.hash, authentic: true, check };
    } finally {
      for (const path of [copy, again]) discard(path);
      rmSync(part, { force: true });
    }
  });
}

/**
 * Made, and written into for once: drives are unplugged, shares go away, and what a system says of rights is not what it
 * lets be done. Said by name, not as a fault of the program.
 * Only the last folder of the way is made: where the one above is not there, a drive is not plugged in or the path is mistyped.
 */
export function usable(folder: string): void {
  const whole = notWhole(folder, 'folder');
  if (whole !== null) throw new Refused(whole);
  if (!existsSync(dirname(resolve(folder))))
    throw new Refused(
      issue('backup-folder-not-usable', folder, 'a folder below one that is there', 'folder'),
    );
  const tried = join(folder, `meniscus-tried-${randomBytes(6).toString('hex')}`);
  try {
    makeFolder(folder);
    writeFileSync(tried, '', { flag: 'wx', mode: 0o600 });
    rmSync(tried);
  } catch {
    throw new Refused(
      issue('backup-folder-not-usable', null, 'a folder that is there and can be written', 'folder'),
    );
  }
}

/** Whatever takes the data folder away takes such backups with it, and a restore would find them among the data. */
export function outside(folder: string, dataDir: string): void {
  if (isBelow(folder, dataDir))
    throw new Refused(
      issue(
        'backup-folder-in-data',
        folder,
        'a folder outside the data folder, best on another disk',
        'folder',
      ),
    );
}

async function headIn(path: string, key: Uint8Array) {
  const store = await openStore(path, { key, readonly: true, isCopy: true });
  try {
    return await store.read(headOf);
  } finally {
    await store.close();
  }
}

/** The name itself must be on the disk; not every system lets a folder be flushed. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Windows: the rename is flushed with the file.
  }
}

/** So many of ours stay. Whatever else lies there is somebody else's, such as another pharmacy's on the same share: it is never removed, and pushes none of ours out. */
function retain(settings: KeptSettings, dataKey: Uint8Array): void {
  const ours = backupsIn(settings, dataKey).filter((f) => f.authentic);
  for (const { file } of ours.slice(settings.keep)) rmSync(join(settings.folder, file), { force: true });
}

/** Puts a backup back into a temporary file; the caller discards it. Answers the key that it is under. */
export async function unpack(
  folder: string,
  file: string,
  passphrase: string,
  to: string,
  dataKey: Uint8Array,
  tell: Tell,
): Promise<Uint8Array> {
  const path = join(folder, file);
  if (!existsSync(path) || !statSync(path).isFile())
    throw new Refused(
      issue('backup-not-found', file, 'the name of a backup in the folder of the backups', 'file'),
    );
  const { header } = readHeader(path);
  const { kdf } = header;
  // More than this is not ours, and would only keep the machine busy.
  if (kdf.N * kdf.r * kdf.p > 2 ** 22)
    throw new Refused(issue('backup-not-read', 'kdf', 'a backup that was made by this application', 'file'));
  const secret = await deriveKey(passphrase, Buffer.from(kdf.salt, 'base64url'), kdf);
  discard(to);
  await decryptFile(path, to, secret, (...far) => tell('put-back', ...far));
  if (header.format === 'meniscus-backup-1') {
    await rekeyAside(to, null, dataKey);
    return dataKey;
  }
  const key = keyInHeader(secret, header);
  if (key === null)
    throw new Refused(issue('backup-not-read', 'key', 'a backup that was made by this application', 'file'));
  return key;
}
