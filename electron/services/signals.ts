import { ruleWords } from '../../words/finding.ts';
import type { RuleSignal } from '../../bridge/signals.ts';
import * as z from 'zod';
import type { Read } from '../../db/handle.ts';
import { kept } from '../../db/kept.ts';
import { reasonsGiven, reportsThatCount } from '../../db/reports.ts';
import { blocks, finding, type Finding } from '../../engine/checks/report.ts';
import { uselessReasons } from './useless-reason.ts';

/** One digit after the point is enough for a share of counts; no dose is near. */
const share = (part: number, whole: number): string | null =>
  whole === 0 ? null : `${((100 * part) / whole).toFixed(1)} %`;

type Between = Parameters<typeof reportsThatCount>[1];

interface Alerts {
  /** the library's words, the code of a house rule, or the sentence of a report from before there were codes */
  message: string;
  alerts: number;
  readonly orders: Set<string>;
}

const withFindings = z.object({ findings: z.array(finding) });

/** Reports at a time: a few milliseconds each, in which nobody else is served. */
const SOME = 5;

/**
 * For each rule that stood in the way in a time: alerts, overrides, and reasons of no use. Alerts are the findings that block,
 * in the kept reports that count for their order version. They are counted some at a time: `step` answers whether there are
 * more, and `rows` tells what was counted, most alerts first.
 */
export function countedSignals(between: Between) {
  const found = new Map<string, Alerts>();
  let after = 0;
  const count = (order: string, findings: readonly Finding[]) => {
    for (const { id, message: told } of findings.filter(blocks)) {
      const message =
        typeof told === 'string'
          ? told
          : 'text' in told && typeof told.text === 'string'
            ? told.text
            : told.code;
      const rule = found.get(id) ?? { message, alerts: 0, orders: new Set<string>() };
      if (message < rule.message) rule.message = message;
      rule.alerts += 1;
      rule.orders.add(order);
      found.set(id, rule);
    }
  };
  return {
    step: async (db: Read): Promise<boolean> => {
      const some = await reportsThatCount(db, between, after, SOME);
      for (const { order_id: order, report, finding_id: id } of some)
        count(order, kept(withFindings, report, 'finding', id).findings);
      after = some.at(-1)?.n ?? after;
      return some.length === SOME;
    },
    rows: (db: Read): Promise<RuleSignal[]> => rowsOf(db, between, found),
  };
}

async function rowsOf(db: Read, between: Between, found: ReadonlyMap<string, Alerts>): Promise<RuleSignal[]> {
  const given = new Map<string, Awaited<ReturnType<typeof reasonsGiven>>>();
  for (const r of await reasonsGiven(db, between)) {
    const rule = r.key.slice(0, r.key.indexOf(':'));
    given.set(rule, [...(given.get(rule) ?? []), r]);
  }
  return [...found]
    .map(([rule, { message, alerts, orders }]) => {
      const reasons = given.get(rule) ?? [];
      const complete = (kind: string) =>
        reasons.filter((r) => r.kind === kind && r.position === r.needed).length;
      const [overridden, acknowledged] = [complete('override'), complete('acknowledge')];
      const useless = uselessReasons(reasons.map((r) => r.words));
      return {
        rule,
        message: ruleWords(message),
        alerts,
        orders: orders.size,
        overridden,
        acknowledged,
        useless,
        passedShare: share(overridden + acknowledged, alerts),
        uselessShare: share(useless, reasons.length),
      };
    })
    .toSorted((a, b) => b.alerts - a.alerts || (a.rule < b.rule ? -1 : 1));
}

/** The cells of an export. */
export const signalCells = (r: RuleSignal): string[] => [
  r.rule,
  r.message,
  ...[r.alerts, r.orders, r.overridden, r.acknowledged, r.useless].map(String),
  r.passedShare ?? '',
  r.uselessShare ?? '',
];
