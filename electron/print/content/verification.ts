import type { OrderRecord } from '../record.ts';
import { carriedTable } from './carried.ts';
import { whoAndWhat, type Sheet } from './document.ts';
import { directions, worstOf } from './words.ts';

/** Everything that a pharmacist verified: each check with its outcome, and each number with the way to it. */
export const verification = (r: OrderRecord): Sheet => ({
  title: 'Verification report',
  subtitle: `${r.pump}, ${r.mode}. Verified by ${r.verifiedBy}, ${r.verifiedAt}`,
  blocks: [
    whoAndWhat(r),
    { kind: 'facts', id: 'ordered', rows: [['Directions', directions(r)]] },
    {
      kind: 'table',
      id: 'exposure',
      title: 'The most this patient can receive',
      columns: [
        ['In any', '10%'],
        ['Worst case', '20%'],
        ['Counted by pump limit', '20%'],
        ['With one more dose', '18%'],
        ['What binds', '16%'],
        ['Oral equivalent', '16%'],
      ],
      strong: 1,
      rows: r.exposure.map((e) => [e.window, worstOf(e), e.counted, e.plusOne, e.binds, e.mme]),
    },
    ...carriedTable(r),
    {
      kind: 'entries',
      id: 'passed',
      title: r.findings.length === 0 ? 'No finding had to be passed' : 'Findings that a pharmacist passed',
      rows: r.findings.map((f) => [f.message, f.reason]),
    },
    {
      kind: 'entries',
      id: 'checks',
      title: `Checks: ${r.checks.length}`,
      rows: r.checks.map((c) => [
        `${c.outcome}${c.outcome === 'pass' ? '' : ` (${c.severity})`}: ${c.message}`,
        ...(c.detail === '' ? [] : [c.detail]),
        c.source,
      ]),
    },
    {
      kind: 'entries',
      id: 'numbers',
      title: `Derivations: ${r.steps.length}`,
      rows: r.steps.map((s) => [s.name, s.formula, s.line, s.source]),
    },
  ],
});
