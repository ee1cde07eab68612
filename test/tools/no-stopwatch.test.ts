import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = globSync('test/**/*.{test,e2e}.ts', { cwd: root })
  .filter((path) => !path.startsWith('test/bench/'))
  .toSorted();

/** A busy machine is slow and not wrong: how long something takes is asked by `npm run bench` alone. */
const STOPWATCH: readonly (readonly [string, RegExp])[] = [
  ['reads a clock to measure', /\bperformance\.now\b|\bprocess\.hrtime\b|\bconsole\.time\b/],
  ['bounds a test', /\btestTimeout\b|^ *\},? \d[\d_]*,?\);$|[({] *timeout: *\d/m],
  ['bounds a wait of the browser', /setDefaultTimeout\(|setDefaultNavigationTimeout\(/],
];

test.each(STOPWATCH)('no test %s', (_what, pattern) => {
  const own = 'test/tools/no-stopwatch.test.ts';
  const found = files.filter((f) => f !== own && pattern.test(readFileSync(join(root, f), 'utf8')));
  expect(found).toEqual([]);
});
