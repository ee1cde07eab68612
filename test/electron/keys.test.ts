import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Command, Input } from '../../bridge/contract.ts';
import { openOrRecover } from '../../electron/hosts/recovery.ts';
import { backupKey, settingsIn } from '../../electron/services/backup/settings.ts';
import { keychain, keyFile, passphrase } from '../../electron/services/keys/keeper.ts';
import { readKeys, writeKeys } from '../../electron/services/keys/keys-file.ts';
import { clearCopy } from '../raw.ts';
import { codeOf, configure, folder, opening, PASSPHRASE, tells } from './key-folders.ts';
import { CHEAP, draftOrder, openOffice, PASSWORD, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let path: string;
beforeEach(async () => {
  office = await openOffice();
  path = join(office.dir, 'meniscus.db');
});
afterEach(() => office.close());

describe('at rest', () => {
  test('no name of a patient, and no key, stands in any file of the folder after a day’s work', async () => {
    const tech = await office.person('tess', 'technician');
    const order = await draftOrder(tech);
    const backups = await configure(office.supervisor);
    await office.supervisor.do('backup.make', {});
    // Under way while it is looked: the write-ahead log, an export, a backup.
    let status = await office.supervisor.do('export.start', {
      kind: 'audit',
      format: 'csv',
      filter: {},
      identifiers: 'full',
      password: PASSWORD,
    });
    while (status.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 5));
      status = await office.supervisor.do('export.status', { job: status.job });
    }
    expect(existsSync(join(office.dir, 'exports', `${status.job}.csv`))).toBe(true);
    const { data } = await office.supervisor.do('export.fetch', { job: status.job, offset: 0 });
    expect(Buffer.from(data, 'base64').toString()).toContain(order.id);
    const making = office.supervisor.do('backup.make', {});
    const seen = new Set<string>();
    for (let isMade = false; !isMade;) {
      isMade = await Promise.race([
        making.then(() => true),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1)),
      ]);
      for (const name of readdirSync(office.dir)) seen.add(name);
      expect(tells(office.dir, 'Marsh', 'Iris', order.id, 'SQLite format 3')).toEqual([]);
    }
    expect(seen).toContain('meniscus.db-wal');
    expect([...seen].some((name) => /^backup-(copy|check)\.db$/.test(name))).toBe(true);
    const key = office.context.store.key;
    if (key === null) throw new Error('an office in the clear');
    const secret = backupKey(settingsIn(office.dir)!, key);
    const all = [key, secret].flatMap((k) =>
      (['hex', 'base64', 'base64url'] as const).map((as) => Buffer.from(k).toString(as)),
    );
    expect(tells(office.dir, ...all, Buffer.from(key).toString('latin1'))).toEqual([]);
    expect(tells(backups, 'Marsh', ...all)).toEqual([]);
    // What is looked for is there for whoever has the key.
    const open = join(folder(), 'clear.db');
    clearCopy(path, open);
    expect(readFileSync(open).includes('Marsh')).toBe(true);
  });

  test('what lies beside the data file is its owner’s only', () => {
    expect(statSync(join(office.dir, 'meniscus.keys')).mode & 0o777).toBe(0o600);
    expect(statSync(process.env['MENISCUS_KEY_FILE']!).mode & 0o777).toBe(0o600);
  });
});

/** A pharmacy of its own, whose key file can be lost. */
async function elsewhere() {
  const file = join(folder(), 'key');
  const other = await openOffice({ keepers: [keyFile(file)] });
  const { code } = await other.supervisor.do('key.recovery', { password: PASSWORD });
  await other.context.store.close();
  onTestFinished(() => rmSync(other.dir, { recursive: true, force: true }));
  return { file, code, dir: other.dir, open: (keepers = [keyFile(file)]) => opening(other.dir, keepers) };
}

const own = () => keyFile(join(folder(), 'key'));

