import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeContext } from '../../electron/services/context.ts';
import { hostKeepers } from '../../electron/services/keys/host-keepers.ts';
import type { KeyKeeper } from '../../electron/services/keys/keeper.ts';
import { Refused } from '../../engine/number/result.ts';
import { CHEAP, PASSWORD, type Window } from './office.ts';

export const PASSPHRASE = 'four words long enough';

export const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-keys-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
export const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.issues[0]?.code;
  }
};
/** Every file of a folder that holds one of these texts, in the clear. */
export const tells = (dir: string, ...texts: string[]) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
    .filter((file) => {
      const bytes = read(file);
      return bytes !== null && texts.some((text) => bytes.includes(text));
    });

/** Null where it was removed since it was listed. */
function read(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}

/** Sets where backups go; answers the folder. */
export async function configure(supervisor: Window): Promise<string> {
  const backups = folder();
  await supervisor.do('backup.configure', {
    folder: backups,
    everyHours: 24,
    keep: 3,
    passphrase: PASSPHRASE,
    password: PASSWORD,
  });
  return backups;
}

/** Why a folder does not open; undefined where it does. */
export const opening = (dataDir: string, keepers: readonly KeyKeeper[] = hostKeepers()) =>
  codeOf(async () => (await makeContext({ dataDir, keepers, passwordCost: CHEAP })).store.close());
