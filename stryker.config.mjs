import { partAsked, sampleAsked } from './test/mutation/parts.ts';

// `MUTATION=program npm run mutate -- --mutate 'engine/program/pumps/*.ts'`: a part, and within it what is changed;
// `MUTATION_SAMPLE=600 MUTATION_SEED=7 MUTATION=checks npm run mutate`: a sample of a part that is too large for a whole run
const part = partAsked();

export default {
  testRunner: part.fresh ? 'vitest' : 'in-process',
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/runner.ts', './test/mutation/sample.ts'],
  checkers: sampleAsked() ? ['sample'] : [],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  tsconfigFile: 'none: TypeScript 7 has no API for the rewriting that this would start',
  coverageAnalysis: 'perTest',
  mutate: part.mutate,
  ignorePatterns: ['out', 'dist', 'coverage', 'docs'],
  ignoreStatic: true,
  concurrency: 1,
  // by the clock, on a machine that may have other work: a slow test is not a loop
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
  // not in node_modules, where Node takes no types away
  tempDirName: 'coverage/stryker',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  thresholds: { high: 95, low: 85, break: 85 },
};
