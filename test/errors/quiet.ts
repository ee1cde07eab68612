import { seedLibrary } from '../../db/seed/library.ts';
import { checkOrder } from '../../engine/checks/check-order.ts';
import type { Finding, OrderReport } from '../../engine/checks/report.ts';
import { openly } from '../../words/finding.ts';
import type { Previous } from '../../engine/facts/facts.ts';
import { instantOf, orderFile, type OrderFile } from '../../engine/order/order.ts';
import { Refused } from '../../engine/number/result.ts';
import type { Minute } from '../../engine/time/calendar.ts';
import { orderCases } from '../engine/order-cases.ts';
import { cleanOrders, type Asked } from './orders.ts';

export const library = seedLibrary();

export function answer(file: OrderFile, previous: Previous | null): OrderReport | Refused {
  const read = orderFile.parse(file);
  try {
    return checkOrder({ ...read, at: instantOf(read, 0 as Minute), previous }, library);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** What the store keeps of the order before. */
export function previousOf({ before }: Asked): Previous | null {
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

/** What stands in front of whoever checks an order, by what they have to do about it. */
export const NOISE = {
  hard: (f) => f.outcome === 'fail' && (f.severity === 'hard' || f.severity === 'absolute'),
  soft: (f) => f.outcome === 'fail' && f.severity === 'soft',
  'could not be done, of the order or the patient': (f) =>
    f.outcome === 'could-not-be-done' && f.about === undefined,
  'could not be done, of the formulation or the pump model': (f) =>
    f.outcome === 'could-not-be-done' && f.about !== undefined,
  'information that is not folded': (f) => f.outcome === 'fail' && f.severity === 'info',
} as const satisfies Record<string, (f: Finding) => boolean>;
export type Noise = keyof typeof NOISE;

export interface QuietFigures {
  readonly orders: number;
  readonly counts: Readonly<Record<Noise, number>>;
  /** of the kinds that are about one order: which rule spoke how often */
  readonly rules: Readonly<Record<string, number>>;
  /** the most lines that one order has about its formulation and its pump, and of open information */
  readonly most: { readonly site: number; readonly information: number };
}

/** The findings of some reports by what has to be done about them. */
export function countOf(reports: readonly OrderReport[]): QuietFigures {
  const counts = Object.fromEntries(Object.keys(NOISE).map((k) => [k, 0])) as Record<Noise, number>;
  const rules: Record<string, number> = {};
  const most = { site: 0, information: 0 };
  for (const { findings } of reports) {
    const open = openly(findings);
    for (const [noise, is] of Object.entries(NOISE)) {
      const found = open.filter(is);
      counts[noise as Noise] += found.length;
      for (const f of found) {
        const name = `${noise}: ${f.id}`;
        rules[name] = (rules[name] ?? 0) + 1;
      }
    }
    most.site = Math.max(most.site, open.filter((f) => f.about !== undefined).length);
    most.information = Math.max(
      most.information,
      open.filter(NOISE['information that is not folded']).length,
    );
  }
  return { orders: reports.length, counts, rules, most };
}

const reportOf = (a: Asked): OrderReport => {
  const report = answer(a.file, previousOf(a));
  if (report instanceof Refused) throw new Error(`${a.source}: ${JSON.stringify(report.issues)}`);
  return report;
};

/** Random clean orders over all kinds of regimen, pumps, drugs and routes. */
export const quietOfRandom = (n: number, seed: number): QuietFigures =>
  countOf(cleanOrders(n, seed).map(reportOf));

/** The published orders that are shipped and that a pharmacist would let pass: none of their rules has to stop them. */
export const quietOfShipped = (): QuietFigures =>
  countOf(
    orderCases()
      .filter((c) => !c.refused && !c.must.some((m) => m.outcome === 'fail' && m.severity !== 'info'))
      .map((c) => {
        const file = orderFile.parse(c.file);
        const report = answer(file, file.previous ?? null);
        if (report instanceof Refused) throw report;
        return report;
      }),
  );

/** What is aimed at: nothing false, one order in five with something of its own that could not be done, two lines for the site. */
export const isQuiet = ({ orders, counts, most }: QuietFigures): boolean =>
  counts.hard === 0 &&
  counts.soft === 0 &&
  counts['could not be done, of the order or the patient'] * 5 <= orders &&
  most.site <= 2 &&
  most.information <= 1;
