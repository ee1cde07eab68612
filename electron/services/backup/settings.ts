import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { backupSettings, type BackupFile } from '../../../bridge/backup.ts';
import { backupHeader, readHeader } from './crypt.ts';

/**
 * Where backups go and the key they are encrypted with: derived from the passphrase once, so that scheduled ones need
 * nobody. It lies beside the data file, which it can tell nothing more than that file does, and never inside it: a
 * backup must not hold its own key.
 */
export const keptSettings = backupSettings.extend({ kdf: backupHeader.shape.kdf, key: z.string() });
export type KeptSettings = z.infer<typeof keptSettings>;

const pathOf = (dataDir: string): string => join(dataDir, 'meniscus.backup.json');

export function settingsIn(dataDir: string): KeptSettings | null {
  const path = pathOf(dataDir);
  if (!existsSync(path)) return null;
  const found = keptSettings.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return found.success ? found.data : null;
}

export function keepSettings(dataDir: string, settings: KeptSettings): void {
  const path = pathOf(dataDir);
  writeFileSync(`${path}.new`, JSON.stringify(settings), { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
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

/** The backups in a folder, newest first; what does not read as one is left out. */
export function backupsIn(folder: string): BackupFile[] {
  return namesIn(folder)
    .filter((name) => NAME.test(name))
    .toSorted()
    .toReversed()
    .flatMap((file) => {
      try {
        const { at, events, head } = readHeader(join(folder, file)).header;
        return [{ file, at, bytes: statSync(join(folder, file)).size, events, head }];
      } catch {
        return [];
      }
    });
}
