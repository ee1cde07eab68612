/**
 * `npm test`: unit and end-to-end tests in one run. The last line is always `N passed, N failed`.
 * Arguments go to vitest: `npm test -- test/engine/notation.test.ts`, `npm test -- --project unit`.
 */
import { parseCLI, startVitest } from 'vitest/node';
import { total } from './test-total.ts';

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false, passWithNoTests: false });
const { passed, failed } = total(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length);
await vitest.close();
process.stdout.write(`${passed} passed, ${failed} failed\n`, () => {
  process.exit(failed === 0 && passed > 0 && !process.exitCode ? 0 : 1);
});
