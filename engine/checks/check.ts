import type { Minute } from '../calendar.ts';
import { printed, type Derivation, type PrintedDerivation, type Source } from '../derivation.ts';
import type { Delivery } from '../delivery.ts';
import type { Worst } from '../worst.ts';
import type { Drug, Library, Severity } from '../formulary.ts';
import type { Given } from '../given.ts';
import { lazyFields } from '../lazy.ts';
import type { OrderContent } from '../order.ts';
import type { Clearance, PatientFacts } from '../patient.ts';
import type { Preparation } from '../preparation.ts';
import type { Program } from '../program.ts';
import type { Mass, MassRate, Weight } from '../quantity.ts';
import type { Regimen } from '../regimen/resolved.ts';
import type { Schedule } from '../regimen/sessions.ts';
import type { Finding } from '../report.ts';
import type { Issue } from '../result.ts';
import type { Use } from '../timeline/use.ts';
import { reasonsFor } from './reasons.ts';

/** What was ordered before, where it is known: the yardstick of the plausibility checks. */
export interface Previous {
  readonly worst24h?: string | undefined;
  /** its lines in exact amounts, as its report gave them */
  readonly regimen?: Readonly<Partial<Record<PreviousLine, string | null | undefined>>> | undefined;
  readonly concentration?: string | undefined;
}
export type PreviousLine = 'demand' | 'lockout' | 'basal' | 'loading' | 'clinician' | 'limit';

/** Everything a check may look at, computed once. A check computes no dose of its own. */
export interface Facts {
  readonly patient: PatientFacts;
  readonly order: OrderContent;
  readonly library: Library;
  readonly drug: Drug;
  /** tall-man */
  readonly name: string;
  readonly at: Minute;
  readonly years: number;
  readonly weight: Weight | null;
  readonly clearance: Clearance | { readonly missing: string };
  readonly regimen: Regimen;
  readonly schedule: Schedule;
  readonly preparation: Preparation;
  readonly program: Program;
  readonly delivery: Delivery;
  /** a patient dose and the highest rate as they reach the patient at most; null where the patient triggers none */
  readonly highest: { readonly demand: Mass | null; readonly basal: MassRate };
  /** what the patient is expected to use of it, as the order states it */
  readonly expected: Use;
  readonly worst: {
    readonly hour: Worst;
    readonly fourHours: Worst;
    readonly day: Worst;
    readonly threeDays: Worst;
  };
  /** further drugs of the same container, each with its own doses, concentration and worst cases */
  readonly also: readonly Facts[];
  /** ids of all drugs of the container, this one included */
  readonly container: readonly string[];
  readonly previous: Previous | null;
  /** the patient's other active orders, computed the same way, and those that can not be */
  readonly others: readonly Facts[];
  readonly othersUnread: readonly { readonly order: OrderContent; readonly issues: readonly Issue[] }[];
  /** doses given outside the orders */
  readonly given: readonly Given[];
}

export interface Check {
  readonly id: string;
  /** the question it answers, in the field's words; documentation is made from it */
  readonly asks: string;
  run(facts: Facts): Finding[];
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: Source;
  readonly provenance: string;
}

interface Answer {
  readonly subject: string;
  readonly observed?: string | null;
  readonly limit?: string | null;
  readonly derivations?: readonly Derivation[];
  readonly message?: string;
  readonly severity?: Severity;
}

// a search over variants of an order never reads what is printed
const printedWhenRead = lazyFields({
  derivations: (list: readonly Derivation[]): PrintedDerivation[] => list.map(printed),
});

function build(
  check: string,
  rule: Rule,
  outcome: Finding['outcome'],
  answer: Answer,
  missing: string | null,
): Finding {
  const severity = answer.severity ?? rule.severity;
  const finding = {
    key: `${rule.id}:${answer.subject}`,
    id: rule.id,
    check,
    outcome,
    severity,
    message: answer.message ?? rule.message,
    subject: answer.subject,
    observed: answer.observed ?? null,
    limit: answer.limit ?? null,
    missing,
    source: rule.source,
    provenance: rule.provenance,
    reasons: outcome === 'pass' ? [] : reasonsFor(check, outcome, severity),
  };
  return printedWhenRead(finding, answer.derivations ?? []);
}

export const pass = (check: string, rule: Rule, answer: Answer): Finding =>
  build(check, rule, 'pass', answer, null);
export const failing = (check: string, rule: Rule, answer: Answer): Finding =>
  build(check, rule, 'fail', answer, null);
/** The third outcome: the fact that is missing is named, and it stands in the way until a pharmacist acknowledges it. */
export const notDone = (check: string, rule: Rule, missing: string, answer: Answer): Finding =>
  build(check, rule, 'could-not-be-done', answer, missing);

const HOUSE: Source = { id: 'HOUSE', title: 'house rule' };

/** A rule that no published source gives. It says so wherever it is shown. */
export const houseRule = (id: string, severity: Severity, message: string, section?: string): Rule => ({
  id,
  severity,
  message,
  source: section === undefined ? HOUSE : { ...HOUSE, section },
  provenance: 'house rule',
});
