import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Command, Input, Output } from '../../bridge/contract.ts';
import type { Reply } from '../../bridge/failure.ts';
import { verifyExport } from '../../db/verify-export.ts';
import { Refused } from '../../engine/result.ts';
import { makeContext } from '../context.ts';
import { makeDispatch } from '../dispatch.ts';
import { dataFolder } from '../paths.ts';
import { EXIT, Exit, refusal } from './exit.ts';

/** The password never stands on the command line, where other users of the machine could read it. */
function askedPassword(): string {
  const set = process.env['MENISCUS_PASSWORD'];
  if (set !== undefined) return set;
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  return readFileSync(0, 'utf8').split('\n')[0] ?? '';
}

/** `meniscus log export`: the log as CSV for a supervisor who signs in, through the same door as the screens. */
export async function exportLog(options: { data?: string; user: string; out?: string }): Promise<string> {
  const password = askedPassword();
  const context = openContext(dataFolder(options.data));
  try {
    const dispatch = makeDispatch(context);
    const session = { key: randomBytes(16).toString('hex'), station: hostname() };
    const ask = async <C extends Command>(name: C, input: Input<C>): Promise<Output<C>> => {
      const reply = (await dispatch(session, name, input)) as Reply<Output<C>>;
      if (!reply.ok) throw refusal(reply.failure);
      return reply.value;
    };
    await ask('session.sign-in', { username: options.user, password });
    const { csv, rows, head } = await ask('log.export', { filter: {} });
    await ask('session.sign-out', {});
    if (options.out === undefined) return csv;
    writeFileSync(options.out, csv, { mode: 0o600 });
    return `${rows} events, head ${head}\n`;
  } finally {
    context.store.close();
  }
}

function openContext(dataDir: string) {
  try {
    return makeContext({ dataDir });
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: [...error.issues] });
    throw error;
  }
}

/** `meniscus log verify FILE`: needs the exported file only. Exit 1 names the first event that broke the chain. */
export function verifyLogFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new Exit(
      EXIT.refused,
      `file-not-read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}: an exported log`,
    );
  }
  const verdict = verifyExport(text);
  if (verdict.broken !== null)
    throw new Exit(EXIT.blocked, `event ${verdict.broken}: ${verdict.why ?? 'broken'}`);
  return `${verdict.events} events, chain whole, head ${verdict.head}\n`;
}
