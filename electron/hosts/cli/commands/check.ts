import { refusalsOf } from '../../../../words/refusal.ts';
import type { OrderReport } from '../../../../engine/checks/report.ts';
import { findingWords } from '../../../../words/finding.ts';
import type { Minute } from '../../../../engine/time/calendar.ts';
import { findingsOf, reportOf } from '../../../../engine/checks/check-order.ts';
import { explain } from '../../../../engine/explain/explain.ts';
import { factsOf } from '../../../../engine/facts/compute.ts';
import type { Library } from '../../../../engine/formulary/formulary.ts';
import { madeIssues } from '../../../../engine/order/made.ts';
import { instantOf, orderFile } from '../../../../engine/order/order.ts';
import { Refused } from '../../../../engine/number/result.ts';
import { runOutAsStated } from '../../../../engine/timeline/run-out-answer.ts';
import { opinionOn } from '../../../../engine/checks/second-opinion.ts';
import { EXIT } from './exit.ts';
import { refusal } from './refusal.ts';
import { decode, readJson } from './input.ts';
import { explanationText } from './explanation-text.ts';
import { reportText } from './report-text.ts';
import { now, shippedLibrary } from './shipped.ts';

export interface CheckAnswer {
  readonly exit: number;
  readonly output: string;
}

/**
 * `meniscus check FILE|-`: the whole report of one order, what would make it safe, and the second opinion on it. Exit 0 if nothing stands in the
 * way, 1 if a finding blocks or the second opinion differs, 2 (thrown) if the order can not be computed.
 */
export function check(path: string, library: Library, minute: Minute, text: boolean): CheckAnswer {
  const file = decode(orderFile, readJson(path));
  const question = { ...file, at: instantOf(file, minute) };
  try {
    const facts = factsOf(question, library);
    const made = file.made === undefined ? [] : madeIssues(file.made, file.order, library);
    if (made.length > 0) throw new Refused(...made.map((i) => ({ ...i, path: `made.${i.path}` })));
    const findings = findingsOf(facts);
    const report = { ...reportOf(facts, findings), runOut: runOutAsStated(facts) };
    const differs = opinionOn(facts, report);
    const explanation = explain(question, library, {}, { facts, findings });
    const exit = report.blocking > 0 || differs.length > 0 ? EXIT.blocked : EXIT.ok;
    const opinion =
      differs.length === 0
        ? 'the second opinion agrees on every number'
        : differs.map((i) => `${i.path}: ${i.given ?? ''}`).join('\n');
    const output = text
      ? `${reportText(report, library.site.timeZone)}\n${explanationText(explanation)}\nSecond opinion: ${opinion}\n`
      : `${JSON.stringify({ ...inWords(report), explanation, secondOpinion: differs }, null, 2)}\n`;
    return { exit, output };
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: refusalsOf(error.issues) });
    throw error;
  }
}

/** The same by the shipped library, with a site's own settings over it, at this minute. */
export const checkNow = (
  path: string,
  options: { readonly site?: string; readonly text?: boolean },
): CheckAnswer => check(path, shippedLibrary(options.site), now(), options.text === true);

/** The report as data for a script: each finding with its codes and, beside them, its words. */
const inWords = (report: OrderReport) => ({
  ...report,
  findings: report.findings.map((f) => ({ ...f, words: findingWords(f) })),
});
