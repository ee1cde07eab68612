import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startOptions } from '../../electron/hosts/start/options.ts';
import { start, type StartWorld } from '../../electron/hosts/start/run.ts';
import { findRuntime } from '../../electron/hosts/start/runtime.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import { echo } from './loopback-host.ts';

function folderOf(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `meniscus-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The `electron` package as npm leaves it; its installer is a script of ours. */
function electronFolder(installer = 'process.exit(1)') {
  const folder = folderOf('electron');
  writeFileSync(join(folder, 'package.json'), '{"version":"1.2.3"}');
  writeFileSync(join(folder, 'install.js'), installer);
  return folder;
}

/** A binary in its place, as an installer would leave it: a script that node runs. */
function installRuntime(folder: string, script: string) {
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/electron'), `#!${process.execPath}\n${script}`);
  chmodSync(join(folder, 'dist/electron'), 0o755);
  writeFileSync(join(folder, 'path.txt'), 'electron');
}

const desk = { DISPLAY: ':0', PATH: process.env.PATH };

function world(over: Partial<StartWorld> = {}) {
  const folder = folderOf('start');
  mkdirSync(join(folder, 'renderer'));
  mkdirSync(join(folder, 'main'));
  writeFileSync(join(folder, 'renderer/index.html'), '<html><head></head></html>');
  const lines: string[] = [];
  const complaints: string[] = [];
  const visited: { path: string; mode: number; text: string }[] = [];
  const closed: string[] = [];
  const given: StartWorld = {
    env: desk,
    platform: 'linux',
    isRoot: false,
    packageFolder: electronFolder(),
    folder: join(folder, 'main'),
    openHost: async (at) => ({ dispatch: echo, close: () => void closed.push(at) }),
    openBrowser: async (path) => {
      visited.push({ path, mode: statSync(path).mode & 0o777, text: readFileSync(path, 'utf8') });
    },
    print: (line) => lines.push(line),
    complain: (line) => complaints.push(line),
    asked: Promise.resolve(),
    ...over,
  };
  return { world: given, lines, complaints, visited, closed, data: join(folder, 'data') };
}

