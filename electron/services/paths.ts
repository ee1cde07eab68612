import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { onDisk } from '../../db/disk-fault.ts';
import { issue, Refused } from '../../engine/number/result.ts';

/** The user's data folder, or the one asked for. Not made here: who only reads makes nothing. */
export const dataFolder = (wanted?: string): string =>
  wanted === undefined ? envPaths('meniscus', { suffix: '' }).data : resolve(wanted);

/**
 * Made if it is not there, its owner's alone; refused by name where it can not be. One folder after the other from the
 * top: below /proc and the like Node's own way down never comes back.
 */
export function makeFolder(folder: string): void {
  try {
    onDisk(() => {
      for (const each of missing(resolve(folder))) makeOne(each);
      if (!isFolder(folder)) throw notMade();
    });
  } catch (error) {
    // On a disk that can only be read, and below /proc, the system says that the folder is not there.
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(codeOf(error))) throw notMade();
    throw error;
  }
}

/** From the top down; those that are there, and the root of a drive that is not, are no part of it. */
function missing(folder: string): string[] {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? [] : [...missing(above), folder];
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const notMade = () => new Refused(issue('disk-not-writable', null, 'a folder that can be made'));

/** Folders of the build, found from a built file: `out/main/*.js` lies beside `out/renderer` and `out/preload`. */
export const builtRenderer = (mainFolder: string): string => join(mainFolder, '../renderer');
export const builtPreload = (mainFolder: string): string => join(mainFolder, '../preload/preload.cjs');
