import { subjectName } from '../../../engine/answers/subjects.ts';
import { missingWords } from '../../../words/finding.ts';
import type { Finding, OrderReport } from '../../../engine/checks/report.ts';
import { severityOf, type Severity } from '../../ui/mark.tsx';

/** The joins between two cards, in the order of the chain. */
export const LINKS = ['order-bag', 'bag-pump', 'pump-receive', 'receive-print'] as const;
export type Link = (typeof LINKS)[number];
export type LinkState = 'agrees' | 'fails' | 'warns' | 'could-not-be-checked' | 'answered' | 'not-yet';

/** Which join a family of checks speaks of; a family that is not listed speaks of the order itself. */
const FAMILY: Readonly<Record<string, Link>> = {
  preparation: 'order-bag',
  program: 'bag-pump',
  exposure: 'pump-receive',
};

/** Formulary rules are one family; what they were held against says which join they speak of. */
const SUBJECT: readonly (readonly [RegExp, Link])[] = [
  [/^worst case/, 'pump-receive'],
  [/concentration|source vial/, 'order-bag'],
];

export function linkOf(f: Pick<Finding, 'check' | 'subject'>): Link | null {
  const family = FAMILY[f.check.split('-')[0] ?? ''];
  return family ?? SUBJECT.find(([pattern]) => pattern.test(subjectName(f.subject)))?.[1] ?? null;
}

/** A finding that keeps an order from being verified until it is resolved. */
export const isBlocking = (f: Finding): boolean =>
  f.outcome === 'could-not-be-done' || (f.outcome === 'fail' && f.severity !== 'info');

/** A failed check, rather than one that could not be done: a number of the order may mend it. */
export const isFailing = (f: Finding): boolean => f.outcome === 'fail' && f.severity !== 'info';

/**
 * The state of a join: a hard failure outweighs what could not be done, that a soft one, and that agreement. Where a
 * pharmacist has answered everything that stood against it, it says so, and does not say that it agrees.
 */
export function linkState(
  report: OrderReport | null,
  link: Link,
  answered: ReadonlySet<string> = new Set(),
): { state: LinkState; findings: readonly Finding[] } {
  if (!report) return { state: 'not-yet', findings: [] };
  const findings = report.findings.filter((f) => linkOf(f) === link);
  const blocking = findings.filter(isBlocking);
  const left = blocking.filter((f) => !answered.has(f.key));
  const of = (state: LinkState, test: (f: Finding) => boolean) => {
    const said = left.filter(test);
    return said.length > 0 ? { state, findings: said } : null;
  };
  const fails = of('fails', (f) => f.outcome === 'fail' && f.severity !== 'soft');
  const rest =
    fails ?? of('could-not-be-checked', (f) => f.outcome === 'could-not-be-done') ?? of('warns', () => true);
  return (
    rest ?? (blocking.length > 0 ? { state: 'answered', findings: blocking } : { state: 'agrees', findings })
  );
}

const RANK: Readonly<Record<Severity, number>> = {
  absolute: 0,
  hard: 1,
  unknown: 2,
  soft: 3,
  info: 4,
  pass: 5,
  plain: 6,
};

/** The few that matter first: absolute and hard, what could not be done, soft, info; passes last. */
export const ranked = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => RANK[severityOf(a)] - RANK[severityOf(b)]);

export function counted(findings: readonly Finding[]): ReadonlyMap<Severity, number> {
  const counts = new Map<Severity, number>();
  for (const f of findings) counts.set(severityOf(f), (counts.get(severityOf(f)) ?? 0) + 1);
  return counts;
}

/** The worst thing said of one line of the order, such as `basal rate`; null if nothing stands against it. */
export function worstOf(report: OrderReport | null, subject: string): Severity | null {
  const said = ranked(
    report?.findings.filter((f) => subjectName(f.subject) === subject && isBlocking(f)) ?? [],
  )[0];
  return said ? severityOf(said) : null;
}

/** Facts of the patient that a check found too old or missing, by the first word of the fact. */
export function staleFacts(report: OrderReport | null): ReadonlySet<string> {
  const facts = ['weight', 'height', 'creatinine', 'opioid status'];
  const bad = report?.findings.filter((f) => f.outcome !== 'pass' && f.severity !== 'info') ?? [];
  return new Set(
    facts.filter((fact) =>
      bad.some((f) => subjectName(f.subject) === fact || (missingWords(f.missing)?.includes(fact) ?? false)),
    ),
  );
}
