import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getFileMatchers } from 'app-builder-lib/out/fileMatcher.js';
import { getConfig } from 'app-builder-lib/out/util/config/config.js';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const aFile = statSync(join(ROOT, 'package.json'));

/** The packager's own reading of our configuration; `npm run test:package` really packs. */
const config = await getConfig(ROOT, null, null);
const matchersOn = (platform: 'linux' | 'win' | 'mac') =>
  getFileMatchers(config, 'files', '/package', {
    macroExpander: (pattern) => pattern.replaceAll('${arch}', 'x64'),
    customBuildOptions: config[platform] ?? {},
    globalOutDir: join(ROOT, 'dist'),
    defaultSrc: ROOT,
  }) ?? [];
const packs = (path: string, platform: 'linux' | 'win' | 'mac' = 'linux'): boolean =>
  matchersOn(platform).some((matcher) => matcher.createFilter()(join(ROOT, path), aFile));

test.each(['linux', 'win', 'mac'] as const)(
  'No set of files on %s is exclusions alone: the packager would take the whole folder for one',
  (platform) => {
    const matchers = matchersOn(platform);
    expect(matchers.length).toBeGreaterThan(0);
    expect(matchers.filter((matcher) => matcher.isEmpty() || matcher.containsOnlyIgnore())).toEqual([]);
  },
);
const store = (name: string): string => `node_modules/better-sqlite3/prebuilds/${name}-x64.node`;

test.each([
  'data/x.db',
  'x.db',
  'incidents.log',
  'engine/number/quantity.ts',
  'test/electron/life.test.ts',
  'docs/architecture.md',
  'package-lock.json',
  'out/main/main.js.map',
  'out/main/compiled/check.cjs',
  'node_modules/kysely/package.json',
  'node_modules/pdfjs-dist/legacy/build/pdf.mjs.map',
  'node_modules/better-sqlite3/deps/sqlite3/sqlite3.c',
  'node_modules/better-sqlite3/prebuilds/win32-x64.node',
])('%s is not packed', (path) => expect(packs(path)).toBe(false));

test('All that is listed is packed, and the store of its own platform alone', () => {
  const listed = readFileSync(join(import.meta.dirname, 'files.txt'), 'utf8')
    .trim()
    .split('\n');
  expect(listed.filter((path) => !packs(path.replace('*', 'any')))).toEqual([]);
  expect(packs(store('win32'), 'win')).toBe(true);
  expect(packs(store('darwin'), 'mac')).toBe(true);
  expect(packs(store('linux'), 'mac')).toBe(false);
});
