import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lastLotOfDay } from '../../db/issued.ts';
import { lotDay, minuteOfDay } from '../../electron/services/local-date.ts';
import { draftOrder, PASSWORD, patient, prepareOrder, withPreparedBag } from './office.ts';

describe('a lot', () => {
  test('of the day of a restore is numbered after those that the replaced file had issued', async () => {
    const { office } = await withPreparedBag();
    const folder = mkdtempSync(join(tmpdir(), 'meniscus-lots-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    onTestFinished(() => office.close());
    const names = ['tess', 'pam', 'paul'] as const;
    const [tess, pam, paul] = [office.window('tess'), office.window('pam'), office.window('paul')];
    const passphrase = 'four words long enough';
    await office.supervisor.do('backup.configure', {
      folder,
      everyHours: null,
      keep: 3,
      passphrase,
      password: PASSWORD,
    });
    const { file } = await office.supervisor.do('backup.make', {});
    const bag = async (mrn: string) =>
      (await prepareOrder(await draftOrder(tess, {}, { ...patient, mrn }), tess, pam, paul)).preparation?.lot;
    // 2026-11-23 at the pharmacy; the first is in the backup
    expect(await bag('MRN-2')).toBe('261123-02');
    await office.supervisor.do('backup.restore', {
      file,
      passphrase,
      reason: 'a test',
      username: 'ada',
      password: PASSWORD,
    });
    for (const [i, window] of [tess, pam, paul].entries())
      await window.do('session.sign-in', { username: names[i] ?? '', password: PASSWORD });
    expect(await bag('MRN-3')).toBe('261123-03');
    // and of another day from the first again
    expect(await office.context.store.read((db) => lastLotOfDay(db, '261124'))).toBe(0);
  });

  // America/New_York is five hours behind UTC in winter: 04:59 there is 23:59 of the day before
  test.each([
    ['2026-11-24T04:59:30Z', '261123', 1440],
    ['2026-11-24T05:00:00Z', '261124', 1],
    ['2026-11-24T17:30:00Z', '261124', 751],
  ])('at %s is of the day %s, of which %i minutes had begun', (at, day, minutes) => {
    expect([lotDay(at, 'America/New_York'), minuteOfDay(at, 'America/New_York')]).toEqual([day, minutes]);
  });
});
