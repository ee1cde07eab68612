import { createCipheriv, scryptSync } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { issuedIn } from '../../db/issued.ts';
import { headOf, listEvents } from '../../db/event-log.ts';
import { backupIfDue } from '../../electron/services/backup/schedule.ts';
import { openOrRecover } from '../../electron/hosts/recovery.ts';
import { clearCopy } from '../raw.ts';
import { bareOffice, CHEAP, draftOrder, openOffice, PASSWORD, type Office, type Window } from './office.ts';

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
const HOUR = 3_600_000;
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
const left = () => readdirSync(office.dir).filter((name) => /copy|check|restore\./.test(name));

describe('a backup', () => {
  test('is encrypted, put back and computed again before it counts, and leaves nothing behind', async () => {
    const tech = await office.person('tess', 'technician');
    await draftOrder(tech);
    await configure();
    const made = await office.supervisor.do('backup.make', {});
    expect(made.check).toMatchObject({ openOrders: 1, problems: [], events: made.events, head: made.head });
    const path = join(folder, made.file);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(path);
    for (const secret of ['Marsh', 'MRN-1', 'SQLite format 3', 'morphine', 'scrypt$'])
      expect(bytes.includes(secret)).toBe(false);
    expect(left()).toEqual([]);
    expect(readdirSync(folder)).toEqual([made.file]);
    expect(await office.supervisor.do('backup.check', { file: made.file, passphrase: PASSPHRASE })).toEqual(
      made.check,
    );
    const { events } = await tech.do('log.list', {
      filter: { command: 'backup.make' },
      before: null,
      limit: 5,
    });
    expect(events).toMatchObject([{ user: 'ada', subjectId: made.file, previous: made.head }]);
  });

  test('is made while others go on writing, and holds together all the same', async () => {
    const tech = await office.person('tess', 'technician');
    await configure();
    const making = office.supervisor.do('backup.make', {});
    for (let i = 0; i < 20; i += 1)
      await tech.do('prescriber.save', {
        id: null,
        expectedVersion: null,
        record: { name: `Dr. ${i}`, credentials: 'MD', phone: '555' },
      });
    expect((await making).check.problems).toEqual([]);
    expect(await tech.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('says how far it is, step by step, and afterwards nothing', async () => {
    await configure();
    const running = async () => (await office.supervisor.do('backup.status', {})).running;
    expect(await running()).toBeNull();
    const seen = new Set<string>();
    const made = { isEnded: false };
    const making = office.supervisor.do('backup.make', {}).finally(() => (made.isEnded = true));
    while (!made.isEnded) {
      const now = await running();
      if (now !== null) seen.add(now.step);
      expect(now?.done ?? 0).toBeLessThanOrEqual(now?.total ?? 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await making;
    expect(seen.size).toBeGreaterThan(1);
    expect(await running()).toBeNull();
  });

  test('wants its passphrase; any byte that differs is found', async () => {
    await configure();
    const { file } = await office.supervisor.do('backup.make', {});
    const path = join(folder, file);
    const check = (passphrase = PASSPHRASE) => office.supervisor.no('backup.check', { file, passphrase });
    expect(code(await check('another passphrase'))).toBe('backup-not-opened');
    const whole = readFileSync(path);
    for (const at of [
      whole.indexOf('"at"') + 6,
      whole.indexOf(10) + 5,
      whole.length >> 1,
      whole.length - 1,
    ]) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      writeFileSync(path, flipped);
      expect(code(await check())).toMatch(/^backup-not-(opened|read)$/);
    }
    writeFileSync(path, whole.subarray(0, whole.length - 40));
    expect(code(await check())).toBe('backup-not-opened');
    writeFileSync(path, 'no backup');
    expect(code(await check())).toBe('backup-not-read');
    expect(left()).toEqual([]);
  });

  test.each(['../../etc/passwd', '/etc/passwd', 'a/b', '..'])('named %j is not looked for', async (file) => {
    await configure();
    expect(['invalid-input', 'backup-not-found', 'text-not-clean', 'invalid-format']).toContain(
      code(await office.supervisor.no('backup.check', { file, passphrase: PASSPHRASE })),
    );
  });

  test('beyond the number to be kept goes, the oldest first', async () => {
    await configure({ keep: 2 });
    const made: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      made.push((await office.supervisor.do('backup.make', {})).file);
      office.later(1_000);
    }
    const { files } = await office.supervisor.do('backup.status', {});
    expect(files.map((f) => f.file)).toEqual(made.slice(1).toReversed());
  });

  // Two pharmacies on one share, under one passphrase even: the salt of each key is its own.
  test('of another pharmacy stays, however old', async () => {
    const other = await openOffice();
    const theirs = { folder, everyHours: null, keep: 9, passphrase: PASSPHRASE, password: PASSWORD };
    await other.supervisor.do('backup.configure', theirs);
    const { file } = await other.supervisor.do('backup.make', {});
    await other.close();
    office.later(1_000);
    await configure({ keep: 1 });
    const made: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      made.push((await office.supervisor.do('backup.make', {})).file);
      office.later(1_000);
    }
    expect(readdirSync(folder).toSorted()).toEqual([file, made[1]]);
  });

  test('is kept outside the data folder, and makes no way of folders', async () => {
    const to = (kept: string) =>
      office.supervisor.no('backup.configure', {
        folder: kept,
        everyHours: null,
        keep: 1,
        passphrase: PASSPHRASE,
        password: PASSWORD,
      });
    const link = join(folder, 'link');
    symlinkSync(office.dir, link);
    for (const inside of [office.dir, join(office.dir, 'backups'), link, join(link, 'a', 'b')])
      expect(await to(inside)).toMatchObject({ issues: [{ code: 'backup-folder-in-data', path: 'folder' }] });
    expect(await to(join(folder, 'mistyped', 'backups'))).toMatchObject({
      issues: [{ code: 'backup-folder-not-usable', path: 'folder' }],
    });
    expect(existsSync(join(folder, 'mistyped'))).toBe(false);
    await configure({ folder: join(folder, 'one') });
    expect(existsSync(join(folder, 'one'))).toBe(true);
  });

  test('is made by itself when it is due, and a failure is told', async () => {
    expect(await backupIfDue(office.context)).toBe(false);
    await configure({ everyHours: 2 });
    expect(await backupIfDue(office.context)).toBe(true);
    expect(await backupIfDue(office.context)).toBe(false);
    office.later(2 * HOUR);
    await office.supervisor.do('session.unlock', { kind: 'password', secret: PASSWORD });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where the folder was');
    expect(await backupIfDue(office.context)).toBe(false);
    expect((await office.supervisor.do('backup.status', {})).lastFailure).toMatchObject({
      code: 'backup-folder-not-usable',
    });
  });

  test('without a folder and a passphrase is refused by name', async () => {
    expect(code(await office.supervisor.no('backup.make', {}))).toBe('backup-not-configured');
    const input = { folder, everyHours: null, keep: 1, passphrase: null, password: PASSWORD };
    expect(code(await office.supervisor.no('backup.configure', input))).toBe('passphrase-missing');
  });
});

/** A backup as the version before encryption made it: the data file in the clear, under the passphrase alone. */
function ofTheFirstFormat(made: string, name: string): void {
  const [line = ''] = readFileSync(join(folder, made)).toString('latin1').split('\n');
  const { key: _, ...header } = JSON.parse(line) as {
    key: string;
    iv: string;
    kdf: { salt: string; N: number; r: number; p: number };
  };
  const { salt, N, r, p } = header.kdf;
  const secret = scryptSync(PASSPHRASE, Buffer.from(salt, 'base64url'), 32, { N, r, p, maxmem: 2 ** 28 });
  const first = Buffer.from(`${JSON.stringify({ ...header, format: 'meniscus-backup-1' })}\n`);
  const cipher = createCipheriv('aes-256-gcm', secret, Buffer.from(header.iv, 'base64url'));
  cipher.setAAD(first);
  const clear = join(folder, 'clear.db');
  clearCopy(join(office.dir, 'meniscus.db'), clear);
  const pages = readFileSync(clear);
  expect(pages.includes('Marsh')).toBe(true);
  rmSync(clear);
  const body = Buffer.concat([cipher.update(pages), cipher.final()]);
  writeFileSync(join(folder, name), Buffer.concat([first, body, cipher.getAuthTag()]));
}

describe('a restore', () => {
  test('takes a backup of before the data file was encrypted, and leaves nothing of it in the clear', async () => {
    const tech = await office.person('tess', 'technician');
    await draftOrder(tech);
    await configure();
    const made = await office.supervisor.do('backup.make', {});
    const old = 'meniscus-20260101T000000000Z.backup';
    ofTheFirstFormat(made.file, old);
    await tech.do('prescriber.save', {
      id: null,
      expectedVersion: null,
      record: { name: 'Dr. After', credentials: 'MD', phone: '555' },
    });
    const check = await office.supervisor.do('backup.check', { file: old, passphrase: PASSPHRASE });
    expect(check).toMatchObject({ openOrders: 1, problems: [] });
    await office.supervisor.do('backup.restore', restoring(old));
    for (const name of readdirSync(office.dir))
      expect(readFileSync(join(office.dir, name)).includes('Marsh'), name).toBe(false);
    await office.supervisor.do('session.sign-in', { username: 'ada', password: PASSWORD });
    const { patients } = await office.supervisor.do('patient.list', { search: 'Marsh', limit: 5 });
    expect(patients).toHaveLength(1);
    const names = (await office.supervisor.do('prescriber.list', {})).map((p) => p.record.name);
    expect(names).not.toContain('Dr. After');
    expect(await office.supervisor.do('log.verify', {})).toMatchObject({ broken: null });
  });

  test('brings the time of the backup back, keeps what it replaced, and says so in the restored log', async () => {
    const tech = await office.person('tess', 'technician');
    await draftOrder(tech);
    await configure();
    const made = await office.supervisor.do('backup.make', {});
    await draftOrder(tech, {}, { ...(await patientOf(tech)), mrn: 'MRN-2' });
    const restored = office.supervisor.do('backup.restore', restoring(made.file));
    let last = 0;
    // Somebody works on until the other file is there.
    for (let isAtWork = true; isAtWork;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { seq } = await office.context.store.read(headOf);
      const record = { name: 'Dr. Meanwhile', credentials: 'MD', phone: '555' };
      isAtWork = (await tech.ask('prescriber.save', { id: null, expectedVersion: null, record })).ok;
      last = isAtWork ? seq + 1 : last;
    }
    const done = await restored;
    expect(existsSync(join(office.dir, done.replaced))).toBe(true);
    expect(await tech.no('order.list', {})).toEqual({ code: 'not-signed-in' });
    await office.supervisor.do('session.sign-in', { username: 'ada', password: PASSWORD });
    expect((await office.supervisor.do('order.list', {})).orders).toHaveLength(1);
    const { events } = await office.supervisor.do('log.list', {
      filter: { command: 'backup.restore' },
      before: null,
      limit: 5,
    });
    expect(events).toMatchObject([{ user: 'ada', previous: made.head, reason: 'a test' }]);
    expect(JSON.parse(events[0]?.change ?? '')).toMatchObject({
      file: made.file,
      replaced: done.replaced,
      replacedHead: { seq: last },
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await office.supervisor.do('log.verify', {})).toMatchObject({ broken: null, losses: [] });
    await office.context.store.close();
    const next = await bareOffice({ dataDir: office.dir });
    expect(next.context.store.loss).toBeNull();
    await next.context.store.close();
  });

  test('new orders are numbered after every one that was issued, also after a second restore', async () => {
    const tech = await office.person('tess', 'technician');
    await draftOrder(tech);
    await configure();
    const made = await office.supervisor.do('backup.make', {});
    for (const mrn of ['MRN-2', 'MRN-3']) await draftOrder(tech, {}, { ...(await patientOf(tech)), mrn });
    const restore = async (mrn: string) => {
      await office.supervisor.do('backup.restore', restoring(made.file));
      await office.supervisor.do('session.sign-in', { username: 'ada', password: PASSWORD });
      await tech.do('session.sign-in', { username: 'tess', password: PASSWORD });
      return (await draftOrder(tech, {}, { ...(await patientOf(tech)), mrn })).number;
    };
    // M000002 and M000003 were issued, and are not in the backup.
    expect(await restore('MRN-4')).toBe('M000004');
    // Nor is M000004 now.
    expect(await restore('MRN-5')).toBe('M000005');
  });

  test('wants a supervisor of the backup with the password of that time', async () => {
    await office.person('tess', 'technician');
    await configure();
    const { file } = await office.supervisor.do('backup.make', {});
    await office.person('sue', 'supervisor');
    for (const who of [{ username: 'tess' }, { username: 'sue' }, { password: 'wrong' }])
      expect(code(await office.supervisor.no('backup.restore', { ...restoring(file), ...who }))).toBe(
        'restorer-not-in-backup',
      );
    expect(left()).toEqual([]);
    expect(readdirSync(office.dir).some((name) => name.includes('replaced'))).toBe(false);
    await office.supervisor.do('order.list', {});
    expect(code(await office.window('x').no('recovery.restore', restoring(file)))).toBe(
      'data-file-not-damaged',
    );
  });
});

const patientOf = async (by: Window) => {
  const [line] = (await by.do('patient.list', {})).patients;
  return (await by.do('patient.get', { id: line?.id ?? '' })).record;
};

describe('a damaged data file', () => {
  test('answers nothing but the way back, and the way back works', async () => {
    await draftOrder(await office.person('tess', 'technician'));
    await configure();
    const { file } = await office.supervisor.do('backup.make', {});
    await office.context.store.close();
    const path = join(office.dir, 'meniscus.db');
    truncateSync(path, 20_000);
    const bytes = readFileSync(path);
    const host = await openOrRecover({ dataDir: office.dir, passwordCost: CHEAP });
    const ask = (name: string, input: unknown = {}) => host.dispatch({ key: 'k', station: 's' }, name, input);
    expect(await ask('system.status')).toMatchObject({
      ok: true,
      value: { firstRun: false, damaged: { code: 'data-file-damaged', folder, backups: [{ file }] } },
    });
    expect(await ask('session.me')).toEqual({ ok: true, value: null });
    expect(await ask('order.list')).toMatchObject({ failure: { issues: [{ code: 'data-file-damaged' }] } });
    expect(await ask('recovery.restore', { file })).toMatchObject({ failure: { code: 'invalid-input' } });
    expect(
      await ask('recovery.restore', { ...restoring(file), passphrase: 'not the passphrase' }),
    ).toMatchObject({ failure: { issues: [{ code: 'backup-not-opened' }] } });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const done = await ask('recovery.restore', restoring(file));
    expect(done).toMatchObject({ ok: true });
    const kept = (done as { value: { replaced: string } }).value.replaced;
    expect(readFileSync(join(office.dir, kept)).equals(bytes)).toBe(true);
    expect(await ask('session.sign-in', { username: 'ada', password: PASSWORD })).toMatchObject({ ok: true });
    expect(await ask('order.list')).toMatchObject({ ok: true, value: { orders: [{ number: 'M000001' }] } });
    expect(await ask('log.verify')).toMatchObject({ ok: true, value: { broken: null } });
    // What the damaged file had issued is not known: numbers go on after the minutes since 2026 began.
    const context = host.context();
    const restored = (
      await context?.store.read((db) => listEvents(db, { command: 'backup.restore' }, null, 1))
    )?.[0];
    const since = Date.parse(restored?.at ?? '') - Date.parse('2026-01-01T00:00:00Z');
    const numbered = await context?.store.read(async (db) => (await issuedIn(db, '261130')).order);
    expect(numbered).toBe(Math.ceil(since / 60_000));
    await context?.store.close();
  });
});
