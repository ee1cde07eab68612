import type { Change, Explanation } from '../../engine/explain/explanation.ts';

const STATE: Readonly<Record<Explanation['state'], string>> = {
  passes: 'No check fails: nothing to change.',
  'one-change': 'One of these alone makes every check pass; smallest first, applied nowhere:',
  'two-changes': 'No single change does; the smallest pair that makes every check pass:',
  none: 'No change of one or two numbers makes every check pass.',
  stopped: 'The search was stopped before its end; found so far:',
};

const partText = (p: Change['parts'][number]) => `${p.label} ${p.from} → ${p.to} (${p.percent})`;
const changeText = (c: Change): string =>
  `  ${c.parts.map(partText).join(' and ')}\n      worst case ${c.worst.map((w) => `any ${w.window}: ${w.after}, was ${w.before}`).join('; ')}`;

/** What would make the order safe, for a person at a terminal. */
export function explanationText(e: Explanation): string {
  return [
    `Safe by   ${STATE[e.state]}`,
    ...e.changes.map(changeText),
    ...e.outOfReach.map((f) => `  no number decides: ${f.subject}: ${f.message}`),
    ...e.skipped.map((s) => `  not searched: ${s.label}; missing: ${s.missing}`),
    '',
  ].join('\n');
}
