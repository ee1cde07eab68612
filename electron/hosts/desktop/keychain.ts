import { randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron/main';
import { Refused } from '../../../engine/number/result.ts';
import type { Keychain } from '../../services/keys/keeper.ts';
import { readKeys } from '../../services/keys/keys-file.ts';

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
