import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupKey, settingsIn } from '../../electron/services/backup/settings.ts';
import { makeContext } from '../../electron/services/context.ts';
import { keyOf } from '../../electron/services/keys/data-key.ts';
import { unsealWhole } from '../../electron/services/keys/encrypt-folder.ts';
import { hostKeepers } from '../../electron/services/keys/host-keepers.ts';
import { recoveryCode } from '../../electron/services/keys/keeper.ts';
import { keysPath, readKeys, writeKeys } from '../../electron/services/keys/keys-file.ts';
import { recoverKeys } from '../../electron/services/keys/recover.ts';
import { rotateKey } from '../../electron/services/keys/rotate.ts';
import { clearCopy, openRaw, storeAt } from '../raw.ts';
import { codeOf, configure, folder, opening, tells } from './key-folders.ts';
import { CHEAP, draftOrder, openOffice, PASSWORD, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let path: string;
beforeEach(async () => {
  office = await openOffice();
  path = join(office.dir, 'meniscus.db');
});
afterEach(() => office.close());

describe('a rotation', () => {
  test('puts the folder under a new key and a new code; the old ones open nothing', async () => {
    await configure(office.supervisor);
    await office.supervisor.do('key.recovery', { password: PASSWORD });
    expect(await codeOf(() => rotateKey(office.dir, hostKeepers()))).toBe('data-file-locked');
    await office.context.store.close();
    const old = keyOf(office.dir, hostKeepers());
    copyFileSync(path, `${path}.replaced-20261101T000000000Z`);
    const { encrypted, left } = rotateKey(office.dir, hostKeepers());
    expect(left).toEqual([]);
    expect(encrypted).toEqual(['meniscus.db', 'meniscus.db.replaced-20261101T000000000Z']);
    const now = keyOf(office.dir, hostKeepers());
    expect(now).not.toEqual(old);
    expect(readKeys(office.dir)?.generations).toHaveLength(1);
    expect(backupKey(settingsIn(office.dir)!, now!)).toHaveLength(32);
    expect(await opening(office.dir)).toBeUndefined();
  });

  // `none`: as a restore under a new key leaves it, for which no code was made yet.
  test.each(['one of its own', 'none'])(
    'leaves the code of before good for nothing, where the new key has %s',
    async (its) => {
      const { code } = await office.supervisor.do('key.recovery', { password: PASSWORD });
      await office.context.store.close();
      const [before] = readKeys(office.dir)!.generations;
      rotateKey(office.dir, hostKeepers());
      const keys = readKeys(office.dir)!;
      const [now] = keys.generations;
      const wraps = now!.wraps.filter((w) => its !== 'none' || w.kind !== 'recovery');
      writeKeys(office.dir, { ...keys, generations: [{ ...now!, wraps }, before!] });
      const kept = readFileSync(keysPath(office.dir));
      const [keeper] = hostKeepers();
      expect(await codeOf(() => recoverKeys(office.dir, keeper!, recoveryCode(code)))).toBe(
        'recovery-code-wrong',
      );
      expect(readFileSync(keysPath(office.dir))).toEqual(kept);
      expect(await opening(office.dir)).toBeUndefined();
    },
  );

  test('that is killed at any moment leaves a folder that opens, with everything in it', async () => {
    await configure(office.supervisor);
    const head = await office.supervisor.do('live.look', { order: null, window: 'w1' });
    await office.context.store.close();
    for (let i = 0; i < 5; i += 1) {
      await runAndKill(office.dir, 'rotate', Math.random() * 400);
      const context = await makeContext({ dataDir: office.dir, passwordCost: CHEAP });
      expect(context.store.loss).toBeNull();
      expect(backupKey(settingsIn(office.dir)!, context.store.key!)).toHaveLength(32);
      await context.store.close();
    }
    const store = await storeAt(path, { readonly: true });
    await store.close();
    const raw = openRaw(path, { readonly: true });
    expect(raw.prepare('SELECT count(*) AS n FROM event WHERE seq <= ?').get(head.seq)).toEqual({
      n: head.seq,
    });
    raw.close();
    expect(readdirSync(office.dir).filter((name) => /encrypting/.test(name))).toEqual([]);
  });
});

async function runAndKill(dataDir: string, does: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'keys-child.ts'), dataDir, does], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await ended;
}

