import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import { verifyLive } from '../../electron/services/log-state.ts';
import { openOffice } from '../electron/office.ts';

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-fault-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

test.skipIf(process.platform === 'win32')(
  'a disk that gets full is refused by name: what was acknowledged is there, reading goes on, nothing is half there',
  { timeout: 60_000 },
  async () => {
    const dir = folder();
    // Blocks of 1,024 bytes in bash. The signal would end the process; ignored, a write fails as on a full disk.
    const script = `trap '' XFSZ; ulimit -f 1500; exec "$0" "$1" "$2"`;
    const child = join(import.meta.dirname, 'full-disk.ts');
    const said = execFileSync('bash', ['-c', script, process.execPath, child, dir], { encoding: 'utf8' });
    const { stored, codes, read } = JSON.parse(said) as { stored: number; codes: string[]; read: number };
    expect(stored).toBeGreaterThan(10);
    expect(codes).toHaveLength(1);
    expect(['disk-full', 'disk-fault']).toContain(codes[0]);
    expect(read).toBe(stored);
    const store = openStore(join(dir, 'meniscus.db'));
    expect(store.loss).toBeNull();
    expect(await verifyLive(store)).toMatchObject({ broken: null });
    store.close();
    const raw = new Database(join(dir, 'meniscus.db'), { readonly: true });
    const count = (sql: string) => (raw.prepare(sql).get() as { n: number }).n;
    expect(count('SELECT count(*) AS n FROM prescriber_version')).toBe(stored);
    expect(count("SELECT count(*) AS n FROM event WHERE command = 'prescriber.save'")).toBe(stored);
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
  },
);

test('pages that go bad under a running program are refused by name, and nothing crashes', async () => {
  const office = await openOffice();
  onTestFinished(() => office.close());
  for (let i = 0; i < 200; i += 1)
    await office.supervisor.do('prescriber.save', {
      id: null,
      expectedVersion: null,
      record: { name: `Dr. ${i} ${'x'.repeat(60)}`, credentials: 'MD', phone: '555' },
    });
  const path = join(office.dir, 'meniscus.db');
  const raw = new Database(path);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  raw.close();
  const size = statSync(path).size;
  const file = openSync(path, 'r+');
  for (let page = 8; page * 4_096 < size; page += 1)
    writeSync(file, Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096);
  closeSync(file);
  const failure = await office.supervisor.no('log.list', {
    filter: { text: 'nothing' },
    before: null,
    limit: 500,
  });
  expect(failure).toMatchObject({ code: 'refused', issues: [{ code: 'data-file-damaged' }] });
});
