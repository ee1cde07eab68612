import { refusalsOf } from '../../../../words/refusal.ts';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Verdict } from '../../../../db/chain.ts';
import { onDisk } from '../../../../db/disk-fault.ts';
import { verifyExport } from '../../../../db/verify-export.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { hostKeepers } from '../../../services/keys/host-keepers.ts';
import { openKeyedReadonly } from '../../../services/keys/keyed-store.ts';
import { dataFolder } from '../../../services/paths.ts';
import { verifyLive } from '../../../services/log-state.ts';
import { EXIT, Exit } from './exit.ts';
import { refusal } from './refusal.ts';

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
    const store = onDisk(() => openKeyedReadonly(dataFolder(data), hostKeepers()));
    try {
      return verdictText(await verifyLive(store));
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}

function verdictText({ events, head, broken, why }: Verdict): string {
  if (broken !== null) throw new Exit(EXIT.blocked, `event ${broken}: ${why ?? 'broken'}`);
  return `${events} events, chain whole, head ${head}\n`;
}
