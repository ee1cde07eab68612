import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { backupSettings, type BackupFile } from '../../../bridge/backup.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { hidden, hiddenAnew, jsonOrNull, readOwn, revealed, writeOwn, type Opened } from '../keys/secrets.ts';
import { backupKdf, keyInHeader, readHeader } from './crypt.ts';

/**
 * Where backups go and the key they are encrypted with: derived from the passphrase once, so that scheduled ones need
 * nobody. It lies beside the data file, under the key of that file, and never inside it: a backup must not hold its own key.
 */
const keptSettings = backupSettings.extend({ kdf: backupKdf, key: z.string() });
export type KeptSettings = z.infer<typeof keptSettings>;

const pathOf = (dataDir: string): string => join(dataDir, 'meniscus.backup.json');
const PURPOSE = 'meniscus.backup.json';

export const hasSettings = (dataDir: string): boolean => existsSync(pathOf(dataDir));

/** Null where there are none, and where they do not read: whoever sets them, or puts a backup back, goes on without. */
export function settingsIn(dataDir: string): KeptSettings | null {
  const found = keptSettings.safeParse(jsonOrNull(readOwn(pathOf(dataDir))));
  return found.success ? found.data : null;
}

/** What a backup is made or put back with; refused by name where there is nothing, or nothing that reads. */
export function settingsForWork(dataDir: string): KeptSettings {
  const settings = settingsIn(dataDir);
  if (settings !== null) return settings;
  throw new Refused(
    hasSettings(dataDir)
      ? issue(NOT_READ, 'meniscus.backup.json', 'the folder and the passphrase of the backups, set once more')
      : issue('backup-not-configured', null, 'a folder and a passphrase for backups'),
  );
}

export const NOT_READ = 'backup-settings-not-read';

/** What backups are encrypted with. */
export const backupKey = (settings: KeptSettings, dataKey: Uint8Array): Buffer =>
  revealed([dataKey], settings.key, PURPOSE);

export const hiddenBackupKey = (key: Uint8Array, dataKey: Uint8Array): string =>
  hidden(dataKey, key, PURPOSE);

export const keepSettings = (dataDir: string, settings: KeptSettings): void =>
  writeOwn(pathOf(dataDir), JSON.stringify(settings));

/** Puts the kept key under the data file's key of now. */
export function hideSettingsAnew(dataDir: string, opened: Opened, fromClear: boolean): void {
  const kept = settingsIn(dataDir);
  if (kept !== null)
    keepSettings(dataDir, { ...kept, key: hiddenAnew(kept.key, PURPOSE, opened, fromClear) });
}

const NAME = /^meniscus-\d{8}T\d{9}Z\.backup$/;
export const nameOf = (at: string): string => `meniscus-${at.replaceAll(/[-:.]/g, '')}.backup`;

/** A folder that is not there, as when a drive is not plugged in, has none. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The passphrase's key, where it is to be had: a damaged data file may have lost its own. */
function secretOf(settings: KeptSettings | null, dataKey: Uint8Array | null): Buffer | null {
  if (dataKey === null || settings === null) return null;
  try {
    return backupKey(settings, dataKey);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/**
 * The backups in the folder, by name from the newest; what does not read as one is left out. What the first line says is
 * believed only of those that are authentic: their header was made with the passphrase of now, for a file of this name.
 */
export const backupsIn = (settings: KeptSettings, dataKey: Uint8Array | null): BackupFile[] =>
  backupsAt(settings.folder, secretOf(settings, dataKey));

/** The same where no passphrase is known: none is said to be authentic. */
export function backupsAt(folder: string, secret: Uint8Array | null = null): BackupFile[] {
  return namesIn(folder)
    .filter((name) => NAME.test(name))
    .toSorted()
    .toReversed()
    .flatMap((file) => {
      const path = join(folder, file);
      try {
        // A pipe of that name would keep the host waiting for whoever writes into it.
        if (!statSync(path).isFile()) return [];
        const { header } = readHeader(path);
        const authentic =
          secret !== null && file === nameOf(header.at) && keyInHeader(secret, header) !== null;
        const { at, events, head } = header;
        return [{ file, at, bytes: statSync(path).size, events, head, authentic }];
      } catch {
        return [];
      }
    });
}
