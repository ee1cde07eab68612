import type { Message } from '../engine/answers/messages.ts';
import type { Finding } from '../engine/checks/report.ts';
import type { Reason } from '../engine/checks/reasons.ts';
import { en } from './en/en.ts';
import { say } from './say.ts';
import { capital } from './shown.ts';

/** A finding in words: what every host shows, prints and exports of it. */
export interface FindingWords {
  readonly message: string;
  readonly subject: string;
  readonly observed: string | null;
  readonly limit: string | null;
  readonly missing: string | null;
}

export const messageWords = (m: Finding['message']): string => say(en.messages, m);
export const subjectWords = (s: Finding['subject']): string => say(en.subjects, s);
export const factWords = (f: Finding['observed']): string | null => f && say(en.facts, f);
export const missingWords = (m: Finding['missing']): string | null => m && say(en.missing, m);

/** A rule's words where only its code or its own text is known: of a house rule before any fact. */
export const ruleWords = (codeOrText: string): string =>
  Object.hasOwn(en.messages, codeOrText) ? say(en.messages, { code: codeOrText } as Message) : codeOrText;

/**
 * What is said of a finding. The rule's own sentence says what is wrong, so it is said where the rule is broken; the
 * other outcomes have words that agree with them.
 */
export function sentence(f: Pick<Finding, 'outcome' | 'message' | 'subject'>): string {
  if (f.outcome === 'fail' || typeof f.message === 'string') return messageWords(f.message);
  const subject = capital(subjectWords(f.subject));
  if (f.outcome === 'pass') return `${subject}: nothing stands against it.`;
  const { code } = f.message;
  if (Object.hasOwn(en.undone, code)) return en.undone[code] ?? '';
  // the full stop of the rule's own sentence is that of the whole
  const rule = code === 'text' ? ` against the rule “${messageWords(f.message).replace(/\.$/, '')}”` : '';
  return `${subject} could not be checked${rule}.`;
}

export const findingWords = (
  f: Pick<Finding, 'outcome' | 'message' | 'subject' | 'observed' | 'limit' | 'missing'>,
): FindingWords => ({
  message: sentence(f),
  subject: subjectWords(f.subject),
  observed: factWords(f.observed),
  limit: factWords(f.limit),
  missing: missingWords(f.missing),
});

/** The amount that a fact is, exact; in a report from before there were codes as it was written; else nothing. */
export const amountIn = (f: Finding['observed']): string =>
  typeof f === 'string' ? f : f?.code === 'amount' ? f.value : '';

/** A reason as it is offered; one of a report that was kept before there were codes is shown as it was. */
export const reasonWords = (r: Finding['reasons'][number]): string =>
  r.text ?? (Object.hasOwn(en.reasons, r.code) ? en.reasons[r.code as Reason] : r.code);

/**
 * What is said openly: all that stands in the way, and one line of information about this order. What is information
 * about its pump or its formulation in general, and the rest, is a count until it is opened.
 */
export function openly<F extends Pick<Finding, 'outcome' | 'severity' | 'about'>>(
  findings: readonly F[],
): F[] {
  const isInformation = (f: F) => f.outcome === 'fail' && f.severity === 'info';
  const first = findings.find((f) => isInformation(f) && f.about === undefined);
  return findings.filter((f) => f === first || (f.outcome !== 'pass' && !isInformation(f)));
}
