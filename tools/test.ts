/**
 * `npm test`: unit and end-to-end tests in one run. The last line is always `N passed, N failed`.
 * Arguments go to vitest: `npm test -- test/engine/number/notation.test.ts`, `npm test -- --project unit`.
 */
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { parseCLI, startVitest } from 'vitest/node';
import { total } from './test-total.ts';

/**
 * Thousands of commands wait for their flush here. Where there is a disk in memory with room, the tests' folders stand on it: the
 * same calls are made, and answered at once. What a flush is worth is tested by killing and by faults (test/crash), not by waiting.
 */
const MEMORY = '/dev/shm';
const ROOM = 4 * 1024 ** 3;
function inMemory(): string | null {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize < ROOM ? null : mkdtempSync(`${MEMORY}/meniscus-tests-`);
  } catch {
    return null;
  }
}
const folder = process.env['TMPDIR'] === undefined ? inMemory() : null;
if (folder !== null) {
  // PostgreSQL runs as a user of its own where we are root, and has to get through to its folder.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}

// What tests start as processes of their own loads hundreds of files: what was made of each is kept from one process to the next, and
// from one run to the next. The program itself does without (docs/testing.md).
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../node_modules/.cache/compiled');

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false, passWithNoTests: false });
const { passed, failed } = total(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length);
await vitest.close();
process.stdout.write(`${passed} passed, ${failed} failed\n`, () => {
  process.exit(failed === 0 && passed > 0 && !process.exitCode ? 0 : 1);
});
