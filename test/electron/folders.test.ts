import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../bridge/failure.ts';
import { exportLog } from '../../electron/hosts/cli/commands/log-export.ts';
import { unseal } from '../../electron/hosts/cli/commands/key.ts';
import { recheck } from '../../electron/hosts/cli/commands/recheck.ts';
import { scanText } from '../../electron/hosts/cli/commands/scan.ts';
import { placeIssue } from '../../electron/delivery/places.ts';
import { makeFolder } from '../../electron/services/paths.ts';
import { seedLibrary } from '../../db/seed/library.ts';
import { openOffice, PASSWORD, type Office, type Window } from './office.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meniscus-folders-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const refused = (failure: Failure) => ('issues' in failure ? failure.issues[0] : undefined);
const isLinux = process.platform === 'linux';

describe('a folder that is made', () => {
  test('is its owner’s alone, with those above it', () => {
    makeFolder(join(dir, 'a', 'b', 'c'));
    makeFolder(join(dir, 'a', 'b', 'c'));
    for (const each of ['a', 'a/b', 'a/b/c']) expect(statSync(join(dir, each)).mode & 0o777).toBe(0o700);
  });

  test('is refused by name where a file is, or is in the way', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => makeFolder(join(dir, 'file'))).toThrow('disk-not-writable');
    expect(() => makeFolder(join(dir, 'file', 'x'))).toThrow('disk-not-writable');
    expect(() => makeFolder(join(dir, 'x'.repeat(300)))).toThrow('disk-not-writable');
  });

  // Node's own `mkdir` with `recursive` does not come back from these: the test would not end.
  test.runIf(isLinux).each(['/proc/1/x', '/proc/x/y/z', '/dev/fd/x', '/sys/x'])(
    '%s is refused by name',
    (path) => {
      expect(() => makeFolder(path)).toThrow('disk-not-writable');
    },
  );
});

describe('at the window', () => {
  let office: Office & { supervisor: Window };
  beforeEach(async () => {
    office = await openOffice();
  });
  afterEach(() => office.close());

  const configure = (folder: string) =>
    office.supervisor.no('backup.configure', {
      folder,
      everyHours: null,
      keep: 3,
      passphrase: 'four words long enough',
      password: PASSWORD,
    });
  const printer = (folder: string) =>
    office.supervisor.no('printer.save', {
      id: null,
      expectedVersion: null,
      record: {
        name: 'Files',
        way: { kind: 'file', folder },
        language: 'pdf',
        papers: ['4x2'],
        active: true,
      },
      password: PASSWORD,
    });
  const name = async (folder: string) => {
    const { ruleSet, site } = await office.supervisor.do('site.get', {});
    const printing = { folders: [tmpdir(), folder], hosts: [] };
    return office.supervisor.no('site.save', {
      expectedRuleSet: ruleSet,
      site: { ...site, printing },
      password: PASSWORD,
    });
  };

  test.runIf(isLinux)('one that can not be made is refused where it is typed, and not kept', async () => {
    expect(refused(await configure('/proc/1/x'))).toMatchObject({
      code: 'backup-folder-not-usable',
      path: 'folder',
    });
    expect(await office.supervisor.do('backup.status', {})).toMatchObject({ settings: null });
  });

  test.runIf(isLinux)('one that takes no file is refused where it is typed', async () => {
    // Its rights say that it can be written, and the system lets nobody.
    expect(refused(await configure('/proc/self/task'))).toMatchObject({ code: 'backup-folder-not-usable' });
  });

  test.skipIf(process.platform === 'win32').each(['C:/evil', 'C:\\evil', '\\\\srv\\share'])(
    '%s is no whole path on this system',
    async (folder) => {
      expect(refused(await configure(folder))).toMatchObject({ code: 'folder-not-whole', path: 'folder' });
      expect(refused(await printer(folder))).toMatchObject({
        code: 'folder-not-whole',
        path: 'record.way.folder',
      });
      expect(refused(await name(folder))).toMatchObject({
        code: 'folder-not-whole',
        path: 'site.printing.folders.1',
      });
      // Kept by a version before: nothing is printed there.
      const way = { kind: 'file', folder: `${folder}/sub` } as const;
      expect(placeIssue(way, { folders: [folder], hosts: [] })).toMatchObject({ code: 'folder-not-whole' });
      expect(existsSync(folder)).toBe(false);
    },
  );

  test.runIf(isLinux)('a pipe with the name of a backup keeps nobody waiting', async () => {
    await office.supervisor.do('backup.configure', {
      folder: dir,
      everyHours: null,
      keep: 3,
      passphrase: 'four words long enough',
      password: PASSWORD,
    });
    execFileSync('mkfifo', [join(dir, 'meniscus-20261130T192615429Z.backup')]);
    expect(await office.supervisor.do('backup.status', {})).toMatchObject({ files: [] });
  });
});

const nowhere = () => join(dir, 'nowhere', 'x');
const failure = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'not refused';
  } catch (error) {
    return String((error as Error).message);
  }
};

describe('a command that only reads', () => {
  test.each<[string, string, () => unknown]>([
    ['scan', 'data-file-missing', () => scanText('A9WU-XXXX', { data: nowhere() })],
    [
      'recheck',
      'data-file-missing',
      () => recheck(undefined, { data: nowhere() }, seedLibrary(), '2026-11-23T15:00:00.000Z'),
    ],
    ['key unseal', 'keys-file-missing', () => unseal('x', { data: nowhere(), out: join(dir, 'out') })],
    [
      'log export',
      'data-file-missing',
      async () => {
        process.env['MENISCUS_PASSWORD'] = PASSWORD;
        return exportLog({
          data: nowhere(),
          user: 'ada',
          kind: 'audit',
          format: 'csv',
          identifiers: 'full',
        });
      },
    ],
  ])('%s makes no folder', async (_, code, work) => {
    expect(await failure(work)).toContain(code);
    expect(existsSync(join(dir, 'nowhere'))).toBe(false);
  });
});
