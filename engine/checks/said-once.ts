import type { Facts } from '../facts/facts.ts';
import type { Severity } from '../formulary/formulary.ts';
import { subjectName } from '../answers/subjects.ts';
import type { Finding } from './report.ts';

const STRICTEST: readonly Severity[] = ['absolute', 'hard', 'soft', 'info'];
const OF_ROUTE = 'formulary-global';
const OF_DRUG = 'formulary-contraindications';

const saysPreserved = (observed: Finding['observed']): boolean => {
  if (observed === null || typeof observed === 'string') return false;
  if (observed.code === 'all') return observed.of.some((x) => saysPreserved(x));
  return observed.code === 'holds-preservative' || observed.code === 'preserved';
};

/** That the container holds a preservative: the gravest line says it, of lines as grave that of a drug in the container. */
function ofPreservative(findings: readonly Finding[]): readonly Finding[] {
  const all = findings.filter(
    (f) => f.outcome === 'fail' && [OF_ROUTE, OF_DRUG].includes(f.check) && saysPreserved(f.observed),
  );
  const worst = STRICTEST.find((s) => all.some((f) => f.severity === s));
  const grave = all.filter((f) => f.severity === worst);
  const stays = grave.find((f) => f.check === OF_DRUG) ?? grave[0];
  return findings.filter((f) => !all.includes(f) || f === stays);
}

/**
 * That a container does not last its session: with one for each session or fewer, that all of them run dry at worst
 * follows from it; what is given for certain says more than the worst case of the same container and session.
 */
function ofSupply(findings: readonly Finding[], f: Facts): readonly Finding[] {
  const failing = (id: string) => findings.find((x) => x.id === id && x.outcome === 'fail');
  const session = failing('reservoir-need');
  if (session === undefined) return findings;
  const { containers } = f.preparation;
  const against = f.schedule.count.compare(containers);
  const dry = failing('containers-run-dry');
  const isSame = against === 0 || (containers === 1n && isInFirst(dry?.observed ?? null));
  const again =
    dry === undefined ? against >= 0 && failing('containers-run-dry-at-worst') : isSame && session;
  return findings.filter((x) => x !== again);
}

const isInFirst = (observed: Finding['observed']): boolean =>
  observed !== null &&
  typeof observed !== 'string' &&
  observed.code === 'dry-in-session' &&
  observed.session === '1';

/** Checks that hold one line of an order against one limit after the other. */
const OF_A_LINE = ['formulary-doses', 'formulary-companions', 'exposure-together'];
const lineOf = (f: Finding): string | null =>
  f.outcome === 'fail' &&
  (OF_A_LINE.includes(f.check) || f.id === 'far-from-initial-value') &&
  f.severity !== 'info'
    ? `${f.check === 'exposure-together' ? f.check : ''}:${subjectName(f.subject)}`
    : null;
const gravity = (f: Finding): number => STRICTEST.indexOf(f.severity);

const question = (id: string): string => id.replace(/-(?:hard|soft)$/, '');
/** The milder grade of one question, or another rule with the same amount against the same limit: the graver says it all. */
const isGradeOf = (f: Finding, told: Finding): boolean =>
  question(f.id) === question(told.id) ||
  JSON.stringify([f.observed, f.limit]) === JSON.stringify([told.observed, told.limit]);

/** One amount that passes several limits is asked about once, by the gravest; the others stand with the information. */
function ofLine(findings: readonly Finding[]): readonly Finding[] {
  const gravest = new Map<string, Finding>();
  const lines = findings.map(lineOf);
  for (const [i, f] of findings.entries()) {
    const line = lines[i] ?? null;
    const so = line === null ? undefined : gravest.get(line);
    if (line !== null && (so === undefined || gravity(f) < gravity(so))) gravest.set(line, f);
  }
  return findings.flatMap((f, i): Finding[] => {
    const line = lines[i] ?? null;
    const told = line === null ? undefined : gravest.get(line);
    if (told === undefined || told === f) return [f];
    return isGradeOf(f, told) ? [] : [{ ...f, severity: 'info', reasons: [] }];
  });
}

/** A rate that never stops is also the most in an hour: one rule says the same amount against the same limit once. */
function ofRate(findings: readonly Finding[]): readonly Finding[] {
  const said = new Set<string>();
  return findings.filter((f) => {
    if (f.check !== 'formulary-doses' || f.outcome !== 'fail') return true;
    const fact = JSON.stringify([f.id, f.observed, f.limit]);
    const isFirst = !said.has(fact);
    said.add(fact);
    return isFirst;
  });
}

/** A rule of two drugs of one container meets the same medicine once. */
function ofPair(findings: readonly Finding[]): readonly Finding[] {
  const said = new Set<string>();
  return findings.filter((f) => {
    if (f.check !== 'formulary-interactions' || f.outcome !== 'fail') return true;
    const fact = JSON.stringify([f.id, f.severity, f.observed]);
    const isFirst = !said.has(fact);
    said.add(fact);
    return isFirst;
  });
}

/**
 * One line for one fact. In: every finding of an order, the facts. Out: the same without what another line says already:
 * a preservative by the route and by a drug, a container that is empty before its session ends, a rate as the most in an hour; an amount that passes several
 * limits blocks by the gravest alone.
 */
export const saidOnce = (findings: readonly Finding[], f: Facts): readonly Finding[] =>
  ofSupply(ofPreservative(ofLine(ofRate(ofPair(findings)))), f);