/** As it was left: the data file, a copy of before an update, what a restore replaced, and a broken file. */
async function inTheClear(): Promise<string> {
  const tech = await office.person('tess', 'technician');
  await draftOrder(tech);
  await configure(office.supervisor);
  const settings = settingsIn(office.dir)!;
  const secret = backupKey(settings, office.context.store.key!);
  await office.context.store.close();
  const dir = folder();
  const clear = join(dir, 'meniscus.db');
  clearCopy(path, clear);
  cpSync(join(office.dir, 'meniscus.head'), join(dir, 'meniscus.head'));
  copyFileSync(clear, `${clear}.version-190`);
  copyFileSync(clear, `${clear}.replaced-20261101T000000000Z`);
  const broken = readFileSync(clear);
  broken.fill(0xa5, 0, 4_096);
  writeFileSync(`${clear}.replaced-20261102T000000000Z`, broken);
  writeFileSync(
    join(dir, 'meniscus.backup.json'),
    JSON.stringify({ ...settings, key: secret.toString('base64url') }),
  );
  writeFileSync(join(dir, 'meniscus.pseudonym'), Buffer.alloc(32, 3).toString('base64url'));
  expect(tells(dir, 'Marsh')).toHaveLength(4);
  return dir;
}

describe('a folder of the version before, in the clear', () => {
  test('is encrypted at its first opening, with everything beside it, and the log says so', async () => {
    const dir = await inTheClear();
    expect(await codeOf(() => keyOf(dir, hostKeepers()))).toBeUndefined();
    const context = await makeContext({ dataDir: dir, passwordCost: CHEAP });
    expect(tells(dir, 'Marsh', 'SQLite format 3')).toEqual([]);
    const key = context.store.key!;
    expect(backupKey(settingsIn(dir)!, key)).toHaveLength(32);
    expect(readFileSync(join(dir, 'meniscus.pseudonym'), 'utf8')).toMatch(/^sealed /);
    const broken = join(dir, 'meniscus.db.replaced-20261102T000000000Z.sealed');
    expect(unsealWhole(broken, [key])?.includes('Marsh')).toBe(true);
    expect(unsealWhole(broken, [Buffer.alloc(32)])).toBeNull();
    await context.store.close();
    const raw = openRaw(join(dir, 'meniscus.db'), { readonly: true });
    const row = raw.prepare("SELECT change FROM event WHERE command = 'key.encrypted'").get();
    raw.close();
    expect(JSON.parse((row as { change: string }).change)).toEqual({
      encrypted: ['meniscus.db', 'meniscus.db.replaced-20261101T000000000Z'],
      removed: ['meniscus.db.version-190'],
      left: ['meniscus.db.replaced-20261102T000000000Z'],
    });
  });

  test('that is no data file of ours is refused, and no key is made for it', async () => {
    const dir = folder();
    const stranger = join(dir, 'meniscus.db');
    const clear = await inTheClear();
    renameSync(join(clear, 'meniscus.db'), stranger);
    const raw = openRaw(stranger);
    raw.pragma('application_id = 7');
    raw.close();
    const bytes = readFileSync(stranger);
    expect(await opening(dir)).toBe('data-file-not-ours');
    expect(readFileSync(stranger).equals(bytes)).toBe(true);
    expect(existsSync(join(dir, 'meniscus.keys'))).toBe(false);
  });

  test('killed while it is encrypted, it is whole at the next opening', async () => {
    const whole = await inTheClear();
    for (let i = 0; i < 4; i += 1) {
      const dir = join(folder(), 'copy');
      cpSync(whole, dir, { recursive: true });
      await runAndKill(dir, 'open', Math.random() * 150);
      const context = await makeContext({ dataDir: dir, passwordCost: CHEAP });
      expect(context.store.loss).toBeNull();
      await context.store.close();
      expect(tells(dir, 'Marsh', 'SQLite format 3')).toEqual([]);
    }
  });
});
