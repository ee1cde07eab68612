import { parentPort, workerData } from 'node:worker_threads';
import { Refused, type Issue } from '../../../engine/number/result.ts';
import { bookPdf, type Book } from '../../print/book.ts';

export type Made = { readonly file: Uint8Array } | { readonly refused: readonly Issue[] };

async function made(book: Book): Promise<Made> {
  try {
    return { file: await bookPdf(book) };
  } catch (error) {
    // An error loses its class on its way between threads.
    if (error instanceof Refused) return { refused: error.issues };
    throw error;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
parentPort?.postMessage(await made(workerData as Book));
