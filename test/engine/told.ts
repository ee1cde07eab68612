import * as engine from '../../engine/checks/check-order.ts';
import type { Finding } from '../../engine/checks/report.ts';
import { findingWords, type FindingWords } from '../../words/finding.ts';

/** Findings as people read them: the tests hold the words against what sources say. */
export const told = <F extends Finding>(f: F): Omit<F, keyof FindingWords> & FindingWords => ({
  ...f,
  derivations: f.derivations,
  ...findingWords(f),
});

/** Each by itself, before what one line says for several is folded. */
export const everyFinding = (...args: Parameters<typeof engine.everyFinding>) =>
  engine.everyFinding(...args).map(told);

export const findingsOf = (...args: Parameters<typeof engine.findingsOf>) =>
  engine.findingsOf(...args).map(told);

export const checkOrder = (...args: Parameters<typeof engine.checkOrder>) => {
  const report = engine.checkOrder(...args);
  return { ...report, findings: report.findings.map(told) };
};
