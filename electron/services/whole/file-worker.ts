import { parentPort, workerData } from 'node:worker_threads';
import { copyInto, rekey, type Key } from '../../../db/sqlite.ts';
import { pageProblems } from './page-problems.ts';

export interface Aside {
  readonly path: string;
  readonly key: Key;
  readonly does: { readonly look: true } | { readonly copyTo: string } | { readonly rekeyTo: Uint8Array };
}
export type Ended =
  { readonly found: string[] } | { readonly failed: string; readonly code: string | undefined };

function run({ path, key, does }: Aside): Ended {
  try {
    if ('look' in does) return { found: pageProblems(path, key) };
    if ('copyTo' in does) copyInto(path, key, does.copyTo);
    else rekey(path, key, does.rekeyTo);
    return { found: [] };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return { failed: message, code };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
parentPort?.postMessage(run(workerData as Aside));
