import type { RuleSignal } from '../../bridge/signals.ts';
import { alertsPerRule, type Between } from '../../db/dialect/alerts.ts';
import type { Read } from '../../db/handle.ts';
import { reasonsGiven } from '../../db/reports.ts';
import { uselessReasons } from './useless-reason.ts';

/** One digit after the point is enough for a share of counts; no dose is near. */
const share = (part: number, whole: number): string | null =>
  whole === 0 ? null : `${((100 * part) / whole).toFixed(1)} %`;

/** For each rule that stood in the way in a time: alerts, overrides, and reasons of no use. Most alerts first. */
export function ruleSignals(db: Read, between: Between): RuleSignal[] {
  const given = new Map<string, ReturnType<typeof reasonsGiven>>();
  for (const r of reasonsGiven(db, between)) {
    const rule = r.key.slice(0, r.key.indexOf(':'));
    given.set(rule, [...(given.get(rule) ?? []), r]);
  }
  return alertsPerRule(db, between)
    .map(({ rule, message, alerts, orders }) => {
      const reasons = given.get(rule) ?? [];
      const complete = (kind: string) =>
        reasons.filter((r) => r.kind === kind && r.position === r.needed).length;
      const [overridden, acknowledged] = [complete('override'), complete('acknowledge')];
      const useless = uselessReasons(reasons.map((r) => r.words));
      return {
        rule,
        message,
        alerts,
        orders,
        overridden,
        acknowledged,
        useless,
        passedShare: share(overridden + acknowledged, alerts),
        uselessShare: share(useless, reasons.length),
      };
    })
    .toSorted((a, b) => b.alerts - a.alerts || (a.rule < b.rule ? -1 : 1));
}
