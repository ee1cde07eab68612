import { join } from 'node:path';
import envPaths from 'env-paths';
import { keyFile, keychain, passphrase, type Keychain, type KeyKeeper } from './keeper.ts';

/** Where the key file of this user lies, unless it is said otherwise. */
export const keyFilePath = (env: NodeJS.ProcessEnv): string =>
  env['MENISCUS_KEY_FILE'] ?? join(envPaths('meniscus', { suffix: '' }).config, 'key');

/** What keeps keys on this host, the first of them those of new data files. */
export function hostKeepers(
  system: Keychain | null = null,
  env: NodeJS.ProcessEnv = process.env,
): KeyKeeper[] {
  const typed = env['MENISCUS_KEY_PASSPHRASE'];
  const others = system === null ? [] : [keychain(system)];
  const file = keyFile(keyFilePath(env));
  return [
    ...(typed === undefined ? [] : [passphrase(typed)]),
    // Where there is no keychain any more, a recovered key goes into the key file.
    ...(system?.why === 'keychain-absent' ? [file, ...others] : [...others, file]),
  ];
}
