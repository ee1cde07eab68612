import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { keychainFor, type Safe } from '../../electron/hosts/desktop/keychain.ts';
import { openHost } from '../../electron/hosts/open-host.ts';
import { makeContext } from '../../electron/services/context.ts';
import { hostKeepers } from '../../electron/services/keys/host-keepers.ts';
import { readKeys } from '../../electron/services/keys/keys-file.ts';
import { makeRecoveryCode } from '../../electron/services/keys/recover.ts';
import { safeDouble } from './electron-double.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-keychain-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});
const kinds = () => readKeys(dir)?.generations[0]?.wraps.map((w) => w.kind);
const open = (safe: Safe, platform: NodeJS.Platform = 'linux') =>
  makeContext({ dataDir: dir, keepers: hostKeepers(keychainFor(safe, dir, platform)) });

test('the keychain keeps the key of a new folder, and gives it back', async () => {
  const safe = safeDouble({ password: 'login', isOpen: true });
  const context = await open(safe);
  const code = makeRecoveryCode(dir, context.store.key!);
  await context.store.close();
  expect(kinds()).toEqual(['keychain', 'recovery']);
  expect(readFileSync(join(dir, 'meniscus.keys'), 'utf8')).not.toContain(code.slice(0, 9));
  await (await open(safe)).store.close();
});

test('without a keychain a key file keeps it: a password that stands in a program is none', async () => {
  await (await open(safeDouble(null))).store.close();
  expect(kinds()).toEqual(['key-file']);
  expect(keychainFor(safeDouble(null), dir, 'linux')).toBeNull();
  // On other systems there is always one.
  expect(keychainFor(safeDouble(null), dir, 'darwin')).not.toBeNull();
});

test('locked, changed and absent are told apart', async () => {
  await (await open(safeDouble({ password: 'login', isOpen: true }))).store.close();
  await expect(async () => open(safeDouble({ password: 'login', isOpen: false }))).rejects.toThrow(
    'keychain-locked',
  );
  await expect(async () => open(safeDouble({ password: 'another', isOpen: true }))).rejects.toThrow(
    'keychain-changed',
  );
  await expect(async () => open(safeDouble(null))).rejects.toThrow('keychain-absent');
  await (await open(safeDouble({ password: 'login', isOpen: true }))).store.close();
});

test('a recovered key goes into the keychain of now', async () => {
  const context = await open(safeDouble({ password: 'login', isOpen: true }));
  const code = makeRecoveryCode(dir, context.store.key!);
  await context.store.close();
  const reset = safeDouble({ password: 'another', isOpen: true });
  const host = await openHost(dir, () => keychainFor(reset, dir, 'linux'));
  const desk = { key: 'k', station: 'desk' };
  expect(await host.dispatch(desk, 'system.status', {})).toMatchObject({
    value: { damaged: { code: 'keychain-changed' } },
  });
  expect(await host.dispatch(desk, 'recovery.key', { code })).toMatchObject({ ok: true });
  expect(await host.dispatch(desk, 'system.status', {})).toMatchObject({ value: { damaged: null } });
  await host.close();
  await (await open(reset)).store.close();
});
