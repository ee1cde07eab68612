import { Refused } from '../../engine/number/result.ts';
import type { Joined } from './one-file-worker.ts';
import { answerOfThread } from './thread.ts';

/**
 * Finished files as one, page after page, on a thread of its own: to put a roll of labels together and read every page of it
 * back takes seconds, and nobody waits for that. Refuses as `mergedPdf` does.
 */
export async function oneFile(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const joined = await answerOfThread<Joined>(import.meta.url, 'one-file-worker', parts);
  if ('refused' in joined) throw new Refused(...joined.refused);
  return joined.file;
}
