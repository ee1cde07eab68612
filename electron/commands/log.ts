import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Command, Input, Output } from '../../bridge/contract.ts';
import type { Reply } from '../../bridge/failure.ts';
import type { Verdict } from '../../db/chain.ts';
import { onDisk } from '../../db/disk-fault.ts';
import { openStore } from '../../db/open.ts';
import { verifyExport } from '../../db/verify-export.ts';
import { Refused } from '../../engine/result.ts';
import { DATA_FILE } from '../context.ts';
import { makeDispatch } from '../dispatch.ts';
import { dataFolder } from '../paths.ts';
import { exportFolder } from '../services/export/jobs.ts';
import { verifyLive } from '../services/log-state.ts';
import { EXIT, Exit, refusal } from './exit.ts';
import { askedPassword, openContext } from './sign-in.ts';
import { fetchExport, type Ask } from './fetch-export.ts';

export interface ExportOptions {
  readonly data?: string;
  readonly user: string;
  readonly out?: string;
  readonly kind: string;
  readonly format: string;
  readonly identifiers: string;
}

/** `meniscus log export`: a log for a supervisor who signs in, through the same door as the screens. */
export async function exportLog(options: ExportOptions): Promise<string> {
  const password = askedPassword();
  const context = openContext(options.data);
  const out = options.out === undefined ? 1 : openSync(options.out, 'w', 0o600);
  try {
    const dispatch = makeDispatch(context);
    const session = { key: randomBytes(16).toString('hex'), station: hostname() };
    const ask: Ask = async <C extends Command>(name: C, input: Input<C>) => {
      const reply = (await dispatch(session, name, input)) as Reply<Output<C>>;
      if (!reply.ok) throw refusal(reply.failure);
      return reply.value;
    };
    await ask('session.sign-in', { username: options.user, password });
    const { kind, format, identifiers } = options;
    // As it was typed: what is no kind and no format is refused by the dispatcher, by name.
    const wanted = { kind, format, filter: {}, identifiers } as Input<'export.start'>;
    const status = await fetchExport(ask, wanted, (part) => void writeSync(out, part));
    await ask('session.sign-out', {});
    return options.out === undefined ? '' : `${status.done} rows, head ${status.head}\n`;
  } finally {
    if (out !== 1) closeSync(out);
    rmSync(exportFolder(dataFolder(options.data)), { recursive: true, force: true });
    context.store.close();
  }
}

const PIECE = 1 << 20;

/** A file in pieces, as UTF-8 that is refused where it is not whole. */
function* pieces(path: string): Generator<string> {
  const file = path === '-' ? 0 : openSync(path, 'r');
  try {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const buffer = Buffer.alloc(PIECE);
    for (let n = readSync(file, buffer); n > 0; n = readSync(file, buffer))
      yield decoder.decode(buffer.subarray(0, n), { stream: true });
    yield decoder.decode();
  } finally {
    if (file !== 0) closeSync(file);
  }
}

/** `meniscus log verify FILE`: needs the exported file only. Exit 1 names the first event that broke the chain. */
export function verifyLogFile(path: string): string {
  try {
    return verdictText(verifyExport(pieces(path)));
  } catch (error) {
    if (error instanceof Exit) throw error;
    throw new Exit(
      EXIT.refused,
      `file-not-read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}: an exported log`,
    );
  }
}

/** `meniscus log verify --data DIR`: the live log, and whether it still ends where the note beside it says. */
export async function verifyLiveLog(data: string): Promise<string> {
  try {
    const path = join(dataFolder(data), DATA_FILE);
    const store = onDisk(() => openStore(path, { readonly: true }));
    try {
      return verdictText(await verifyLive(store));
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: [...error.issues] });
    throw error;
  }
}

function verdictText({ events, head, broken, why }: Verdict): string {
  if (broken !== null) throw new Exit(EXIT.blocked, `event ${broken}: ${why ?? 'broken'}`);
  return `${events} events, chain whole, head ${head}\n`;
}
