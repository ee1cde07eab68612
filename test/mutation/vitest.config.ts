import { defineConfig } from 'vitest/config';
import { partAsked } from './parts.ts';

/** For the part of a mutation run that needs a fresh process for each mutant; the others run in runner.ts. */
export default defineConfig({
  test: { include: partAsked().tests.map((t) => `test/engine/${t}`), testTimeout: 1_800_000 },
});
