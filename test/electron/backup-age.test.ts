import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupIfDue, isDue } from '../../electron/services/backup/schedule.ts';
import { nameOf } from '../../electron/services/backup/settings.ts';
import { openOffice, PASSWORD, type Office, type Window } from './office.ts';

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

const HOUR = 3_600_000;
const configure = (change: object = {}) =>
  office.supervisor.do('backup.configure', {
    folder,
    everyHours: 24,
    keep: 3,
    passphrase: 'four words long enough',
    password: PASSWORD,
    ...change,
  });

describe('the age of a backup', () => {
  type Header = Record<string, unknown>;
  // Made just now, as its name and its first line say: believed, none would be due for two hours.
  test.each<[string, (header: Header, now: string) => object]>([
    ['whose first line tells another time', (h, at) => ({ ...h, at })],
    ['of another passphrase', (h, at) => ({ ...h, at, key: Buffer.alloc(60).toString('base64url') })],
    ['of ours under another name', (h) => h],
  ])('a file %s keeps no backup from being made, and pushes none out', async (_, altered) => {
    await configure({ everyHours: 2, keep: 2 });
    const { file } = await office.supervisor.do('backup.make', {});
    office.later(2 * HOUR);
    await office.supervisor.do('session.unlock', { kind: 'password', secret: PASSWORD });
    const bytes = readFileSync(join(folder, file));
    const header = JSON.parse(bytes.subarray(0, bytes.indexOf(10)).toString()) as Header;
    for (let i = 0; i < 2; i += 1) {
      const now = office.context.clock();
      const line = Buffer.from(`${JSON.stringify(altered(header, now))}\n`);
      const rest = bytes.subarray(bytes.indexOf(10) + 1);
      writeFileSync(join(folder, nameOf(now)), Buffer.concat([line, rest]));
    }
    const authentic = async () =>
      (await office.supervisor.do('backup.status', {})).files.filter((f) => f.authentic).map((f) => f.file);
    expect(await authentic()).toEqual([file]);
    expect(await backupIfDue(office.context)).toBe(true);
    expect(await authentic()).toContain(file);
    expect(await authentic()).toHaveLength(2);
  });

  test('made by a clock that ran ahead does not put the next one off', async () => {
    await configure({ everyHours: 2 });
    office.later(24 * HOUR);
    await office.supervisor.do('session.unlock', { kind: 'password', secret: PASSWORD });
    const { at } = await office.supervisor.do('backup.make', {});
    const before = new Date(Date.parse(at) - HOUR).toISOString();
    expect(isDue(office.context, before)).toBe(true);
    expect(isDue(office.context, new Date(Date.parse(at) + HOUR).toISOString())).toBe(false);
  });
});
