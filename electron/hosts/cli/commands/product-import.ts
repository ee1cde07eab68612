import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { PIECE_BYTES } from '../../../../bridge/products.ts';
import { csvLine } from '../../../../db/csv.ts';
import { neutral } from '../../../../db/export-format.ts';
import { signedIn } from './asks.ts';
import { EXIT, Exit } from './exit.ts';
import { askedPassword, openContext } from './sign-in.ts';

export interface ProductImportOptions {
  readonly data?: string;
  readonly user: string;
  readonly encoding: string;
  readonly whole?: true;
  readonly refused?: string;
}

const STOPPED = 130;

/**
 * `meniscus product import FILE`: a list of products, for a supervisor who signs in, through the same door as the screens. How far it is
 * stands on standard error; Ctrl-C stops it between two pieces, and what was taken until then stays.
 */
export async function importProducts(path: string, options: ProductImportOptions): Promise<string> {
  const { user, encoding, whole = false, refused } = options;
  const file = opened(path, 'r');
  const password = askedPassword();
  const report = refused === undefined ? null : opened(refused, 'wx');
  const context = await openContext(options.data);
  let isStopped = false;
  process.once('SIGINT', () => (isStopped = true));
  try {
    const ask = await signedIn(context, user, password);
    const { size } = statSync(path);
    const { job } = await ask('product.import-start', { file: basename(path), bytes: size, encoding });
    if (report !== null) writeSync(report, csvLine(['line', 'field', 'reason', 'given', 'accepted']));
    const buffer = Buffer.alloc(PIECE_BYTES);
    let said = 'nothing';
    let told = 0;
    try {
      for (let at = 0; at < size;) {
        if (isStopped) break;
        const read = readSync(file, buffer, 0, PIECE_BYTES, at);
        if (read === 0) break;
        const bytes = buffer.subarray(0, read).toString('base64');
        const p = await ask('product.import-piece', { job, at, bytes });
        for (const { line, field, code, given, accepted } of p.refusals)
          if (report !== null)
            writeSync(report, csvLine([String(line), field, code, given ?? '', accepted].map(neutral)));
        said = `${p.rows} rows: ${p.added} added, ${p.changed} changed, ${p.unchanged} as before, ${p.refused} refused`;
        at = p.received;
        if (at - told > size / 20) process.stderr.write(`${said}\n`);
        if (at - told > size / 20) told = at;
      }
    } catch (error) {
      await ask('product.import-end', { job, stopped: true, whole: false });
      throw error;
    }
    const end = { job, stopped: isStopped, whole };
    let ended = await ask('product.import-end', end);
    while (ended.left > 0) ended = await ask('product.import-end', end);
    await ask('session.sign-out', {});
    if (isStopped) throw new Exit(STOPPED, `product-import-stopped: ${said}; what was taken stays`);
    return `${said}\n${ended.absent} that are listed do not stand in this file\nSHA-256 ${ended.sha256 ?? ''}\n`;
  } finally {
    closeSync(file);
    if (report !== null) closeSync(report);
    await context.store.close();
  }
}

function opened(path: string, how: 'r' | 'wx'): number {
  try {
    return openSync(path, how, 0o600);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Exit(
      EXIT.refused,
      how === 'r'
        ? `file-not-read: ${code}; accepted: a file that can be read`
        : `file-not-written: ${code}; accepted: a new file in a folder that can be written`,
    );
  }
}
