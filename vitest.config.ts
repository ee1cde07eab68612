import { defineConfig } from 'vitest/config';

/** No test is bounded in time, since a busy machine is slow and not wrong: this ends only what hangs for good. */
const HANGS = 1_800_000;
const patient = {
  setupFiles: ['test/own-key.ts', ...(process.env['MENISCUS_COSTS'] === undefined ? [] : ['test/costs.ts'])],
  testTimeout: HANGS,
  hookTimeout: HANGS,
  expect: { poll: { timeout: 300_000 } },
};

/** Whole lives of orders, and what hangs on the words of a query: the same tests, over the other engine. */
const ON_POSTGRES = [
  'administration',
  'double-check',
  'interchange',
  'life',
  'looks',
  'products',
  'recheck',
  'second-factor',
  'signing-guards',
  'patient-statements',
  'printing/jobs',
].map((name) => `test/electron/${name}.test.ts`);

export default defineConfig({
  test: {
    // A golden file is written by `npm run golden` alone: one that is missing is a failure.
    update: 'none',
    projects: [
      {
        test: {
          ...patient,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/bench/**'],
          // One for each core; by itself the runner leaves one core to itself, which is half of two.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
          // Files share what a worker has loaded: fonts, formulary and engine are loaded once. None mocks a module.
          isolate: false,
        },
      },
      {
        test: {
          ...patient,
          name: 'postgres',
          // The same handlers over the other engine.
          include: ON_POSTGRES,
          globalSetup: ['test/postgres-setup.ts'],
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
          isolate: false,
        },
      },
      {
        test: {
          ...patient,
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: ['test/e2e/setup.ts'],
          // While one waits for its browser or its program the other goes on; nothing is shared but the browser.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          isolate: false,
        },
      },
    ],
  },
});
