import { printed, type Derivation, type PrintedDerivation, type Source } from '../derivation/derivation.ts';
import { lazyFields } from '../derivation/lazy.ts';
import type { About, Finding } from './report.ts';
import type { Fact } from '../answers/facts.ts';
import type { HouseRuleId, Message } from '../answers/messages.ts';
import type { Missing } from '../answers/missing.ts';
import { subjectName, text, type Subject, type Term } from '../answers/subjects.ts';
import { reasonsFor } from './reasons.ts';
import type { Facts } from '../facts/facts.ts';
import type { Severity } from '../formulary/formulary.ts';

export interface Check {
  readonly id: string;
  /** the question it answers, in the field's words; documentation is made from it */
  readonly asks: string;
  /** with a rule, its findings alone are wanted; a check that answers its rules together gives all of them */
  run(facts: Facts, rule?: string): Finding[];
}

/** A rule that answers: one of the house by its code, one of the library with the library's own words. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly message: Message | string;
  readonly source: Source;
  readonly provenance: string;
}

interface Answer {
  readonly subject: Term | Subject;
  /** a function, and it is asked when somebody reads it */
  readonly observed?: Fact | null | (() => Fact);
  readonly limit?: Fact | null | (() => Fact);
  readonly derivations?: readonly Derivation[] | (() => readonly Derivation[]);
  readonly message?: Message;
  readonly severity?: Severity;
  /** what it is said of where that is not this order or patient */
  readonly about?: About;
}

type Later = Pick<Answer, 'observed' | 'limit' | 'derivations'>;
const derivations = ({ derivations: list = [] }: Later): PrintedDerivation[] =>
  (typeof list === 'function' ? list() : list).map(printed);
const toldBy = (told: Later['limit'] = null): Fact | null => (typeof told === 'function' ? told() : told);
const observed = (later: Later): Fact | null => toldBy(later.observed);
const limit = (later: Later): Fact | null => toldBy(later.limit);

// a search over variants of an order never reads what is printed
const printedWhenRead = lazyFields({ derivations });
const toldWhenRead = lazyFields({ observed, limit, derivations });

const term = (code: Term) => ({ code }) as Subject;

function build(
  check: string,
  rule: Rule,
  outcome: Finding['outcome'],
  answer: Answer,
  missing: Missing | null,
): Finding {
  const severity = answer.severity ?? rule.severity;
  const subject = typeof answer.subject === 'string' ? term(answer.subject) : answer.subject;
  const isLater = typeof answer.observed === 'function' || typeof answer.limit === 'function';
  const finding = {
    key: `${rule.id}:${subjectName(subject)}`,
    id: rule.id,
    check,
    outcome,
    severity,
    message: answer.message ?? (typeof rule.message === 'string' ? text(rule.message) : rule.message),
    subject,
    observed: isLater ? null : observed(answer),
    limit: isLater ? null : limit(answer),
    missing,
    source: rule.source,
    provenance: rule.provenance,
    reasons: outcome === 'pass' ? [] : reasonsFor(check, outcome, severity),
    ...(answer.about !== undefined && { about: answer.about }),
  };
  if (isLater) return toldWhenRead(finding, answer);
  return answer.derivations === undefined || answer.derivations.length === 0
    ? { ...finding, derivations: [] }
    : printedWhenRead(finding, answer);
}

/** The first outcome: the rule holds, and the answer says of what. */
export const pass = (check: string, rule: Rule, answer: Answer): Finding =>
  build(check, rule, 'pass', answer, null);
/** The second outcome: the rule is broken, and the answer says of what and by how much. */
export const failing = (check: string, rule: Rule, answer: Answer): Finding =>
  build(check, rule, 'fail', answer, null);
/** The third outcome: the fact that is missing is named, and it stands in the way until a pharmacist acknowledges it. */
export const notDone = (check: string, rule: Rule, missing: Missing, answer: Answer): Finding =>
  build(check, rule, 'could-not-be-done', answer, missing);

const HOUSE: Source = { id: 'HOUSE', title: 'house rule' };

/** A rule that no published source gives. It says so wherever it is shown; its sentence stands in `words/`. */
export const houseRule = (id: HouseRuleId, severity: Severity): Rule => ({
  id,
  severity,
  message: { code: id } as Message,
  source: HOUSE,
  provenance: 'house rule',
});

/** A finding of another drug than the one that is ordered: its name stands before what it is held against. */
export const ofDrug = ({ drug, name }: Pick<Facts, 'drug' | 'name'>, found: Finding): Finding => ({
  ...found,
  key: `${drug.id}:${found.key}`,
  subject: { code: '{drug}: {of}', drug: name, of: found.subject },
});
