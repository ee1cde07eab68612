import { blocks, type Finding, type OrderReport } from '../../engine/checks/report.ts';
import { Refused } from '../../engine/number/result.ts';
import { findingWords } from '../../words/finding.ts';
import { refusalText } from '../../words/refusal.ts';
import { KINDS } from './kinds.ts';
import { HOLES } from './kinds-holes.ts';
import { cleanOrders } from './orders.ts';
import { answer, countOf, previousOf, type QuietFigures } from './quiet.ts';

export interface KindFigures {
  readonly kind: string;
  readonly seeded: number;
  readonly found: number;
  readonly misses: readonly string[];
}
export interface Figures {
  readonly kinds: readonly KindFigures[];
  readonly clean: QuietFigures;
}

type Answer = OrderReport | Refused;

/** All that a person reads of a finding, the way to its numbers included. */
function read(f: Finding): string {
  const { message, subject, observed, limit, missing } = findingWords(f);
  const ways = f.derivations.map((d) => `${d.name} ${d.formula}`);
  return [message, subject, observed, limit, missing, ...ways].filter((t) => t !== null).join(' | ');
}

/** What stops an order, each with its words: refusals, or the findings that block. */
const stops = (a: Answer): ReadonlyMap<string, string> =>
  a instanceof Refused
    ? new Map(a.issues.map((i) => [`${i.path}: ${i.code}`, `${i.path} ${refusalText(i)}`]))
    : new Map(
        a.findings.filter(blocks).map((f) => [`${f.key} ${f.outcome} ${f.severity} ${read(f)}`, read(f)]),
      );

/**
 * Clean orders, each checked as it is and once with each kind of error in it. An error is found when the order with it is
 * refused, or is stopped by a finding that does not stop the clean one, and what is said of it names the field that was
 * changed.
 */
export function seededErrors(count: number, seed: number): Figures {
  const orders = cleanOrders(count, seed);
  const reports: OrderReport[] = [];
  const clean = orders.map((asked) => {
    const previous = previousOf(asked);
    const report = answer(asked.file, previous);
    if (report instanceof Refused) throw report;
    reports.push(report);
    return { previous, stops: stops(report) };
  });
  const kinds = Object.entries({ ...KINDS, ...HOLES }).map(([kind, spoil]): KindFigures => {
    const misses: string[] = [];
    let seeded = 0;
    for (const [i, { file }] of orders.entries()) {
      const slip = spoil(file, i, orders);
      if (slip === null) continue;
      seeded += 1;
      const known = clean[i]!;
      const fresh = [...stops(answer(slip.file, known.previous))].filter(([key]) => !known.stops.has(key));
      if (fresh.some(([, words]) => slip.names.test(words))) continue;
      const { drug, route, pump, regimen } = slip.file.order;
      misses.push(
        `${i}: ${drug} ${route} ${pump} ${file.patient.opioidStatus} ${JSON.stringify(regimen)}${fresh.length > 0 ? `; said: ${fresh.map(([, w]) => w).join(' // ')}` : ''}`,
      );
    }
    return { kind, seeded, found: seeded - misses.length, misses };
  });
  return { kinds, clean: countOf(reports) };
}
