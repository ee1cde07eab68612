import { refusalsOf } from '../../../../words/refusal.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileMissing, hasTraces } from '../../../../db/open.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { makeContext } from '../../../services/context.ts';
import { DATA_FILE } from '../../../services/data-file.ts';
import { dataFolder } from '../../../services/paths.ts';
import { refusal } from './refusal.ts';

/** The password never stands on the command line, where other users of the machine could read it. */
export function askedPassword(): string {
  const set = process.env['MENISCUS_PASSWORD'];
  if (set !== undefined) return set;
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  return readFileSync(0, 'utf8').split('\n')[0] ?? '';
}

/** Nobody can sign in to a pharmacy that is made just now, and a wrong path makes none. */
export function folderThere(wanted: string | undefined): string {
  const dataDir = dataFolder(wanted);
  const path = join(dataDir, DATA_FILE);
  if (!existsSync(path) && !(existsSync(dataDir) && hasTraces(path))) throw fileMissing();
  return dataDir;
}

/** What is refused by name ends a command. */
export function orExit(error: unknown): never {
  if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
  throw error;
}

/** The data folder with its services, for a command that somebody signs in to. */
export async function openContext(wanted: string | undefined) {
  try {
    return await makeContext({ dataDir: folderThere(wanted) });
  } catch (error) {
    return orExit(error);
  }
}
