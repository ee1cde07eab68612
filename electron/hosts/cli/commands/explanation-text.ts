import { explanationWords } from '../../../../words/en/explanation.ts';
import { messageWords, subjectWords } from '../../../../words/finding.ts';
import { worstWords } from '../../../../words/en/worst.ts';
import type { Change, Explanation } from '../../../../engine/explain/explanation.ts';

const partText = (p: Change['parts'][number]) => `${p.label} ${p.from} → ${p.to} (${p.percent})`;
const changeText = (c: Change): string =>
  `  ${c.parts.map(partText).join(' and ')}\n      worst case ${c.worst.map((w) => `any ${w.window}: ${worstWords(w.after, w.afterIfFixed)}, was ${w.before}`).join('; ')}`;

/** What would make the order safe, for a person at a terminal. */
export function explanationText(e: Explanation): string {
  return [
    `${e.state === 'passes' ? 'Change ' : 'Safe by'}   ${explanationWords(e)}`,
    ...e.changes.map(changeText),
    ...e.outOfReach.map(
      (f) => `  still fails whatever is changed: ${subjectWords(f.subject)}: ${messageWords(f.message)}`,
    ),
    ...e.skipped.map((s) => `  not searched: ${s.label}; missing: ${s.missing}`),
    '',
  ].join('\n');
}
