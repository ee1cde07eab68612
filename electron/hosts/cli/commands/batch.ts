import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { EXIT, Exit } from './exit.ts';
import { signedIn } from './asks.ts';
import { askedPassword, openContext } from './sign-in.ts';

export interface BatchOptions {
  readonly data?: string;
  readonly user: string;
  readonly kind: string;
  readonly paper: string;
  readonly language: string;
  readonly reason?: string;
  readonly out: string;
}

const CANCELLED = 130;

/**
 * `meniscus batch NUMBER…`: labels of many orders as one file, for somebody who signs in, through the same door as the
 * screens. How far it is stands on standard error; Ctrl-C cancels it, and then nothing was printed or counted.
 */
export async function batch(numbers: readonly string[], options: BatchOptions): Promise<string> {
  const password = askedPassword();
  let isCancelled = false;
  let isMade = false;
  const out = freshFile(options.out);
  const context = await openContext(options.data);
  process.once('SIGINT', () => (isCancelled = true));
  try {
    const ask = await signedIn(context, options.user, password);
    const orders = [];
    for (const number of numbers) {
      const found = (await ask('order.list', { search: number })).orders.find((o) => o.number === number);
      if (!found)
        throw new Exit(
          EXIT.refused,
          `order-not-found: "${number}" was given; accepted: the number of an order`,
        );
      orders.push({ id: found.id, version: found.version });
    }
    const { kind, paper, language, reason = null } = options;
    let status = await ask('batch.start', { orders, kind, paper, language, reprintReason: reason });
    for (let told = -1; status.state === 'running';) {
      if (isCancelled) await ask('batch.cancel', { job: status.job });
      if (status.done !== told) process.stderr.write(`${status.done} of ${status.total} labels\n`);
      told = status.done;
      await new Promise((resolve) => setTimeout(resolve, 100));
      status = await ask('batch.status', { job: status.job });
    }
    if (status.state === 'cancelled')
      throw new Exit(CANCELLED, 'batch-cancelled: no label was printed or counted');
    if (status.state !== 'done')
      throw new Exit(EXIT.refused, `batch-${status.state}: ${status.number ?? ''} ${status.why ?? ''}`);
    const { file } = await ask('batch.fetch', { job: status.job });
    writeSync(out, Buffer.from(file, 'base64'));
    isMade = true;
    await ask('session.sign-out', {});
    return `${status.done} labels in ${options.out}\n`;
  } finally {
    closeSync(out);
    if (!isMade) rmSync(options.out);
    await context.store.close();
  }
}

/** Opened before anything is made or counted. Never over a file that is there: it may be on its way to a printer. */
function freshFile(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Exit(
      EXIT.refused,
      `file-not-written: ${code}; accepted: a new file in a folder that can be written`,
    );
  }
}
