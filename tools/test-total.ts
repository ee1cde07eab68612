import type { TestModule } from 'vitest/node';

/**
 * What the run adds up to. A file that could not be loaded, a suite whose hook broke and an error outside
 * any test each count as one failure: none of them may leave the count at "0 failed".
 */
export function total(modules: TestModule[], strayErrors: number): { passed: number; failed: number } {
  let passed = 0;
  let failed = strayErrors;
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      if (state === 'failed') failed += 1;
    }
    if (module.errors().length > 0) failed += 1;
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) failed += 1;
    }
  }
  return { passed, failed };
}
