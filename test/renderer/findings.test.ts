import { expect, test } from 'vitest';
import { blocks, type Finding, type OrderReport } from '../../engine/checks/report.ts';
import {
  isBlocking,
  linkOf,
  linkState,
  ranked,
  staleFacts,
  worstOf,
} from '../../renderer/features/orders/findings.ts';
import { checks } from '../../engine/checks/table.ts';

const finding = (part: Partial<Finding>): Finding => ({
  key: `${part.id ?? 'r'}:${JSON.stringify(part.subject ?? 's')}`,
  id: 'r',
  check: 'formulary-doses',
  outcome: 'fail',
  severity: 'hard',
  message: '',
  subject: 's',
  observed: null,
  limit: null,
  missing: null,
  source: { id: 's', title: 's' },
  provenance: 'sourced',
  derivations: [],
  reasons: [],
  ...part,
});
const grid = (outcome: Finding['outcome'], severity: Finding['severity'], id: string) =>
  finding({ check: 'program-grid', outcome, severity, id });
const report = (...findings: Finding[]): OrderReport => ({ findings }) as unknown as OrderReport;

test('every check of the table belongs to a family that the chain knows, or to the order itself', () => {
  const known = new Set(['formulary', 'order', 'preparation', 'program', 'exposure']);
  expect(checks.map((c) => c.id).filter((id) => !known.has(id.split('-')[0] ?? ''))).toEqual([]);
});

test.each([
  ['preparation-bud', 'storage', 'order-bag'],
  ['program-grid', 'demand dose', 'bag-pump'],
  ['exposure-outside-limit', 'KVO after the limit', 'pump-receive'],
  ['formulary-doses', 'worst case in any 4 h', 'pump-receive'],
  ['formulary-doses', 'reservoir concentration', 'order-bag'],
  ['formulary-global', 'opioid status', null],
  ['order-session', 'session length', null],
] as const)('%s about %s speaks of %s', (check, subject, link) => {
  expect(linkOf({ check, subject })).toBe(link);
});

test('a join fails before it is unknown, warns after that, and agrees only where nothing stands against it', () => {
  const hard = grid('fail', 'hard', 'a');
  const unknown = grid('could-not-be-done', 'info', 'b');
  const soft = grid('fail', 'soft', 'c');
  const info = grid('fail', 'info', 'd');
  const passed = grid('pass', 'hard', 'e');
  expect(linkState(report(soft, unknown, hard), 'bag-pump').state).toBe('fails');
  expect(linkState(report(soft, unknown), 'bag-pump').state).toBe('could-not-be-checked');
  expect(linkState(report(soft, passed), 'bag-pump').state).toBe('warns');
  expect(linkState(report(info, passed), 'bag-pump').state).toBe('agrees');
  expect(linkState(report(hard), 'order-bag').state).toBe('agrees');
  expect(linkState(null, 'bag-pump').state).toBe('not-yet');
});

test('a join that a pharmacist answered says so, and does not say that it agrees', () => {
  const soft = finding({ check: 'exposure-x', severity: 'soft', id: 'c' });
  const hard = finding({ check: 'exposure-x', id: 'h' });
  expect(linkState(report(soft), 'pump-receive', new Set([soft.key])).state).toBe('answered');
  expect(linkState(report(soft, hard), 'pump-receive', new Set([soft.key])).state).toBe('fails');
});

test('what blocks here is what blocks in the engine', () => {
  for (const outcome of ['pass', 'fail', 'could-not-be-done'] as const)
    for (const severity of ['info', 'soft', 'hard', 'absolute'] as const) {
      const f = finding({ outcome, severity });
      expect(isBlocking(f), `${outcome} ${severity}`).toBe(blocks(f));
    }
});

test('hard ones stand first, passes last', () => {
  const all = [
    finding({ outcome: 'pass' }),
    finding({ severity: 'info' }),
    finding({ severity: 'soft' }),
    finding({ outcome: 'could-not-be-done', severity: 'info' }),
    finding({}),
    finding({ severity: 'absolute' }),
  ];
  expect(ranked(all).map((f) => `${f.outcome} ${f.severity}`)).toEqual([
    'fail absolute',
    'fail hard',
    'could-not-be-done info',
    'fail soft',
    'fail info',
    'pass hard',
  ]);
});

test('a line of a card shows the worst thing said of it, and a stale fact is named', () => {
  const said = report(
    finding({ subject: 'basal rate', severity: 'soft' }),
    finding({ subject: 'basal rate' }),
    finding({ subject: 'lockout', outcome: 'pass' }),
    finding({ outcome: 'could-not-be-done', missing: 'creatinine' }),
    finding({ subject: 'weight', observed: '70 kg, 82 days old' }),
  );
  expect(worstOf(said, 'basal rate')).toBe('hard');
  expect(worstOf(said, 'lockout')).toBeNull();
  expect([...staleFacts(said)]).toEqual(['weight', 'creatinine']);
});
