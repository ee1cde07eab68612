import { hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { issue, Refused } from '../../../engine/number/result.ts';
import { DEFAULT_COST } from '../password.ts';
import { keyFileSecret, makeKeyFile } from './key-file.ts';
import { seal, unseal } from './seal.ts';
import type { Wrap } from './keys-file.ts';
import { codeSecret } from './recovery-code.ts';

/** What keeps the key of a data file: wraps it, and gives it back or says by name why not. `of` is the key's generation. */
export interface KeyKeeper {
  readonly kind: Wrap['kind'];
  wrap(key: Uint8Array, of: string): Wrap;
  unwrap(wrap: Wrap, of: string): Buffer;
}

const purpose = (kind: string, of: string): string => `meniscus-keys-1 ${kind} ${of}`;
const refused = (code: string, accepted: string, path = ''): never => {
  throw new Refused(issue(code, null, accepted, path));
};
const OTHERWISE = 'the way by which this data file is opened here, or its recovery code';
const wrongKind = (): never => refused('key-kept-otherwise', OTHERWISE);

/** A file of the user's that only they can read: one for all their data folders, as a keychain is. */
export const keyFile = (path: string): KeyKeeper => ({
  kind: 'key-file',
  wrap: (key, of) => ({ kind: 'key-file', sealed: seal(makeKeyFile(path), key, purpose('key-file', of)) }),
  unwrap: (wrap, of) =>
    unseal(keyFileSecret(path), wrap.sealed, purpose('key-file', of)) ??
    refused('key-file-changed', 'the key file as it was when this data file was made, or the recovery code'),
});

/** Something that a person types at each start. */
export const passphrase = (text: string): KeyKeeper => {
  const secret = ({ N, r, p, salt }: Extract<Wrap, { kind: 'passphrase' }>['kdf']) =>
    scryptSync(text.normalize('NFKC'), Buffer.from(salt, 'base64url'), 32, { N, r, p, maxmem: 256 * N * r });
  return {
    kind: 'passphrase',
    wrap: (key, of) => {
      const kdf = { ...DEFAULT_COST, salt: randomBytes(16).toString('base64url') };
      return { kind: 'passphrase', kdf, sealed: seal(secret(kdf), key, purpose('passphrase', of)) };
    },
    unwrap: (wrap, of) =>
      wrap.kind !== 'passphrase'
        ? wrongKind()
        : (unseal(secret(wrap.kdf), wrap.sealed, purpose('passphrase', of)) ??
          refused('key-passphrase-wrong', 'the passphrase of this data file, or its recovery code')),
  };
};

/** What the process that may ask the system's keychain hands over: its secrets or why not, and a fresh one for a new key. */
export interface Keychain {
  readonly secrets: readonly string[];
  readonly why: 'keychain-locked' | 'keychain-changed' | 'keychain-absent' | null;
  /** a secret, and the same as only the system can decrypt it */
  readonly fresh: { readonly secret: string; readonly encrypted: string } | null;
}

const KEYCHAIN: Readonly<Record<NonNullable<Keychain['why']>, string>> = {
  'keychain-locked': "the system's keychain unlocked, then another try; or the recovery code",
  'keychain-changed': 'the keychain entry of before, as from a copy of this account; or the recovery code',
  'keychain-absent':
    "a session with the system's keychain, as this data file was made in; or the recovery code",
};

export const keychain = ({ secrets, why, fresh }: Keychain): KeyKeeper => ({
  kind: 'keychain',
  wrap: (key, of) => {
    if (fresh === null) return refused('keychain-locked', KEYCHAIN['keychain-locked']);
    const sealed = seal(Buffer.from(fresh.secret, 'base64url'), key, purpose('keychain', of));
    return { kind: 'keychain', sealed, secret: fresh.encrypted };
  },
  unwrap: (wrap, of) => {
    const code = why ?? 'keychain-changed';
    // The fresh one too: what was just wrapped with it is opened next.
    for (const secret of [...secrets, ...(fresh === null ? [] : [fresh.secret])]) {
      const key = unseal(Buffer.from(secret, 'base64url'), wrap.sealed, purpose('keychain', of));
      if (key !== null) return key;
    }
    return refused(code, KEYCHAIN[code]);
  },
});

const codeKey = (code: string, salt: string): Buffer =>
  Buffer.from(hkdfSync('sha256', codeSecret(code), Buffer.from(salt, 'base64url'), 'meniscus recovery', 32));

/** The code on paper. It has 135 random bits, so that nothing is gained by making each try costly. */
export const recoveryCode = (code: string): KeyKeeper => ({
  kind: 'recovery',
  wrap: (key, of) => {
    const salt = randomBytes(16).toString('base64url');
    return { kind: 'recovery', salt, sealed: seal(codeKey(code, salt), key, purpose('recovery', of)) };
  },
  unwrap: (wrap, of) =>
    wrap.kind !== 'recovery'
      ? wrongKind()
      : (unseal(codeKey(code, wrap.salt), wrap.sealed, purpose('recovery', of)) ??
        refused('recovery-code-wrong', 'the newest recovery code of this data file', 'code')),
});