describe('a key that is not to be had', () => {
  test.each<[string, string, (file: string, dir: string) => void]>([
    ['an absent key file', 'key-file-absent', (file) => rmSync(file)],
    [
      'another key file',
      'key-file-changed',
      (file) => {
        rmSync(file);
        keyFile(file).wrap(Buffer.alloc(32), 'x');
      },
    ],
    ['a key file that is none', 'key-file-changed', (file) => writeFileSync(file, 'meniscus-key-1 short\n')],
    ['a key file that others may read', 'key-file-readable-by-others', (file) => chmodSync(file, 0o640)],
    ['the keys gone', 'keys-file-missing', (_, dir) => rmSync(join(dir, 'meniscus.keys'))],
    [
      'the keys cut',
      'keys-file-not-read',
      (_, dir) => writeFileSync(join(dir, 'meniscus.keys'), '{"format"'),
    ],
    [
      'a folder of another machine',
      'key-of-another-machine',
      (file, dir) => {
        rmSync(file);
        const keys = join(dir, 'meniscus.keys');
        writeFileSync(
          keys,
          readFileSync(keys, 'utf8').replace(/"machine": "[^"]*"/, '"machine": "elsewhere"'),
        );
      },
    ],
    [
      'a folder of another account',
      'key-of-another-user',
      (file, dir) => {
        rmSync(file);
        const keys = join(dir, 'meniscus.keys');
        writeFileSync(
          keys,
          readFileSync(keys, 'utf8').replace(/"account": "[^"]*"/, '"account": "somebody"'),
        );
      },
    ],
  ])('%s is told as %s, and changes nothing', async (_, code, spoil) => {
    const { file, dir, open } = await elsewhere();
    expect(await open()).toBeUndefined();
    spoil(file, dir);
    const before = readdirSync(dir).map((name) => [name, readFileSync(join(dir, name)).toString('base64')]);
    expect(await open()).toBe(code);
    expect(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name)).toString('base64')])).toEqual(
      before,
    );
    if (code !== 'key-file-changed' && code !== 'key-file-readable-by-others')
      expect(existsSync(file)).toBe(code.startsWith('keys-file'));
  });

  test('another way of keeping it than it was made with is told, and a wrong passphrase', async () => {
    const { dir } = await elsewhere();
    expect(await opening(dir, [passphrase('some words')])).toBe('key-kept-otherwise');
    const words = await openOffice({ keepers: [passphrase('some words')] });
    await words.context.store.close();
    onTestFinished(() => rmSync(words.dir, { recursive: true, force: true }));
    expect(await opening(words.dir, [passphrase('some words')])).toBeUndefined();
    expect(await opening(words.dir, [passphrase('other words')])).toBe('key-passphrase-wrong');
  });

  test.each(['keychain-locked', 'keychain-changed', 'keychain-absent'] as const)(
    'a keychain that says %s opens nothing, and the key file does not stand in for it',
    async (why) => {
      const fresh = { secret: Buffer.alloc(32, 5).toString('base64url'), encrypted: 'of the system' };
      const made = await openOffice({ keepers: [keychain({ secrets: [], why: null, fresh }), own()] });
      await made.context.store.close();
      onTestFinished(() => rmSync(made.dir, { recursive: true, force: true }));
      expect(await opening(made.dir, [keychain({ secrets: [], why, fresh: null }), own()])).toBe(why);
      expect(
        await opening(made.dir, [keychain({ secrets: [fresh.secret], why: null, fresh })]),
      ).toBeUndefined();
    },
  );

  test('the recovery code is the way back, at a window', async () => {
    const { file, code, dir } = await elsewhere();
    rmSync(file);
    const host = await openOrRecover({ dataDir: dir, keepers: [keyFile(file)], passwordCost: CHEAP });
    const ask = <C extends Command>(name: C, input: Input<C>) =>
      host.dispatch({ key: 'k', station: 'desk' }, name, input);
    expect(await ask('system.status', {})).toMatchObject({
      value: { firstRun: false, damaged: { code: 'key-file-absent', readable: false } },
    });
    expect(await ask('order.list', {})).toMatchObject({ failure: { issues: [{ code: 'key-file-absent' }] } });
    const other = code.replace(/[^-]$/, (sign) => (sign === 'A' ? 'B' : 'A'));
    for (const [typed, refused] of [
      [other, 'recovery-code-not-read'],
      ['', 'recovery-code-not-read'],
      ['2222-2222-2222-2222-2222-2222-222T', 'recovery-code'],
    ])
      expect(JSON.stringify(await ask('recovery.key', { code: typed! }))).toContain(refused);
    expect(existsSync(file)).toBe(false);
    // One at a time.
    const [first, second] = await Promise.all([
      ask('recovery.key', { code: code.toLowerCase().replaceAll('-', ' ') }),
      ask('recovery.key', { code }),
    ]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ failure: { issues: [{ code: 'recovery-running' }] } });
    expect(await ask('system.status', {})).toMatchObject({ value: { damaged: null } });
    await ask('session.sign-in', { username: 'ada', password: PASSWORD });
    expect(
      await ask('log.list', { filter: { command: 'recovery.key' }, before: null, limit: 5 }),
    ).toMatchObject({ value: { events: [{ station: 'desk' }] } });
    expect(await ask('recovery.key', { code })).toMatchObject({
      failure: { issues: [{ code: 'data-file-not-damaged' }] },
    });
    await host.context()?.store.close();
    expect(await opening(dir, [keyFile(file)])).toBeUndefined();
  });

  test('only the newest recovery code opens it, and a folder without one says so', async () => {
    const { file, code, dir, open } = await elsewhere();
    const host = await openOrRecover({ dataDir: dir, keepers: [keyFile(file)], passwordCost: CHEAP });
    const desk = { key: 'k', station: 'desk' };
    await host.dispatch(desk, 'session.sign-in', { username: 'ada', password: PASSWORD });
    expect(await host.dispatch(desk, 'key.recovery', { password: 'not hers' })).toMatchObject({
      failure: { issues: [{ code: 'password-wrong' }] },
    });
    expect(await host.dispatch(desk, 'key.recovery', { password: PASSWORD })).toMatchObject({ ok: true });
    await host.context()?.store.close();
    rmSync(file);
    const closed = await openOrRecover({ dataDir: dir, keepers: [keyFile(file)], passwordCost: CHEAP });
    const typed = () => closed.dispatch(desk, 'recovery.key', { code });
    expect(await typed()).toMatchObject({ failure: { issues: [{ code: 'recovery-code-wrong' }] } });
    const keys = readKeys(dir)!;
    const [generation] = keys.generations;
    const wraps = generation!.wraps.filter((w) => w.kind !== 'recovery');
    writeKeys(dir, { ...keys, generations: [{ ...generation!, wraps }] });
    expect(await typed()).toMatchObject({ failure: { issues: [{ code: 'recovery-code-none' }] } });
    expect(await open()).toBe('key-file-absent');
  });

  test('a backup is the other way back, and the folder goes on under a new key', async () => {
    const file = join(folder(), 'key');
    const lost = await openOffice({ keepers: [keyFile(file)] });
    onTestFinished(() => rmSync(lost.dir, { recursive: true, force: true }));
    await configure(lost.supervisor);
    const made = await lost.supervisor.do('backup.make', {});
    await lost.context.store.close();
    rmSync(file);
    const host = await openOrRecover({ dataDir: lost.dir, keepers: [keyFile(file)], passwordCost: CHEAP });
    const restored = await host.dispatch({ key: 'k', station: 'desk' }, 'recovery.restore', {
      file: made.file,
      passphrase: PASSPHRASE,
      reason: 'the key file is lost',
      username: 'ada',
      password: PASSWORD,
    });
    expect(restored).toMatchObject({ ok: true });
    await host.context()?.store.close();
    expect(await opening(lost.dir, [keyFile(file)])).toBeUndefined();
    // The keys of before stay: for the file that was kept.
    expect(readKeys(lost.dir)?.generations).toHaveLength(2);
  });

  test('no key is made where a data file is gone with its keys', async () => {
    await office.context.store.close();
    rmSync(path);
    rmSync(join(office.dir, 'meniscus.keys'));
    expect(await opening(office.dir)).toBe('data-file-gone');
    expect(existsSync(join(office.dir, 'meniscus.keys'))).toBe(false);
  });

  test('a data file in the clear in the place of the encrypted one is refused', async () => {
    await office.context.store.close();
    const clear = join(folder(), 'clear.db');
    clearCopy(path, clear);
    copyFileSync(clear, path);
    expect(await opening(office.dir)).toBe('data-file-clear');
  });

  test('what lies beside it under another key is told by name', async () => {
    await configure(office.supervisor);
    const settings = settingsIn(office.dir)!;
    expect(await codeOf(() => backupKey(settings, Buffer.alloc(32)))).toBe('secret-not-opened');
  });
});
