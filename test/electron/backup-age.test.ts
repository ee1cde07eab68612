import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupIfDue, isDue } from '../../electron/services/backup/schedule.ts';
import { openOffice, PASSWORD, type Office, type Window } from './office.ts';

let office: Office & { supervisor: Window };
let folder: string;
beforeEach(async () => {
  office = await openOffice();
  folder = mkdtempSync(join(tmpdir(), 'meniscus-backups-'));
});
afterEach(() => {
  office.close();
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
  test.each<[string, (header: Record<string, unknown>) => object]>([
    ['whose first line tells another time', (h) => ({ ...h, at: '2026-12-31T00:00:00.000Z' })],
    ['of another passphrase', (h) => ({ ...h, key: Buffer.alloc(60).toString('base64url') })],
    ['of ours under another name', (h) => h],
  ])('a file %s keeps no backup from being made, and pushes none out', async (_, altered) => {
    await configure({ everyHours: 2, keep: 2 });
    const { file } = await office.supervisor.do('backup.make', {});
    office.later(2 * HOUR);
    await office.supervisor.do('session.unlock', { kind: 'password', secret: PASSWORD });
    const bytes = readFileSync(join(folder, file));
    const header = altered(
      JSON.parse(bytes.subarray(0, bytes.indexOf(10)).toString()) as Record<string, unknown>,
    );
    const line = Buffer.from(`${JSON.stringify(header)}\n`);
    for (const day of ['30', '31']) {
      const name = `meniscus-202612${day}T000000000Z.backup`;
      writeFileSync(join(folder, name), Buffer.concat([line, bytes.subarray(bytes.indexOf(10) + 1)]));
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
