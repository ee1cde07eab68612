import { SEED_VERSION } from '../../db/seed/library.ts';
import { selfTestCases } from '../../db/seed/self-test.ts';
import type { Library } from '../../engine/formulary/formulary.ts';
import { selfTest, type SelfTestReport } from '../../engine/checks/self-test.ts';

const known = new WeakMap<Library, SelfTestReport>();

/** The self-test of a rule set: run once for each, since its answer can not change while the process runs. */
export function selfTestOf(library: Library): SelfTestReport {
  const before = known.get(library);
  if (before) return before;
  const report = selfTest(selfTestCases(), library, library.version === SEED_VERSION);
  known.set(library, report);
  return report;
}

/** For sheets and the command line: how many cases passed, and which failed. */
export function selfTestText({ cases, failures }: SelfTestReport): string {
  const passed = `${cases - failures.length} of ${cases} cases passed`;
  const failed = failures.length === 0 ? '' : `; FAILED: ${failures.map((f) => f.id).join(', ')}`;
  return `self-test ${passed}${failed}`;
}
