import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Key } from '../../../db/sqlite.ts';
import type { Aside, Ended } from './file-worker.ts';

/** The worker as it runs from its source, and as the build puts it beside the entries or above the chunks. */
const FILES = ['./file-worker.ts', './file-worker.js', '../file-worker.js'];

/** What takes long on a large data file, on a thread and a connection of its own: no window waits for it. */
async function aside(work: Aside): Promise<string[]> {
  const file = FILES.map((name) => new URL(name, import.meta.url)).find((url) => existsSync(url));
  if (!file) throw new Error('the file worker is not in this build');
  const worker = new Worker(file, { workerData: work });
  // A look that nobody waits for any more keeps no program alive.
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once('message', (ended: Ended) => {
      if ('found' in ended) resolve(ended.found);
      // An error loses its code on its way between threads, and the code says which refusal it is.
      else reject(Object.assign(new Error(ended.failed), { code: ended.code }));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the file worker ended without an answer')));
  });
}

/** What SQLite finds wrong in a data file. */
export const pageProblemsAside = (path: string, key: Key): Promise<string[]> =>
  aside({ path, key, does: { look: true } });

/** A whole copy of a data file under its key. */
export const copyAside = async (path: string, key: Key, to: string): Promise<void> =>
  void (await aside({ path, key, does: { copyTo: to } }));

/** Puts a copy that nobody has open under another key. */
export const rekeyAside = async (path: string, from: Key, to: Uint8Array): Promise<void> =>
  void (await aside({ path, key: from, does: { rekeyTo: to } }));
