import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** The worker as it runs from its source, and as the build puts it beside the entries or above the chunks. */
const filesOf = (name: string) => [`./${name}.ts`, `./${name}.js`, `../${name}.js`];

/** What a worker of a name answers to its work, on a thread of its own. In: where the caller stands, beside its source. */
export async function answerOfThread<T>(here: string, name: string, work: unknown): Promise<T> {
  const file = filesOf(name)
    .map((path) => new URL(path, here))
    .find((url) => existsSync(url));
  if (!file) throw new Error(`${name} is not in this build`);
  const worker = new Worker(file, { workerData: work });
  // An answer that nobody waits for any more keeps no program alive.
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`${name} ended without an answer`)));
  });
}
