import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listEvents } from '../../db/event-log.ts';
import { makeContext } from '../../electron/services/context.ts';
import { openOrRecover } from '../../electron/hosts/recovery.ts';
import { CHEAP, draftOrder, openOffice, PASSWORD, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let folder: string;
beforeEach(async () => {
  office = await openOffice();
  folder = mkdtempSync(join(tmpdir(), 'meniscus-backups-'));
});
afterEach(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

const PASSPHRASE = 'four words long enough';
const configure = (change: object = {}) =>
  office.supervisor.do('backup.configure', {
    folder,
    everyHours: 24,
    keep: 3,
    passphrase: PASSPHRASE,
    password: PASSWORD,
    ...change,
  });
const restoring = (file: string) => ({
  file,
  passphrase: PASSPHRASE,
  reason: 'a test',
  username: 'ada',
  password: PASSWORD,
});
const code = (failure: object) =>
  'issues' in failure ? (failure.issues as { code: string }[])[0]?.code : (failure as { code: string }).code;
const path = () => join(office.dir, 'meniscus.db');
const ask = (host: Awaited<ReturnType<typeof openOrRecover>>, name: string, input: unknown = {}) =>
  host.dispatch({ key: 'k', station: 's' }, name, input);
const guess = (file: string, password: string) => ({ ...restoring(file), password });
const unread = () => writeFileSync(join(office.dir, 'meniscus.backup.json'), '{');
const open = () => openOrRecover({ dataDir: office.dir, passwordCost: CHEAP });

describe('guesses at the password of who restores', () => {
  test('are counted and told as at a sign-in', async () => {
    await configure();
    const { file } = await office.supervisor.do('backup.make', {});
    for (let i = 0; i < 3; i += 1)
      expect(code(await office.supervisor.no('backup.restore', guess(file, `guess ${i}`)))).toBe(
        'restorer-not-in-backup',
      );
    // Three are free, as the policy says that nobody has changed.
    expect(code(await office.supervisor.no('backup.restore', restoring(file)))).toBe('sign-in-locked');
    const told = async (command: string) =>
      (await office.context.store.read((db) => listEvents(db, { command }, null, 10))).length;
    expect(await told('backup.restore.refused')).toBe(3);
    office.later(6_000);
    await office.supervisor.do('backup.restore', restoring(file));
  });

  test('are counted where nothing can be written, and told beside the data file', async () => {
    await configure();
    const { file } = await office.supervisor.do('backup.make', {});
    await office.context.store.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path() + suffix, { force: true });
    let time = Date.parse('2026-11-23T18:00:00.000Z');
    const clock = () => new Date((time += 1)).toISOString();
    const host = await openOrRecover({ dataDir: office.dir, passwordCost: CHEAP, clock });
    for (let i = 0; i < 3; i += 1)
      expect(await ask(host, 'recovery.restore', guess(file, `guess ${i}`))).toMatchObject({
        failure: { issues: [{ code: 'restorer-not-in-backup' }] },
      });
    expect(await ask(host, 'recovery.restore', restoring(file))).toMatchObject({
      failure: { issues: [{ code: 'sign-in-locked' }] },
    });
    const noted = readFileSync(join(office.dir, 'incidents.log'), 'utf8');
    expect(noted.match(/a wrong password for ada/g)).toHaveLength(3);
    time += 6_000;
    expect(await ask(host, 'recovery.restore', restoring(file))).toMatchObject({ ok: true });
    await host.context()?.store.close();
  });
});

describe('settings of backups that do not read', () => {
  test('are said by name, and are set once more', async () => {
    await configure();
    unread();
    expect(await office.supervisor.do('backup.status', {})).toMatchObject({
      settings: null,
      lastFailure: { code: 'backup-settings-not-read' },
    });
    expect(code(await office.supervisor.no('backup.make', {}))).toBe('backup-settings-not-read');
    const kept = { folder, everyHours: 24, keep: 3, passphrase: null, password: PASSWORD };
    expect(code(await office.supervisor.no('backup.configure', kept))).toBe('passphrase-missing');
    await configure();
    expect(await office.supervisor.do('backup.status', {})).toMatchObject({ lastFailure: null });
    await office.supervisor.do('backup.make', {});
  });

  test('beside a data file that is gone keep nobody from the backup that lies there', async () => {
    await draftOrder(await office.person('tess', 'technician'));
    await configure();
    const { file } = await office.supervisor.do('backup.make', {});
    copyFileSync(join(folder, file), join(office.dir, file));
    await office.context.store.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path() + suffix, { force: true });
    unread();
    const host = await open();
    expect(await ask(host, 'system.status')).toMatchObject({
      value: {
        firstRun: false,
        damaged: {
          code: 'data-file-gone',
          folder: office.dir,
          backups: [{ file, authentic: false }],
          readable: false,
        },
      },
    });
    expect(await ask(host, 'recovery.restore', restoring(file))).toMatchObject({ ok: true });
    expect(await ask(host, 'session.sign-in', { username: 'ada', password: PASSWORD })).toMatchObject({
      ok: true,
    });
    expect(await ask(host, 'order.list')).toMatchObject({ value: { orders: [{ number: 'M000001' }] } });
    await host.context()?.store.close();
  });
});

