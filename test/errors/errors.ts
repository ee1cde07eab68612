import { seedLibrary } from '../../db/seed/library.ts';
import type { Minute } from '../../engine/calendar.ts';
import { checkOrder } from '../../engine/check-order.ts';
import type { Previous } from '../../engine/checks/check.ts';
import { site } from '../../engine/formulary.ts';
import { instantOf, orderFile, type OrderFile } from '../../engine/order.ts';
import { blocks, type OrderReport } from '../../engine/report.ts';
import { Refused } from '../../engine/result.ts';
import { KINDS } from './kinds.ts';
import { cleanOrders, type Asked } from './orders.ts';

export interface KindFigures {
  readonly kind: string;
  readonly seeded: number;
  readonly found: number;
  readonly misses: readonly string[];
}
export interface Figures {
  readonly orders: number;
  readonly kinds: readonly KindFigures[];
  /** findings on clean orders that fail, by severity, and those that could not be done */
  readonly hard: number;
  readonly soft: number;
  readonly notDone: number;
  readonly alarms: Readonly<Record<string, number>>;
}

const shipped = seedLibrary();
/** With the one pump range that no source gives, as a site enters it from its manual. */
const library = {
  ...shipped,
  site: site.parse({
    ...shipped.site,
    pumps: { 'cadd-solis': { concentration: { min: '0.001 mg/mL', max: '100 mg/mL' } } },
  }),
};

type Answer = OrderReport | Refused;
function answer(file: OrderFile, previous: Previous | null): Answer {
  const read = orderFile.parse(file);
  try {
    return checkOrder({ ...read, at: instantOf(read, 0 as Minute), previous }, library);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}
const stops = (a: Answer): string[] =>
  a instanceof Refused ? a.issues.map((i) => i.code) : a.findings.filter(blocks).map((f) => f.key);

/** What the store keeps of the order before. */
function previousOf({ before }: Asked): Previous | null {
  if (!before) return null;
  const report = answer(before, null);
  if (report instanceof Refused) throw report;
  const day = report.exposure.windows.find((w) => w.window === '24 h');
  return {
    worst24h: day?.worst ?? '',
    regimen: report.regimen,
    concentration: report.preparation.concentration,
  };
}

/**
 * Clean orders, each checked as it is and once with each kind of error in it. An error is found when the order with it is
 * refused, or is stopped by a finding that does not stop the clean one. A stop of a clean order is a false one.
 */
export function seededErrors(count: number, seed: number): Figures {
  const orders = cleanOrders(count, seed);
  const alarms: Record<string, number> = {};
  const told = { hard: 0, soft: 0, notDone: 0 };
  const clean = orders.map((asked) => {
    const previous = previousOf(asked);
    const report = answer(asked.file, previous);
    if (report instanceof Refused) throw report;
    for (const f of report.findings.filter(blocks)) {
      if (f.outcome === 'could-not-be-done') told.notDone += 1;
      else {
        told[f.severity === 'soft' ? 'soft' : 'hard'] += 1;
        alarms[f.id] = (alarms[f.id] ?? 0) + 1;
      }
    }
    return { previous, stops: new Set(stops(report)) };
  });
  const kinds = Object.entries(KINDS).map(([kind, spoil]): KindFigures => {
    const misses: string[] = [];
    let seeded = 0;
    for (const [i, { file }] of orders.entries()) {
      const wrong = spoil(file, i, orders);
      if (wrong === null) continue;
      seeded += 1;
      const known = clean[i]!;
      if (stops(answer(wrong, known.previous)).some((key) => !known.stops.has(key))) continue;
      misses.push(`${i}: ${file.order.drug} ${JSON.stringify(wrong.order.regimen)}`);
    }
    return { kind, seeded, found: seeded - misses.length, misses };
  });
  return { orders: count, kinds, ...told, alarms };
}
