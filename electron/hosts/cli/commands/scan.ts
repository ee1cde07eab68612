import { refusalsOf } from '../../../../words/refusal.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { hostKeepers } from '../../../services/keys/host-keepers.ts';
import { openKeyedReadonly } from '../../../services/keys/keyed-store.ts';
import { libraryReader } from '../../../services/library-reader.ts';
import { VERSION } from '../../../services/version.ts';
import { dataFolder } from '../../../services/paths.ts';
import { scan } from '../../../services/scan.ts';
import { gate } from '../../../services/whole/gate.ts';
import { EXIT } from './exit.ts';
import { refusal } from './refusal.ts';

export interface ScanOptions {
  readonly data?: string;
  readonly json?: true;
}

/**
 * `meniscus scan CODE`: is what carries this code still true? Reads the data file beside a running program and writes
 * nothing; the answer names no patient. Exit 0 current, 1 not to be used or not yet, 2 not a code.
 */
export async function scanText(
  text: string,
  options: ScanOptions,
): Promise<{ output: string; exit: number }> {
  try {
    const store = await openKeyedReadonly(dataFolder(options.data), hostKeepers());
    try {
      const answer = await store.read(async (db) => {
        // As in a window: what the log says otherwise is no answer.
        await gate({ store, library: libraryReader(store), version: VERSION }, db, 'code.scan', {
          code: text,
        });
        return scan(db, text);
      });
      const output = options.json ? `${JSON.stringify(answer)}\n` : words(answer);
      return { output, exit: answer.status === 'current' ? 0 : EXIT.blocked };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}

const SAID: Partial<Readonly<Record<Answer['status'], string>>> = {
  'on-hold': 'on hold: do not start',
  'not-released': 'not released yet: do not start',
};

function words({
  status,
  number,
  version,
  currentVersion,
  state,
  ended,
  restored,
  changed,
  elements,
}: Answer): string {
  const lines: string[] = [SAID[status] ?? status];
  if (number !== null)
    lines.push(`order ${number} version ${version}, now version ${currentVersion}, ${state}`);
  if (ended) lines.push(`${ended.what}: ${ended.at} by ${ended.by}: ${ended.reason ?? 'no reason'}`);
  if (restored)
    lines.push(
      `restored: ${restored.at} by ${restored.by}: what was decided of this order since the backup is not here; compare with the papers`,
    );
  for (const c of changed) lines.push(`changed ${c.path}: ${c.from ?? 'none'} -> ${c.to ?? 'none'}`);
  for (const e of elements) lines.push(`(${e.ai}) ${e.title}: ${e.value}`);
  return `${lines.join('\n')}\n`;
}
type Answer = Awaited<ReturnType<typeof scan>>;
