import { existsSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { issue, Refused } from '../../../engine/number/result.ts';
import { jsonOrNull, readOwn, writeOwn } from './secrets.ts';

const sealed = z.string().describe('the key of the data file under the secret of its keeper');
const wrap = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key-file'), sealed }),
  z.strictObject({
    kind: z.literal('keychain'),
    sealed,
    secret: z.string().describe('what only the system can decrypt'),
  }),
  z.strictObject({
    kind: z.literal('passphrase'),
    sealed,
    kdf: z.strictObject({
      N: z
        .number()
        .int()
        .max(2 ** 20),
      r: z.number().int().max(32),
      p: z.number().int().max(16),
      salt: z.string(),
    }),
  }),
  z.strictObject({ kind: z.literal('recovery'), sealed, salt: z.string() }),
]);
export type Wrap = z.infer<typeof wrap>;

/** One key and what it is wrapped with. */
const generation = z.strictObject({ id: z.string().min(1).max(64), wraps: z.array(wrap).min(1).max(8) });
export type Generation = z.infer<typeof generation>;

/** Lies beside the data file: tells nothing without a keeper's secret, and without it the data file tells nothing. */
const keysFile = z.strictObject({
  format: z.literal('meniscus-keys-1'),
  /** where the key was wrapped last: says why it does not open elsewhere */
  machine: z.string(),
  account: z.string(),
  /** the data file was encrypted: one in the clear in its place is not ours any more */
  encrypted: z.boolean(),
  /** the newest first; older ones open what a rotation or a restore left under them */
  generations: z.array(generation).min(1).max(32),
});
export type KeysFile = z.infer<typeof keysFile>;

export const keysPath = (dataDir: string): string => join(dataDir, 'meniscus.keys');

export const machine = (): string => hostname();
export function account(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list, as in containers.
    return String(process.getuid?.() ?? '');
  }
}

export const keysMissing = () =>
  new Refused(
    issue(
      'keys-file-missing',
      'meniscus.keys',
      'the file of its keys back beside the data file, or the last good backup restored: without it nobody reads this data file',
    ),
  );

export function readKeys(dataDir: string): KeysFile | null {
  const path = keysPath(dataDir);
  if (!existsSync(path)) return null;
  const found = keysFile.safeParse(jsonOrNull(readOwn(path)));
  if (!found.success)
    throw new Refused(
      issue(
        'keys-file-not-read',
        'meniscus.keys',
        'the file of its keys as it was, from a copy of the data folder, or the last good backup restored',
      ),
    );
  return found.data;
}

/** Takes its name when it is whole and on the disk: what it replaces may be the only way to the data. */
export function writeKeys(dataDir: string, keys: Omit<KeysFile, 'format' | 'machine' | 'account'>): void {
  const whole: KeysFile = { ...keys, format: 'meniscus-keys-1', machine: machine(), account: account() };
  writeOwn(keysPath(dataDir), `${JSON.stringify(whole, null, 2)}\n`);
}
