import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLive } from '../../electron/services/log-state.ts';
import { bareOffice, openOffice } from '../electron/office.ts';
import { openRaw, storeAt } from '../raw.ts';

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'meniscus-fault-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

test.skipIf(process.platform === 'win32')(
  'a disk that gets full is refused by name: what was acknowledged is there, reading goes on, nothing is half there',
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
    const store = await storeAt(join(dir, 'meniscus.db'));
    expect(store.loss).toBeNull();
    expect(await verifyLive(store)).toMatchObject({ broken: null });
    await store.close();
    const raw = openRaw(join(dir, 'meniscus.db'), { readonly: true });
    const count = (sql: string) => (raw.prepare(sql).get() as { n: number }).n;
    expect(count('SELECT count(*) AS n FROM prescriber_version')).toBe(stored);
    expect(count("SELECT count(*) AS n FROM event WHERE command = 'prescriber.save'")).toBe(stored);
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
  },
);

const has = (command: string, ...args: string[]): boolean =>
  process.platform === 'linux' && spawnSync(command, args).status === 0;

test.skipIf(!has('strace', '-V'))(
  'a disk that fails while it is flushed (EIO, put in by strace) is refused by name, and nothing is half there',
  async () => {
    const dir = folder();
    const child = join(import.meta.dirname, 'full-disk.ts');
    const inject = 'inject=fsync,fdatasync:error=EIO:when=140+';
    const args = ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', inject];
    const said = execFileSync('strace', [...args, process.execPath, child, dir], { encoding: 'utf8' });
    const { stored, codes } = JSON.parse(said) as { stored: number; codes: string[] };
    expect(stored).toBeGreaterThan(5);
    expect(codes).toEqual(['disk-fault']);
    const store = await storeAt(join(dir, 'meniscus.db'));
    expect(await verifyLive(store)).toMatchObject({ broken: null });
    await store.close();
    const raw = openRaw(join(dir, 'meniscus.db'), { readonly: true });
    const count = (sql: string) => (raw.prepare(sql).get() as { n: number }).n;
    const records = count('SELECT count(*) AS n FROM prescriber_version');
    // What was refused may have reached the disk before the flush failed; what was acknowledged must have.
    expect(records - stored).toBeGreaterThanOrEqual(0);
    expect(records - stored).toBeLessThanOrEqual(1);
    expect(count("SELECT count(*) AS n FROM event WHERE command = 'prescriber.save'")).toBe(records);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    raw.close();
  },
);

test.skipIf(!has('unshare', '-rm', 'true'))(
  'a disk that can only be read is refused by name at the start, and nothing on it is touched',
  async () => {
    const [dir, made] = [folder(), folder()];
    await (await bareOffice({ dataDir: made })).context.store.close();
    const root = join(import.meta.dirname, '../..');
    const run = (what: string) => `MENISCUS_PASSWORD=x "$0" ${root}/electron/hosts/cli/cli.ts ${what}`;
    // A small file system of its own: root writes past the rights of a folder, but not to a disk that is mounted so.
    const script = [
      'mount -t tmpfs -o size=20m tmpfs "$1"',
      'cp -r "$2" "$1"/data',
      'sum=$(sha256sum "$1"/data/meniscus.db)',
      'mount -o remount,ro "$1"',
      `${run('log export --user ada --data "$1"/data')}; echo "exit $?"`,
      `${run('demo --out "$1"/new')}; echo "exit $?"`,
      '[ "$sum" = "$(sha256sum "$1"/data/meniscus.db)" ] && echo untouched',
    ].join('\n');
    const args = ['-rm', 'bash', '-c', script, process.execPath, dir, made];
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', cwd: root });
    expect(stdout).toBe('exit 2\nexit 2\nuntouched\n');
    expect(stderr.match(/^(?:folder-not-made: )?disk-not-writable: accepted: .*$/gm)).toHaveLength(2);
    expect(stderr).not.toContain(dir);
  },
);

test('a clock that jumps back keeps the log in its order and the chain whole', async () => {
  const office = await openOffice();
  onTestFinished(() => office.close());
  const save = (name: string) =>
    office.supervisor.do('prescriber.save', {
      id: null,
      expectedVersion: null,
      record: { name, credentials: 'MD', phone: '555' },
    });
  office.later(300_000);
  await save('Dr. Before');
  office.later(-240_000);
  await save('Dr. After');
  const { events } = await office.supervisor.do('log.list', { filter: {}, before: null, limit: 3 });
  // That the clock is in doubt is told between them.
  expect(events.map((e) => e.command)).toEqual(['prescriber.save', 'clock.doubt', 'prescriber.save']);
  expect((events[0]?.at ?? '') < (events[2]?.at ?? '')).toBe(true);
  expect((events[0]?.seq ?? 0) - (events[2]?.seq ?? 0)).toBe(2);
  expect(await office.supervisor.do('log.verify', {})).toMatchObject({ broken: null, losses: [] });
});

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
  const raw = openRaw(path);
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
