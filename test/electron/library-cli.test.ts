import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../electron/hosts/cli/program.ts';
import { OWN_KEY } from '../own-key.ts';
import { openOffice, PASSWORD } from './office.ts';

/* The whole way on two data folders: one pharmacy exports, the other trusts its key, and is told what differs. */
let ours: Awaited<ReturnType<typeof openOffice>>;
let theirs: Awaited<ReturnType<typeof openOffice>>;
beforeAll(async () => {
  process.env['MENISCUS_KEY_FILE'] = OWN_KEY;
  process.env['MENISCUS_PASSWORD'] = PASSWORD;
  [ours, theirs] = [await openOffice(), await openOffice()];
  await ours.person('pam', 'pharmacist');
  await theirs.context.store.close();
  await ours.context.store.close();
});
afterAll(() => {
  for (const { dir } of [ours, theirs]) rmSync(dir, { recursive: true, force: true });
});

async function library(...args: string[]) {
  let [out, error] = ['', ''];
  const code = await run(['library', ...args], {
    out: (text) => void (out += text),
    err: (text) => void (error += text),
  });
  return { code, out, error };
}
const by = (office: { dir: string }, user: string) => ['--user', user, '--data', office.dir];

test('a library is exported as a new file for its owner alone, and read by nobody who does not trust its key', async () => {
  const file = join(theirs.dir, 'library.json');
  const made = await library('export', ...by(theirs, 'ada'), '--out', file);
  expect(made).toMatchObject({ code: 0, error: '' });
  expect(made.out).toMatch(/^SHA-256 [0-9a-f]{64}\nsigned by (?:[0-9a-f]{4} ?){16}\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await library('export', ...by(theirs, 'ada'), '--out', file);
  expect(again).toMatchObject({ code: 2, error: expect.stringContaining('file-not-written: EEXIST') });
  const key = JSON.parse((await library('key', ...by(theirs, 'ada'))).out) as {
    own: { fingerprint: string };
  };
  expect(made.out).toContain(key.own.fingerprint);
  const refused = await library('import', file, ...by(ours, 'pam'));
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.error).toContain('signature.key: library-file-key');
  expect(refused.error).toContain(key.own.fingerprint);
});

test('its own file says the same; a changed byte, a file that is not there and too much are refused', async () => {
  const file = join(ours.dir, 'own.json');
  await library('export', ...by(ours, 'ada'), '--out', file);
  const told = await library('import', file, ...by(ours, 'pam'));
  expect(told).toMatchObject({ code: 0, error: '' });
  expect(told.out).toContain('0 differ, ');
  const proposed = await library('import', file, ...by(ours, 'pam'), '--reason', 'why not');
  expect(proposed.error).toContain('library-file-nothing-new');
  const text = readFileSync(file, 'utf8');
  const other = join(ours.dir, 'other.json');
  writeFileSync(other, text.replace('"0.4"', '"0.5"'));
  expect((await library('import', other, ...by(ours, 'pam'))).error).toContain('library-file-signature');
  writeFileSync(other, Buffer.alloc(8_388_609));
  expect((await library('import', other, ...by(ours, 'pam'))).error).toContain('library-file-large');
  rmSync(other);
  expect((await library('import', other, ...by(ours, 'pam'))).error).toContain('file-not-read: ENOENT');
  expect(existsSync(other)).toBe(false);
});

test('its JSON Schema is made of the forms of the records', async () => {
  let out = '';
  await run(['schema', 'library'], { out: (text) => void (out += text), err: () => undefined });
  const schema = JSON.parse(out) as { properties: Record<string, { properties?: Record<string, unknown> }> };
  expect(Object.keys(schema.properties)).toEqual([
    'kind',
    'version',
    'about',
    'records',
    'answers',
    'parts',
    'signature',
  ]);
  expect(Object.keys(schema.properties['records']?.properties ?? {})).toEqual([
    'diluents',
    'drugs',
    'vials',
    'limits',
    'stability',
    'compatibility',
    'interactions',
    'protocols',
    'stops',
  ]);
});
