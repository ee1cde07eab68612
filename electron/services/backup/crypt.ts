import { createCipheriv, createDecipheriv } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import * as z from 'zod';
import { canonical } from '../../../db/canonical.ts';
import { issue, Refused } from '../../../engine/number/result.ts';
import { seal, unseal } from '../keys/seal.ts';
import { breathe } from '../log-state.ts';

/** The first line of a backup: all that can be known of it without the passphrase. Authenticated, not encrypted. */
const first = z.strictObject({
  format: z.literal('meniscus-backup-1'),
  cipher: z.literal('aes-256-gcm'),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z.number().int(),
    r: z.number().int(),
    p: z.number().int(),
    salt: z.string(),
  }),
  iv: z.string(),
  at: z.string(),
  application: z.string(),
  events: z.number().int(),
  head: z.string(),
});
/** The first format held the data file in the clear under the passphrase; this one holds it as it is, encrypted, and its key. */
const second = first.extend({
  format: z.literal('meniscus-backup-2'),
  key: z.string().describe("the data file's key under that of the passphrase"),
});
export const backupKdf = first.shape.kdf;
const backupHeader = z.discriminatedUnion('format', [first, second]);
type BackupHeader = z.infer<typeof backupHeader>;
type NewHeader = z.infer<typeof second>;

const purpose = (header: NewHeader): string => `meniscus-backup-2 key ${canonical({ ...header, key: '' })}`;

/** The header of a new backup: its key is bound to every word of it, so that the header alone can be told to be ours. */
export const sealedHeader = (
  secret: Uint8Array,
  dataKey: Uint8Array,
  told: Omit<NewHeader, 'key' | 'format' | 'cipher'>,
): NewHeader => {
  const header: NewHeader = { format: 'meniscus-backup-2', cipher: 'aes-256-gcm', ...told, key: '' };
  return { ...header, key: seal(secret, dataKey, purpose(header)) };
};

/** The data file's key; null under another passphrase, for the first format, and where any word of the header differs. */
export const keyInHeader = (secret: Uint8Array, header: BackupHeader): Buffer | null =>
  header.format === 'meniscus-backup-1' ? null : unseal(secret, header.key, purpose(header));

const CHUNK = 1 << 20;
const TAG = 16;
const MOST_HEADER = 4_096;

const notRead = (why: string): Refused =>
  new Refused(issue('backup-not-read', why, 'a backup that was made by this application', 'file'));

/** Reads the first line; answers it with the place where the encrypted part begins. */
export function readHeader(path: string): { header: BackupHeader; line: Buffer } {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(MOST_HEADER);
    const got = buffer.subarray(0, readSync(file, buffer, 0, MOST_HEADER, 0));
    const end = got.indexOf(0x0a);
    if (end < 0) throw notRead('header');
    const line = Buffer.from(got.subarray(0, end + 1));
    return { header: backupHeader.parse(JSON.parse(line.toString('utf8'))), line };
  } catch (error) {
    throw error instanceof Refused ? error : notRead('header');
  } finally {
    closeSync(file);
  }
}

/** Encrypts a file, piece by piece, and waits for the disk. */
export async function encryptFile(
  from: string,
  to: string,
  key: Uint8Array,
  header: BackupHeader,
  progress?: (done: number, total: number) => void,
) {
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(header.iv, 'base64url'), {
    authTagLength: TAG,
  });
  cipher.setAAD(line);
  const source = openSync(from, 'r');
  const target = openSync(to, 'wx', 0o600);
  try {
    writeSync(target, line);
    const buffer = Buffer.alloc(CHUNK);
    const total = fstatSync(source).size;
    let done = 0;
    for (let n = readSync(source, buffer); n > 0; n = readSync(source, buffer)) {
      writeSync(target, cipher.update(buffer.subarray(0, n)));
      progress?.((done += n), total);
      await breathe();
    }
    writeSync(target, cipher.final());
    writeSync(target, cipher.getAuthTag());
    fsyncSync(target);
    return fstatSync(target).size;
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

/** Decrypts into a file. Refuses a wrong passphrase and any byte that differs alike: neither leaves a usable file. */
export async function decryptFile(
  from: string,
  to: string,
  key: Uint8Array,
  progress?: (done: number, total: number) => void,
): Promise<BackupHeader> {
  const { header, line } = readHeader(from);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.iv, 'base64url'), {
    authTagLength: TAG,
  });
  decipher.setAAD(line);
  const source = openSync(from, 'r');
  const target = openSync(to, 'wx', 0o600);
  try {
    const end = fstatSync(source).size - TAG;
    if (end < line.length) throw notRead('length');
    const tag = Buffer.alloc(TAG);
    readSync(source, tag, 0, TAG, end);
    decipher.setAuthTag(tag);
    const buffer = Buffer.alloc(CHUNK);
    for (let at = line.length; at < end;) {
      const n = readSync(source, buffer, 0, Math.min(CHUNK, end - at), at);
      if (n === 0) throw notRead('length');
      writeSync(target, decipher.update(buffer.subarray(0, n)));
      at += n;
      progress?.(at, end);
      await breathe();
    }
    try {
      writeSync(target, decipher.final());
    } catch {
      throw new Refused(
        issue(
          'backup-not-opened',
          null,
          'the passphrase of this backup, and the file as it was made',
          'passphrase',
        ),
      );
    }
    fsyncSync(target);
    return header;
  } finally {
    closeSync(source);
    closeSync(target);
  }
}
