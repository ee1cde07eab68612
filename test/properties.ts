/**
 * `npm run test:properties [count]`: the random cases of closed forms, windows and explanations, 20,000 instead of the suite's
 * sample. Before a release.
 */
import { startVitest } from 'vitest/node';

process.env['MENISCUS_PROPERTY_RUNS'] = process.argv[2] ?? '20000';
const files = [
  'test/engine/exposure/closed-form',
  'test/engine/timeline/window',
  'test/engine/explain/explain.test',
];
const vitest = await startVitest(files, { project: ['unit'], watch: false });
if (vitest.state.getCountOfFailedTests() > 0) process.exitCode = 1;
await vitest.close();