describe('a data file that is gone', () => {
  test('beside its note is no first run, and a backup is the way back', async () => {
    await draftOrder(await office.person('tess', 'technician'));
    await configure();
    const { file } = await office.supervisor.do('backup.make', {});
    await office.context.store.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path() + suffix, { force: true });
    const host = await open();
    expect(await ask(host, 'system.status')).toMatchObject({
      value: {
        firstRun: false,
        damaged: { code: 'data-file-gone', folder, backups: [{ file }], readable: false },
      },
    });
    const first = { username: 'eve', password: PASSWORD, name: 'Eve', credentials: 'PharmD' };
    const refused = { failure: { issues: [{ code: 'data-file-gone' }] } };
    expect(await ask(host, 'system.first-run', { ...first, licence: null, pharmacist: true })).toMatchObject(
      refused,
    );
    expect(existsSync(path())).toBe(false);
    expect(await ask(host, 'recovery.restore', restoring(file))).toMatchObject({ ok: true });
    expect(await ask(host, 'session.sign-in', { username: 'ada', password: PASSWORD })).toMatchObject({
      ok: true,
    });
    expect(await ask(host, 'order.list')).toMatchObject({ value: { orders: [{ number: 'M000001' }] } });
    expect(await ask(host, 'log.verify')).toMatchObject({ value: { broken: null } });
    await host.context()?.store.close();
  });

  test.each([
    ['its note alone', 'meniscus.head'],
    ['the settings of its backups alone', 'meniscus.backup.json'],
    ['a write-ahead log alone', 'meniscus.db-wal'],
    ['a copy of before an update', 'meniscus.db.version-100'],
    ['what a restore replaced', 'meniscus.db.replaced-20261130T192615429Z'],
    ['a backup alone', 'meniscus-20261130T192615429Z.backup'],
    ['the names behind pseudonyms', 'meniscus.pseudonym'],
    ['incidents alone', 'incidents.log'],
  ])('beside %s makes no empty one', async (_, kept) => {
    await configure();
    await office.context.store.close();
    if (!existsSync(join(office.dir, kept))) writeFileSync(join(office.dir, kept), 'left');
    for (const name of readdirSync(office.dir))
      if (name.startsWith('meniscus') && name !== kept) rmSync(join(office.dir, name), { recursive: true });
    expect(await ask(await open(), 'system.status')).toMatchObject({
      value: { firstRun: false, damaged: { code: 'data-file-gone' } },
    });
    await expect(async () => makeContext({ dataDir: office.dir })).rejects.toThrow('data-file-gone');
    expect(existsSync(path())).toBe(false);
    rmSync(join(office.dir, kept));
    const host = await open();
    expect(await ask(host, 'system.status')).toMatchObject({ value: { firstRun: true, damaged: null } });
    await host.context()?.store.close();
  });
});
