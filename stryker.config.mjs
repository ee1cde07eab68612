import { partAsked } from './test/mutation/parts.ts';

// `MUTATION=orders npm run mutate -- --mutate 'engine/pumps/*.ts'`: a part, and within it what is changed
const part = partAsked();

export default {
  testRunner: part.fresh ? 'vitest' : 'in-process',
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/runner.ts'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  tsconfigFile: 'none: TypeScript 7 has no API for the rewriting that this would start',
  coverageAnalysis: 'perTest',
  mutate: part.mutate,
  ignorePatterns: ['out', 'dist', 'coverage', 'docs'],
  ignoreStatic: true,
  concurrency: 1,
  // by the clock, on a machine that may have other work: a slow test is not a loop
  timeoutMS: 60_000,
  // not in node_modules, where Node takes no types away
  tempDirName: 'coverage/stryker',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  thresholds: { high: 95, low: 85, break: 85 },
};
