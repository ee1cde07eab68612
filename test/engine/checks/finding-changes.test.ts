import { expect, test } from 'vitest';
import { findingsOf } from '../../../engine/checks/check-order.ts';
import { findingChanges } from '../../../engine/checks/finding-changes.ts';
import type { Finding } from '../../../engine/checks/report.ts';
import { factsWith } from '../base-order.ts';

const [some] = findingsOf(factsWith());
if (!some) throw new Error('no finding');
const finding = (part: Partial<Finding>): Finding => ({ ...some, key: 'r:s', subject: 's', ...part });
const failed = finding({ outcome: 'fail', severity: 'soft', limit: '1 mg' });
const told = (before: Finding[], after: Finding[]) =>
  findingChanges(before, after).map((c) => [c.change, c.before, c.after]);

test.each([
  ['appears where it passed', [finding({ outcome: 'pass' })], [failed], [['appears', null, 'soft']]],
  ['appears where no rule was', [], [failed], [['appears', null, 'soft']]],
  ['vanishes', [failed], [finding({ outcome: 'pass' })], [['vanishes', 'soft', null]]],
  ['grows', [failed], [{ ...failed, severity: 'hard' as const }], [['severity', 'soft', 'hard']]],
  [
    'can no longer be done',
    [failed],
    [{ ...failed, outcome: 'could-not-be-done' as const }],
    [['severity', 'soft', 'could-not-be-done']],
  ],
  ['has another limit', [failed], [{ ...failed, limit: '2 mg' }], [['limit', 'soft', 'soft']]],
  ['stays', [failed], [failed], []],
  [
    'passes under both, with another limit',
    [finding({ outcome: 'pass' })],
    [finding({ outcome: 'pass', limit: '9 mg' })],
    [],
  ],
] as [string, Finding[], Finding[], unknown[]][])('a finding that %s', (_, before, after, changes) => {
  expect(told(before, after)).toEqual(changes);
});
