import type { Key } from '../../../db/sqlite.ts';
import { answerOfThread } from '../thread.ts';
import type { Aside, Ended } from './file-worker.ts';

/** What takes long on a large data file, on a thread and a connection of its own: no window waits for it. */
async function aside(work: Aside): Promise<string[]> {
  const ended = await answerOfThread<Ended>(import.meta.url, 'file-worker', work);
  if ('found' in ended) return ended.found;
  // An error loses its code on its way between threads, and the code says which refusal it is.
  throw Object.assign(new Error(ended.failed), { code: ended.code });
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
