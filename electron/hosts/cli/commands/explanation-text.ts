import { messageWords, subjectWords } from '../../../../words/finding.ts';
import { worstWords } from '../../../../words/en/worst.ts';
import type { Change, Explanation } from '../../../../engine/explain/explanation.ts';

/** What stays out of reach is named below, and never said to pass. */
const every = (e: Explanation): string => (e.outOfReach.length > 0 ? 'every other check' : 'every check');
const STATE: Readonly<Record<Explanation['state'], (e: Explanation) => string>> = {
  passes: () => 'Nothing to change: no check fails. That is no promise that the order is safe.',
  'one-change': (e) => `One of these alone makes ${every(e)} pass; smallest first, applied nowhere:`,
  'two-changes': (e) => `No single change does; the smallest pair that makes ${every(e)} pass:`,
  none: (e) => `No change of one or two numbers makes ${every(e)} pass.`,
  stopped: () => 'The search was stopped before its end; found so far:',
};

const partText = (p: Change['parts'][number]) => `${p.label} ${p.from} → ${p.to} (${p.percent})`;
const changeText = (c: Change): string =>
  `  ${c.parts.map(partText).join(' and ')}\n      worst case ${c.worst.map((w) => `any ${w.window}: ${worstWords(w.after, w.afterIfFixed)}, was ${w.before}`).join('; ')}`;

/** What would make the order safe, for a person at a terminal. */
export function explanationText(e: Explanation): string {
  return [
    `${e.state === 'passes' ? 'Change ' : 'Safe by'}   ${STATE[e.state](e)}`,
    ...e.changes.map(changeText),
    ...e.outOfReach.map(
      (f) => `  still fails whatever is changed: ${subjectWords(f.subject)}: ${messageWords(f.message)}`,
    ),
    ...e.skipped.map((s) => `  not searched: ${s.label}; missing: ${s.missing}`),
    '',
  ].join('\n');
}
