import { randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron/main';
import { issue, Refused } from '../../../engine/number/result.ts';
import type { Keychain } from '../../services/keys/keeper.ts';
import { keyFilePath } from '../../services/keys/host-keepers.ts';
import { keyFileSecret, makeKeyFile } from '../../services/keys/key-file.ts';
import { readKeys } from '../../services/keys/keys-file.ts';
import { seal, unseal } from '../../services/keys/seal.ts';
import type { SecretKeeper } from './place/place.ts';

/** What of Electron's safe storage is used. */
export type Safe = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/** Without a keychain Electron on Linux hides texts with a password that stands in its source. */
const isNone = (safe: Safe, platform: NodeJS.Platform): boolean =>
  platform === 'linux' && ['basic_text', 'unknown'].includes(safe.getSelectedStorageBackend());

/**
 * What the system's keychain gives for a data folder: the secrets with which its keys are wrapped, or why not, and a fresh
 * one. Null where there is none and none is asked for: then a key file keeps the key. Asked in the main process, the only
 * one that may.
 */
export function keychainFor(safe: Safe, dataDir: string, platform = process.platform): Keychain | null {
  const wrapped = secretsIn(dataDir);
  if (isNone(safe, platform))
    return wrapped.length === 0 ? null : { secrets: [], why: 'keychain-absent', fresh: null };
  if (!safe.isEncryptionAvailable()) return { secrets: [], why: 'keychain-locked', fresh: null };
  const secrets = wrapped.flatMap((text) => {
    try {
      return [safe.decryptString(Buffer.from(text, 'base64'))];
    } catch {
      return [];
    }
  });
  const secret = randomBytes(32).toString('base64url');
  return {
    secrets,
    why: secrets.length < wrapped.length ? 'keychain-changed' : null,
    fresh: { secret, encrypted: safe.encryptString(secret).toString('base64') },
  };
}

function secretsIn(dataDir: string): string[] {
  try {
    const wraps = readKeys(dataDir)?.generations.flatMap((g) => g.wraps) ?? [];
    return wraps.flatMap((w) => (w.kind === 'keychain' ? [w.secret] : []));
  } catch (error) {
    // The service says it when it opens the folder.
    if (error instanceof Refused) return [];
    throw error;
  }
}

const STATION = 'meniscus-station-1';

/** Keeps what the station of a site carries: by the system's keychain, where there is none by the key file of the user. */
export const secretKeeper = (safe: Safe, platform = process.platform, env = process.env): SecretKeeper => ({
  keep: (secret) => {
    if (isNone(safe, platform))
      return {
        by: 'key-file',
        text: seal(makeKeyFile(keyFilePath(env)), Buffer.from(secret), STATION),
      };
    if (!safe.isEncryptionAvailable())
      throw new Refused(issue('keychain-locked', null, 'the keychain of the system, unlocked'));
    return { by: 'keychain', text: safe.encryptString(secret).toString('base64') };
  },
  kept: ({ by, text }) => {
    if (by === 'key-file') {
      const secret = unseal(keyFileSecret(keyFilePath(env)), text, STATION);
      if (secret !== null) return secret.toString('utf8');
    } else if (!isNone(safe, platform)) {
      if (!safe.isEncryptionAvailable())
        throw new Refused(issue('keychain-locked', null, 'the keychain of the system, unlocked'));
      try {
        return safe.decryptString(Buffer.from(text, 'base64'));
      } catch {
        // Another keychain than the one that kept it.
      }
    }
    throw new Refused(
      issue(
        'station-secret-not-opened',
        null,
        'the keychain or the key file with which it was kept, or a new code',
      ),
    );
  },
});
