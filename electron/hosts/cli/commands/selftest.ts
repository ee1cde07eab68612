import type { Library } from '../../../../engine/formulary/formulary.ts';
import { selfTestOf, selfTestText } from '../../../services/self-test.ts';
import type { CheckAnswer } from './check.ts';
import { EXIT } from './exit.ts';

/** `meniscus selftest`: published incidents and golden cases through a rule set. Exit 0 if all came out as published, else 1. */
export function selftest(library: Library, text: boolean): CheckAnswer {
  const report = selfTestOf(library);
  const lines = [
    `Rules ${report.ruleSet}: ${selfTestText(report)}`,
    ...report.failures.map((f) => `${f.id}: ${f.name}: ${f.wrong.join('; ')}`),
  ];
  return {
    exit: report.failures.length === 0 ? EXIT.ok : EXIT.blocked,
    output: `${text ? lines.join('\n') : JSON.stringify(report, null, 2)}\n`,
  };
}
