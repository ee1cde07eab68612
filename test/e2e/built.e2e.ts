import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOffice, PASSWORD } from '../electron/office.ts';

const out = join(import.meta.dirname, '../../out');
const node = (...args: string[]) => spawnSync(process.execPath, args, { encoding: 'utf8' });

/** Tests run from the sources: what a bundler makes of a package is seen only in what it made. */
describe('the build', () => {
  test('each chunk is imported', () => {
    const chunks = globSync(join(out, 'main/chunks/*.js'));
    expect(chunks.length).toBeGreaterThan(20);
    const { stderr, status } = node(
      '--input-type=module',
      '--eval',
      `for (const url of ${JSON.stringify(chunks.map((path) => pathToFileURL(path)))})
         await import(url).catch((error) => { console.error(url + ' ' + error); process.exitCode = 1; });`,
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  // Imported they would begin to work; what they import is imported above.
  const programs = globSync(join(out, '{main,preload}/{,compiled/}*.{js,cjs}'));
  test('there are programs', () => expect(programs.length).toBeGreaterThan(7));
  test.each(programs)('%s is read', (path) => {
    expect(node('--check', path)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('the built command line exports a log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meniscus-built-'));
  const data = join(folder, 'data');
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [join(out, 'main/cli.js'), ...args], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, MENISCUS_PASSWORD: PASSWORD },
    });
  const exported = (...args: string[]) => cli('log', 'export', '--data', data, '--user', 'ada', ...args);
  beforeAll(async () => {
    const office = await openOffice({ dataDir: data });
    await office.context.store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // How each format begins: RFC 4180, JSON, APPNOTE 4.3.7 of ZIP, ISO 32000-1 7.5.2.
  test.each([
    ['csv', 'seq,at,'],
    ['jsonl', '{"export":'],
    ['xlsx', 'PK\u0003\u0004'],
    ['pdf', '%PDF-'],
  ])('as %s, by the name of the file, and it is verified', (format, begins) => {
    const file = join(folder, `log.${format}`);
    expect(exported('--out', file)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(file, 'latin1').slice(0, begins.length)).toBe(begins);
    const known = format === 'pdf' ? ['--data', data] : [];
    expect(cli('log', 'verify', file, ...known)).toMatchObject({ status: 0, stderr: '' });
  });

  test('not in another format than its name says', () => {
    const run = exported('--format', 'csv', '--out', join(folder, 'other.XLSX'));
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('format-and-name-differ: "csv" was given; accepted: xlsx');
    expect(existsSync(join(folder, 'other.XLSX'))).toBe(false);
  });

  test('what is refused leaves no file, and what lay there', () => {
    writeFileSync(join(folder, 'kept.csv'), 'of before');
    expect(exported('--kind', 'nothing', '--out', join(folder, 'kept.csv')).status).toBe(2);
    expect(exported('--kind', 'nothing', '--out', join(folder, 'new.csv')).status).toBe(2);
    expect(readFileSync(join(folder, 'kept.csv'), 'utf8')).toBe('of before');
    expect(readdirSync(folder).filter((name) => /^new|part$/.test(name))).toEqual([]);
  });
});
