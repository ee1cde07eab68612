import { refusalsOf } from '../../../../words/refusal.ts';
import { existsSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { isatty } from 'node:tty';
import { fileMissing, hasTraces } from '../../../../db/absent.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { makeContext } from '../../../services/context.ts';
import { DATA_FILE } from '../../../services/data-file.ts';
import { dataFolder } from '../../../services/paths.ts';
import { refusal } from './refusal.ts';

/** No secret stands on the command line, where other users of the machine could read it. */
export const askedPassword = (): string => asked('MENISCUS_PASSWORD', 'Password');

/** The code of the second factor: behind the password, where both are piped in. */
export const askedCode = (): string => asked('MENISCUS_CODE', 'Code of the second factor');

function asked(variable: string, prompt: string): string {
  const set = process.env[variable];
  if (set !== undefined) return set;
  if (isatty(0)) process.stderr.write(`${prompt}: `);
  return nextLine();
}

const decoder = new StringDecoder('utf8');
let typed = '';
/** A line of what is typed or piped in: what comes behind it is the next one's. */
function nextLine(): string {
  const part = Buffer.alloc(1_024);
  for (let n = 1; n > 0 && !typed.includes('\n');) {
    n = readSync(0, part);
    typed += decoder.write(part.subarray(0, n));
  }
  const [line = '', ...rest] = typed.split('\n');
  typed = rest.join('\n');
  return line.replace(/\r$/, '');
}

/** Nobody can sign in to a pharmacy that is made just now, and a wrong path makes none. */
export function folderThere(wanted: string | undefined): string {
  const dataDir = dataFolder(wanted);
  const path = join(dataDir, DATA_FILE);
  if (!existsSync(path) && !hasTraces(path)) throw fileMissing();
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
