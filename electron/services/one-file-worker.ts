import { parentPort, workerData } from 'node:worker_threads';
import { Refused, type Issue } from '../../engine/number/result.ts';
import { mergedPdf } from '../print/merge.ts';

export type Joined = { readonly file: Uint8Array } | { readonly refused: readonly Issue[] };

async function joined(parts: readonly Uint8Array[]): Promise<Joined> {
  try {
    return { file: await mergedPdf(parts) };
  } catch (error) {
    // An error loses its class on its way between threads.
    if (error instanceof Refused) return { refused: error.issues };
    throw error;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
parentPort?.postMessage(await joined(workerData as readonly Uint8Array[]));
