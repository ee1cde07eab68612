import type { HouseRuleId } from '../answers/messages.ts';
import type { Missing } from '../answers/missing.ts';
import { text, type Subject } from '../answers/subjects.ts';
import type { Facts } from '../facts/facts.ts';
import type { Severity } from '../formulary/formulary.ts';
import { contentsOf } from '../order/stability-match.ts';
import { answeredFormulation } from '../order/beyond-use-date.ts';
import { houseRule, notDone, pass } from './check.ts';
import { prepared } from './prepared.ts';
import type { About, Finding } from './report.ts';

const STRICTEST: readonly Severity[] = ['absolute', 'hard', 'soft', 'info'];

/** What is missing of the parts, each once; of lists of what is missing, their entries. */
function missingOf(parts: readonly Finding[]): Missing {
  const all = parts
    .map((f) => f.missing)
    .filter((m) => m !== null && typeof m !== 'string')
    .flatMap((m) => (m.code === 'all' ? m.of : [m]));
  const each = [...new Map(all.map((m) => [JSON.stringify(m), m])).values()];
  const [only] = each;
  return only !== undefined && each.length === 1 ? only : { code: 'all', of: each };
}

const LINES = {
  formulation: {
    check: 'preparation-bud',
    rule: houseRule('formulation-not-known', 'soft'),
    of: (f: Facts) => ({
      subject: 'formulation' as const,
      observed: prepared(f, contentsOf(f.order.drug, f.preparation), 'storage'),
    }),
  },
  pump: {
    check: 'program-range',
    rule: houseRule('pump-range-not-known', 'soft'),
    of: (f: Facts) => ({ subject: text(f.program.pump.model) as Subject }),
  },
} as const;

function line(about: keyof typeof LINES, parts: readonly Finding[], f: Facts): Finding[] {
  if (parts.length === 0) return [];
  const { check, rule, of } = LINES[about];
  const severity = STRICTEST.find((s) => parts.some((p) => p.severity === s)) ?? rule.severity;
  const [evidence = null] = parts.flatMap(({ limit }) =>
    typeof limit !== 'string' && limit?.code === 'studies' ? [limit] : [],
  );
  const missing = missingOf(parts);
  const found = notDone(check, { ...rule, severity }, missing, { ...of(f), limit: evidence, about });
  // what is not known of a mixture is another question than how long it keeps, and is answered by itself
  const codes = missing.code === 'all' ? missing.of.map((m) => m.code) : [missing.code];
  return about === 'pump' ? [found] : [{ ...found, key: `${found.key}: ${[...new Set(codes)].join(', ')}` }];
}

/** What is asked of the patient: the line that asks says it once, for every check that needs the answer. */
const ASKED: Readonly<Partial<Record<Missing['code'], HouseRuleId>>> = {
  'conditions-asked': 'conditions-not-asked',
  'medicines-asked': 'medicines-not-asked',
};
function asksAgain({ id, missing }: Finding): boolean {
  const asking = missing === null || typeof missing === 'string' ? undefined : ASKED[missing.code];
  return asking !== undefined && asking !== id;
}

const LISTS: readonly HouseRuleId[] = ['conditions-not-asked', 'medicines-not-asked'];
const TOGETHER = houseRule('lists-not-asked', 'hard');
/** Where neither list was asked about, that is one question to the patient, and one line. */
function ofLists(findings: readonly Finding[]): readonly Finding[] {
  const open = findings.filter((f) => LISTS.some((id) => id === f.id) && f.outcome === 'could-not-be-done');
  const [first, ...more] = open;
  if (first === undefined || more.length === 0) return findings;
  const severity = STRICTEST.find((s) => open.some((f) => f.severity === s)) ?? TOGETHER.severity;
  const { check, observed } = first;
  const one = notDone(check, { ...TOGETHER, severity }, missingOf(open), {
    subject: 'conditions and home medicines',
    observed: typeof observed === 'string' ? null : observed,
  });
  return findings.flatMap((f) => (f === first ? [one] : open.includes(f) ? [] : [f]));
}

/** Cautions of one drug by the degree of one fact: for want of the fact they ask once. */
function ofCautions(findings: readonly Finding[]): readonly Finding[] {
  const said = new Set<string>();
  return findings.filter((f) => {
    if (f.check !== 'formulary-cautions' || f.outcome !== 'could-not-be-done') return true;
    const question = JSON.stringify([f.missing, f.severity]);
    const isFirst = !said.has(question);
    said.add(question);
    return isFirst;
  });
}

const asksOfContainer = ({ missing }: Finding): boolean =>
  missing !== null && typeof missing !== 'string' && missing.code === 'preservative-free';
/** What is asked of the whole container: whichever drug of it needs the answer, the gravest line asks for all. */
function ofContainer(findings: readonly Finding[]): readonly Finding[] {
  const grave = STRICTEST.find((s) => findings.some((f) => asksOfContainer(f) && f.severity === s));
  const first = findings.find((f) => asksOfContainer(f) && f.severity === grave);
  return findings.filter((f) => !asksOfContainer(f) || f === first);
}

const isOpen = (x: Finding) => x.outcome === 'could-not-be-done' && x.about !== undefined;

/** What the site answered of a formulation answers all that was not known of it. */
function formulation(parts: readonly Finding[], f: Facts): Finding[] {
  const own = answeredFormulation(f.order, contentsOf(f.order.drug, f.preparation), f.library);
  if (own === null || parts.length === 0) return line('formulation', parts, f);
  const { check, rule, of } = LINES.formulation;
  const source = { id: 'SITE', title: own.reference };
  const limit = own.days === null ? null : ({ code: 'days', days: own.days } as const);
  return [pass(check, { ...rule, source, provenance: 'sourced' }, { ...of(f), limit, about: 'formulation' })];
}

/**
 * What could not be done because something is not known of the formulation or of the pump model, and not of this order
 * or patient, is one line each: a site answers it once for all orders, and until then an order has two such lines at most.
 */
export function askedOnce(all: readonly Finding[], f: Facts): Finding[] {
  const findings = ofContainer(ofCautions(ofLists(all.filter((x) => !asksAgain(x)))));
  const of = (about: About) => findings.filter((x) => isOpen(x) && x.about === about);
  return [
    ...findings.filter((x) => !isOpen(x)),
    ...formulation(of('formulation'), f),
    ...line('pump', of('pump'), f),
  ];
}
