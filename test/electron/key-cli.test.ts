import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keyFile } from '../../electron/services/keys/keeper.ts';
import { folder, opening } from './key-folders.ts';
import { openOffice, PASSWORD } from './office.ts';

const root = join(import.meta.dirname, '../..');

test('the key is recovered and rotated at the command line; what needs the key says why it has none', async () => {
  const file = join(folder(), 'key');
  const keepers = [keyFile(file)];
  const office = await openOffice({ keepers });
  onTestFinished(() => rmSync(office.dir, { recursive: true, force: true }));
  const { code } = await office.supervisor.do('key.recovery', { password: PASSWORD });
  const meniscus = (args: readonly string[], input = '') => {
    const run = spawnSync(
      process.execPath,
      [join(root, 'electron/hosts/cli/cli.ts'), '--key-file', file, ...args, '--data', office.dir],
      { cwd: root, input, encoding: 'utf8' },
    );
    return { code: run.status, out: run.stdout, error: run.stderr };
  };
  expect(meniscus(['key', 'rotate'])).toMatchObject({ code: 2, error: expect.stringContaining('locked') });
  await office.context.store.close();
  expect(meniscus(['log', 'verify'])).toMatchObject({ code: 0, out: expect.stringContaining('whole') });

  rmSync(file);
  for (const args of [
    ['log', 'verify'],
    ['scan', 'M000001'],
    ['recheck', '--all'],
    ['key', 'rotate'],
  ])
    expect(meniscus(args)).toMatchObject({ code: 2, error: expect.stringMatching(/^key-file-absent/) });
  expect(meniscus(['key', 'recover'], 'ABCD\n')).toMatchObject({
    code: 2,
    error: expect.stringContaining('recovery-code-not-read'),
  });
  expect(await opening(office.dir, keepers)).toBe('key-file-absent');
  expect(meniscus(['key', 'recover'], `${code}\n`)).toMatchObject({ code: 0 });
  expect(await opening(office.dir, keepers)).toBeUndefined();

  const rotated = meniscus(['key', 'rotate']);
  expect(rotated).toMatchObject({ code: 0, out: expect.stringContaining('meniscus.db') });
  const fresh = /(\w{4}-){6}\w{4}/.exec(rotated.out)?.[0] ?? '';
  expect(fresh).not.toBe(code);
  rmSync(file);
  expect(meniscus(['key', 'recover'], code)).toMatchObject({
    code: 2,
    error: expect.stringContaining('recovery-code-wrong'),
  });
  expect(meniscus(['key', 'recover'], fresh)).toMatchObject({ code: 0 });
  expect(meniscus(['log', 'verify'])).toMatchObject({ code: 0 });
  expect(
    meniscus(['key', 'unseal', join(office.dir, 'meniscus.keys'), '--out', join(folder(), 'x')]),
  ).toMatchObject({ code: 2, error: expect.stringContaining('file-not-unsealed') });
});