describe('options', () => {
  test('stand as they are given', () => {
    expect(startOptions([])).toEqual({ port: 0, data: undefined, open: true, browser: false, help: false });
    expect(startOptions(['--port', '4000', '--data', 'here', '--no-open', '--browser'])).toEqual({
      port: 4000,
      data: 'here',
      open: false,
      browser: true,
      help: false,
    });
  });

  test.each([
    ['--port', 'x'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', '1e3'],
    ['--data', ''],
    ['--dta', 'x'],
    ['somewhere'],
  ])('%s %s is refused in one line', async (...argv) => {
    const { world: w, complaints, lines } = world();
    expect(
      await start(
        argv.filter((a) => a !== undefined),
        w,
      ),
    ).toBe(2);
    expect([complaints.length, lines]).toEqual([1, []]);
  });

  test('--help prints the options', async () => {
    const { world: w, lines } = world();
    expect(await start(['--help'], w)).toBe(0);
    expect(lines.join('\n')).toContain('--no-open');
  });
});

/** Longer than a busy machine takes for an answer that comes. */
const LONG = 600_000;

describe('the runtime of Electron', () => {
  const find = (over: Partial<Parameters<typeof findRuntime>[0]>) =>
    findRuntime({
      browser: false,
      env: desk,
      platform: 'linux',
      isRoot: false,
      packageFolder: electronFolder(),
      say: () => {},
      probeMs: 200,
      fetchMs: 500,
      ...over,
    });

  async function mirror(answer: (end: (status: number) => void) => void) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      answer((status) => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void (server.closeAllConnections(), server.close()));
    return {
      asked,
      env: { ...desk, ELECTRON_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
    };
  }

  test('is used where it is', async () => {
    const packageFolder = electronFolder();
    installRuntime(packageFolder, '');
    expect(await find({ packageFolder })).toEqual({ ok: true, path: join(packageFolder, 'dist/electron') });
  });

  test('is not used when half unpacked', async () => {
    const packageFolder = electronFolder();
    mkdirSync(join(packageFolder, 'dist'));
    writeFileSync(join(packageFolder, 'path.txt'), 'electron');
    expect(await find({ packageFolder, env: { ...desk, MENISCUS_NO_FETCH: '1' } })).toMatchObject({
      ok: false,
    });
  });

  test.each<[string, Partial<Parameters<typeof findRuntime>[0]>, string]>([
    ['--browser', { browser: true }, '--browser'],
    ['no display', { env: {} }, 'display'],
    ['root', { isRoot: true }, 'root'],
    ['no package', { packageFolder: undefined }, 'package'],
    ['MENISCUS_NO_FETCH', { env: { ...desk, MENISCUS_NO_FETCH: '1' } }, 'MENISCUS_NO_FETCH'],
  ])('%s: one line says so, and no server is asked', async (_, over, word) => {
    const { asked, env } = await mirror((end) => end(200));
    const runtime = await find({
      ...over,
      env: { ...env, ...over.env, ...(over.env && { DISPLAY: over.env.DISPLAY }) },
    });
    expect(runtime).toEqual({ ok: false, why: expect.stringContaining(word) });
    expect(asked).toEqual([]);
  });

  test('a server that is silent, gone or refusing is waited for shortly, and the installer is not run', async () => {
    const packageFolder = electronFolder("require('node:fs').writeFileSync(__dirname + '/ran', '')");
    const silent = await mirror(() => {});
    const refusing = await mirror((end) => end(404));
    for (const env of [silent.env, refusing.env, { ...desk, ELECTRON_MIRROR: 'http://127.0.0.1:9/' }])
      expect(await find({ packageFolder, env })).toEqual({
        ok: false,
        why: expect.stringContaining('does not answer'),
      });
    expect(silent.asked).toEqual(['HEAD /v1.2.3/SHASUMS256.txt']);
    await expect(import('node:fs').then((fs) => fs.existsSync(join(packageFolder, 'ran')))).resolves.toBe(
      false,
    );
  });

  test('is fetched once where the server answers', async () => {
    const { env } = await mirror((end) => end(200));
    const packageFolder = electronFolder(
      "const fs = require('fs'); fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/electron', ''); fs.writeFileSync(__dirname + '/path.txt', 'electron')",
    );
    expect(await find({ packageFolder, env, probeMs: LONG, fetchMs: LONG })).toEqual({
      ok: true,
      path: join(packageFolder, 'dist/electron'),
    });
  });

  test('a fetch that takes too long is ended', async () => {
    const { env } = await mirror((end) => end(200));
    const packageFolder = electronFolder('setInterval(() => {}, 1_000)');
    expect(await find({ packageFolder, env, probeMs: LONG })).toEqual({
      ok: false,
      why: expect.stringContaining('could not be fetched'),
    });
  });
});

describe('npm start', () => {
  test('without Electron serves the app, says why in one line, opens a browser, and ends clean', async () => {
    const { world: w, lines, visited, closed, data } = world();
    expect(await start(['--browser', '--data', data], w)).toBe(0);
    expect(lines[0]).toBe('Electron is not used: --browser was given. Serving on this machine only:');
    expect(lines[1]).toMatch(/^ {2}http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/);
    expect(closed).toEqual([data]);
    // Everybody on a machine may read what its processes are started with: the token stands in a file of the owner's.
    const [page] = visited;
    expect(page).toMatchObject({ path: join(data, 'open-meniscus.html'), mode: 0o600 });
    expect(page?.text).toContain(`location.replace(${JSON.stringify(lines[1]?.trim())});`);
    expect(existsSync(page!.path)).toBe(false);
  });

  test('--no-open opens none', async () => {
    const { world: w, visited, data } = world();
    await start(['--browser', '--no-open', '--data', data], w);
    expect(visited).toEqual([]);
  });

  test('with Electron runs it on the built main with the data folder, and serves nothing', async () => {
    const packageFolder = electronFolder();
    const seen = join(packageFolder, 'seen');
    installRuntime(
      packageFolder,
      `require('fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.argv.slice(2)))`,
    );
    const { world: w, lines, data } = world({ packageFolder });
    expect(await start(['--data', data], w)).toBe(0);
    expect(JSON.parse(readFileSync(seen, 'utf8'))).toEqual([`${w.folder}/main.js`, '--data', data]);
    expect(lines).toEqual([]);
  });

  test.each([
    ['ends at once with an error: the app is served', 'process.exit(127)', 0, 'ended at once (127)'],
    ['refuses by name: no other host is tried', 'process.exit(2)', 2, ''],
  ])('an Electron that %s', async (_, script, code, words) => {
    const packageFolder = electronFolder();
    installRuntime(packageFolder, script);
    const { world: w, lines, data } = world({ packageFolder });
    expect(await start(['--data', data], w)).toBe(code);
    expect(lines.join('\n')).toContain(words);
    expect(lines.length > 0).toBe(words !== '');
  });

  test('a data file that is in use is refused politely', async () => {
    const {
      world: w,
      complaints,
      lines,
      data,
    } = world({
      openHost: () =>
        Promise.reject(
          new Refused(
            issue(
              'data-file-locked',
              null,
              'a data file that no other running copy of the application has open',
            ),
          ),
        ),
    });
    expect(await start(['--browser', '--data', data], w)).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/^meniscus: data-file-locked: /)]);
    expect(lines.join('\n')).not.toContain('http://');
  });

  test('a port that is taken is named, and the store is closed', async () => {
    const holder = createSocketServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    onTestFinished(() => void holder.close());
    const port = String((holder.address() as AddressInfo).port);
    const { world: w, complaints, closed, data } = world();
    expect(await start(['--browser', '--port', port, '--data', data], w)).toBe(1);
    expect([complaints, closed]).toEqual([
      [`meniscus: --port: ${port} is taken; accepted: another one, or none`],
      [data],
    ]);
  });
});
