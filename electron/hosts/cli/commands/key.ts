import { readFileSync } from 'node:fs';
import { onDisk } from '../../../../db/disk-fault.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { refusalsOf } from '../../../../words/refusal.ts';
import { unsealWhole } from '../../../services/keys/encrypt-folder.ts';
import { keysFor } from '../../../services/keys/data-key.ts';
import { hostKeepers } from '../../../services/keys/host-keepers.ts';
import { recoveryCode } from '../../../services/keys/keeper.ts';
import { keysMissing, readKeys } from '../../../services/keys/keys-file.ts';
import { recoverKeys } from '../../../services/keys/recover.ts';
import { rotateKey } from '../../../services/keys/rotate.ts';
import { writeOwn } from '../../../services/keys/secrets.ts';
import { dataFolder } from '../../../services/paths.ts';
import { EXIT, Exit } from './exit.ts';
import { refusal } from './refusal.ts';

export interface KeyOptions {
  readonly data?: string;
}

/** House rule: a recovery code is answered this late. */
const SLOW_MS = 1_000;

function told<T>(work: () => T): T {
  try {
    return onDisk(work);
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}

/** `meniscus key recover`: the code comes from standard input, never from the command line, which others can read. */
export async function recover({ data }: KeyOptions): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Recovery code: ');
  const code = readFileSync(0, 'utf8').split('\n')[0] ?? '';
  await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
  return told(() => {
    const [keeper] = hostKeepers();
    if (keeper === undefined) throw new Error('a host without a keeper');
    recoverKeys(dataFolder(data), keeper, recoveryCode(code));
    return `The key is kept by ${WORDS[keeper.kind]} from now on.\n`;
  });
}

const WORDS = {
  'key-file': 'the key file',
  passphrase: 'the passphrase',
  keychain: 'the keychain',
  recovery: 'the recovery code',
} as const;

/** `meniscus key rotate`: a new key, and a new recovery code, which is printed here and nowhere else. */
export function rotate({ data }: KeyOptions): string {
  const { code, encrypted, left } = told(() => rotateKey(dataFolder(data), hostKeepers()));
  return [
    `Under a new key: ${encrypted.join(', ')}`,
    ...(left.length > 0 ? [`Left under the key of before: ${left.join(', ')}`] : []),
    'The new recovery code. The one before opens nothing any more. It is shown once: write it down, away from this machine.',
    code,
    '',
  ].join('\n');
}

/** `meniscus key unseal FILE --out FILE`: the bytes of a broken data file, as they were sealed when its folder was encrypted. */
export function unseal(file: string, { data, out }: KeyOptions & { readonly out: string }): string {
  return told(() => {
    const folder = dataFolder(data);
    // Where there are none, `keysFor` would make them.
    if (readKeys(folder) === null) throw keysMissing();
    const bytes = unsealWhole(file, keysFor(folder, hostKeepers()).all);
    if (bytes === null)
      throw new Exit(EXIT.refused, 'file-not-unsealed: accepted: a sealed file of this data folder');
    writeOwn(out, bytes);
    return `${bytes.length} bytes, in the clear\n`;
  });
}
