import { join } from 'node:path';
import { openStore } from '../../db/open.ts';
import { Refused } from '../../engine/result.ts';
import { DATA_FILE } from '../context.ts';
import { dataFolder } from '../paths.ts';
import { scan } from '../services/scan.ts';
import { EXIT, refusal } from './exit.ts';

export interface ScanOptions {
  readonly data?: string;
  readonly json?: true;
}

/**
 * `meniscus scan CODE`: is what carries this code still true? Reads the data file beside a running program and writes
 * nothing; the answer names no patient. Exit 0 current, 1 not to be used, 2 not a code.
 */
export function scanText(text: string, options: ScanOptions): { output: string; exit: number } {
  try {
    const store = openStore(join(dataFolder(options.data), DATA_FILE), { readonly: true });
    try {
      const answer = store.read((db) => scan(db, text));
      const output = options.json ? `${JSON.stringify(answer)}\n` : words(answer);
      return { output, exit: answer.status === 'current' ? 0 : EXIT.blocked };
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: [...error.issues] });
    throw error;
  }
}

function words({ status, number, version, currentVersion, state, ended, changed, elements }: Answer): string {
  const lines: string[] = [status];
  if (number !== null)
    lines.push(`order ${number} version ${version}, now version ${currentVersion}, ${state}`);
  if (ended) lines.push(`${ended.what}: ${ended.at} by ${ended.by}: ${ended.reason ?? 'no reason'}`);
  for (const c of changed) lines.push(`changed ${c.path}: ${c.from ?? 'none'} -> ${c.to ?? 'none'}`);
  for (const e of elements) lines.push(`(${e.ai}) ${e.title}: ${e.value}`);
  return `${lines.join('\n')}\n`;
}
type Answer = ReturnType<typeof scan>;
