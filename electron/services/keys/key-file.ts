import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../paths.ts';
import { issue, Refused } from '../../../engine/number/result.ts';

const FORMAT = /^meniscus-key-1 ([\w-]{43})\n$/;

const refused = (code: string, accepted: string) => new Refused(issue(code, null, accepted));

/** The secret in a key file. Refuses one that is absent, that others may read, and what is no key file. */
export function keyFileSecret(path: string): Buffer {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    throw refused(
      'key-file-absent',
      'the key file back in its place, as from a copy of this account; or the recovery code',
    );
  // Windows keeps no such bits: there the folder of the account is what keeps others out.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw refused(
      'key-file-readable-by-others',
      'a key file that only its owner can read (chmod 600); if others have read it: meniscus key rotate',
    );
  const text = FORMAT.exec(readFileSync(path, 'utf8'))?.[1];
  if (text === undefined)
    throw refused(
      'key-file-changed',
      'the key file as it was when this data file was made, or the recovery code',
    );
  return Buffer.from(text, 'base64url');
}

/** The secret, made first where there is no such file. Two that start at once get the same. */
export function makeKeyFile(path: string): Buffer {
  if (!existsSync(path)) {
    makeFolder(dirname(path));
    const own = `${path}.${randomBytes(6).toString('hex')}`;
    const file = openSync(own, 'wx', 0o600);
    try {
      writeSync(file, `meniscus-key-1 ${randomBytes(32).toString('base64url')}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    try {
      linkSync(own, path);
    } catch (error) {
      // Not every file system knows a second name for one file.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(own, path);
    } finally {
      rmSync(own, { force: true });
    }
  }
  return keyFileSecret(path);
}
