import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/** The user's data folder, or the one asked for; made if it is not there, readable by its owner only. */
export function dataFolder(wanted?: string): string {
  const folder = wanted === undefined ? envPaths('meniscus', { suffix: '' }).data : resolve(wanted);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Folders of the build, found from a built file: `out/main/*.js` lies beside `out/renderer` and `out/preload`. */
export const builtRenderer = (mainFolder: string): string => join(mainFolder, '../renderer');
export const builtPreload = (mainFolder: string): string => join(mainFolder, '../preload/preload.cjs');
