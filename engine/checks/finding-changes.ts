import { text } from '../answers/subjects.ts';
import * as z from 'zod';
import { finding, type Finding } from './report.ts';

export const findingChange = z.strictObject({
  key: z.string(),
  subject: finding.shape.subject,
  change: z.enum(['appears', 'vanishes', 'severity', 'limit']),
  /** the severity, or `could-not-be-done`; null where the finding is not there */
  before: z.string().nullable(),
  after: z.string().nullable(),
  limitBefore: finding.shape.limit,
  limitAfter: finding.shape.limit,
});
export type FindingChange = z.infer<typeof findingChange>;

const said = (f: Finding): string => (f.outcome === 'fail' ? f.severity : f.outcome);
const told = (findings: readonly Finding[]) =>
  new Map(findings.filter((f) => f.outcome !== 'pass').map((f) => [f.key, f]));

/**
 * What a change of the rule set does to one order. In: its findings under both. Out: findings that appear or vanish, that
 * get another severity, or whose limit moved. What passes under both is not told.
 */
export function findingChanges(before: readonly Finding[], after: readonly Finding[]): FindingChange[] {
  const [old, now] = [told(before), told(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): FindingChange[] => {
    const [a, b] = [old.get(key), now.get(key)];
    const from = a ? said(a) : null;
    const to = b ? said(b) : null;
    if (from === to && JSON.stringify(a?.limit) === JSON.stringify(b?.limit)) return [];
    return [
      {
        key,
        subject: (b ?? a)?.subject ?? text(key),
        change: from === null ? 'appears' : to === null ? 'vanishes' : from === to ? 'limit' : 'severity',
        before: from,
        after: to,
        limitBefore: a?.limit ?? null,
        limitAfter: b?.limit ?? null,
      },
    ];
  });
}
