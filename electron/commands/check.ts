import type { Minute } from '../../engine/calendar.ts';
import { findingsOf, reportOf } from '../../engine/check-order.ts';
import { explain } from '../../engine/explain/explain.ts';
import { factsOf } from '../../engine/facts.ts';
import { site, type Library } from '../../engine/formulary.ts';
import { instantOf, orderFile } from '../../engine/order.ts';
import { Refused } from '../../engine/result.ts';
import { runOutAsStated } from '../../engine/timeline/run-out-answer.ts';
import { secondOpinion } from '../../engine/second-opinion.ts';
import { EXIT, refusal } from './exit.ts';
import { decode, readJson } from './input.ts';
import { explanationText } from './explanation-text.ts';
import { reportText } from './report-text.ts';

export interface CheckAnswer {
  readonly exit: number;
  readonly output: string;
}

/**
 * `meniscus check FILE|-`: the whole report of one order, what would make it safe, and the second opinion on it. Exit 0 if nothing stands in the
 * way, 1 if a finding blocks or the second opinion differs, 2 (thrown) if the order can not be computed.
 */
export function check(path: string, library: Library, now: Minute, text: boolean): CheckAnswer {
  const file = decode(orderFile, readJson(path));
  const question = { ...file, at: instantOf(file, now) };
  try {
    const facts = factsOf(question, library);
    const findings = findingsOf(facts);
    const report = { ...reportOf(facts, findings), runOut: runOutAsStated(facts) };
    const differs = secondOpinion(question, library);
    const explanation = explain(question, library, {}, { facts, findings });
    const exit = report.blocking > 0 || differs.length > 0 ? EXIT.blocked : EXIT.ok;
    const opinion =
      differs.length === 0
        ? 'the second opinion agrees on every number'
        : differs.map((i) => `${i.path}: ${i.given ?? ''}`).join('\n');
    const output = text
      ? `${reportText(report)}\n${explanationText(explanation)}\nSecond opinion: ${opinion}\n`
      : `${JSON.stringify({ ...report, explanation, secondOpinion: differs }, null, 2)}\n`;
    return { exit, output };
  } catch (error) {
    if (error instanceof Refused) throw refusal({ code: 'refused', issues: [...error.issues] });
    throw error;
  }
}

const siteFile = site.partial();

/** The library with the site's own settings over the seed's: the ranges of its pumps, its house rules. */
export function withSite(library: Library, path: string | undefined): Library {
  if (path === undefined) return library;
  const own = decode(siteFile, readJson(path));
  return { ...library, version: `${library.version}+site`, site: site.parse({ ...library.site, ...own }) };
}
