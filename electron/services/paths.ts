import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { onDisk } from '../../db/disk-fault.ts';
import { issue, Refused } from '../../engine/number/result.ts';

/** The user's data folder, or the one asked for; made if it is not there, readable by its owner only. */
export function dataFolder(wanted?: string): string {
  const folder = wanted === undefined ? envPaths('meniscus', { suffix: '' }).data : resolve(wanted);
  makeFolder(folder);
  return folder;
}

/** Made if it is not there, its owner's alone; refused by name where it can not be. */
export function makeFolder(folder: string): void {
  try {
    onDisk(() => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  } catch (error) {
    // On a disk that can only be read, Node says that the folder is not there.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Refused(issue('disk-not-writable', null, 'a data folder that can be made'));
  }
}

/** Folders of the build, found from a built file: `out/main/*.js` lies beside `out/renderer` and `out/preload`. */
export const builtRenderer = (mainFolder: string): string => join(mainFolder, '../renderer');
export const builtPreload = (mainFolder: string): string => join(mainFolder, '../preload/preload.cjs');
