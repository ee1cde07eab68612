import { citation, cited } from '../../../../words/citation.ts';
import { findingWords } from '../../../../words/finding.ts';
import { ifFixedWords } from '../../../../words/en/worst.ts';
import { printedInstant } from '../../../print/format.ts';
import type { Finding, OrderReport, RunOutAnswer } from '../../../../engine/checks/report.ts';

const MARK = { pass: '  ok  ', fail: ' FAIL ', 'could-not-be-done': ' NOT DONE ' } as const;

/** What blocks nothing is not said to have failed. */
const markOf = (f: Finding): string =>
  f.outcome === 'fail' && f.severity === 'info' ? ' note ' : MARK[f.outcome];

function findingLine(f: Finding): string {
  const words = findingWords(f);
  const facts = [
    words.observed,
    words.limit && `limit ${words.limit}`,
    words.missing && `missing: ${words.missing}`,
  ].filter((t) => t !== null && t !== '');
  const source = cited(f.source, f.provenance);
  return `[${markOf(f)}] ${f.severity.padEnd(8)} ${words.subject}: ${words.message}\n        ${facts.join(' · ')}  (${source})`;
}

/** What is expected, where somebody stated what the patient is expected to use. */
const lasts = (r: RunOutAnswer): string =>
  r.missing.some((m) => m.startsWith('doses per hour'))
    ? 'expected use not stated'
    : `${r.expected ?? 'all sessions'} as expected`;

const ifFixed = (w: OrderReport['exposure']['windows'][number]): string =>
  w.ifFixed ? `; ${ifFixedWords(w.ifFixed.shown)}` : '';

const vials = (count: string): string => `${count} ${count === '1' ? 'vial' : 'vials'}`;
/** Nothing is added where the drug fills the container by itself. */
const diluentOf = ({ diluent, diluentName }: OrderReport['preparation']): string =>
  diluent === '0 mL' ? diluentName : `${diluent === null ? 'in' : `add ${diluent} of`} ${diluentName}`;

/** The report for a person at a terminal: what is made, set, received; findings; every number with its way. */
export function reportText(r: OrderReport, timeZone: string): string {
  const p = r.preparation;
  const shown = r.findings.filter((f) => f.outcome !== 'pass');
  const lines = [
    `${r.drug.name}  as of ${printedInstant(r.at, timeZone)}  rule set ${r.ruleSet}`,
    '',
    `Order     ${r.regimen.kind}: ${r.regimen.lines.map((l) => `${l.name} ${l.exact}`).join(', ')}`,
    `Bag       ${p.drugAmount} in ${p.finalVolume} = ${p.concentration}; draw ${p.draw}, ${diluentOf(p)}${p.withdraw ? `, withdraw ${p.withdraw} first` : ''}; ${vials(p.vials)}`,
    ...p.also.map(
      (x) =>
        `          with ${x.name} ${x.drugAmount} = ${x.concentration}; draw ${x.draw}; ${vials(x.vials)}`,
    ),
    `Pump      ${r.program.model}, ${r.program.mode}`,
    ...r.program.fields
      .filter((f) => f.programmed !== null)
      .map(
        (f) =>
          `            ${f.label.padEnd(22)} ${f.programmed ?? ''}${f.volume ? `  (${f.volume})` : ''}${f.deviation !== null && f.deviation !== '0' ? `  off by ${f.deviation}` : ''}`,
      ),
    ...(r.runOut
      ? [
          `Lasts     ${r.runOut.shortest ?? 'all sessions'} at worst, ${lasts(r.runOut)}, ${r.runOut.longest ?? 'all sessions'} without presses; use ends after ${r.runOut.until ?? '?'} (${r.runOut.binds ?? r.runOut.missing.join('; ')})`,
        ]
      : []),
    'Receive   at worst',
    ...r.exposure.windows.map(
      (w) =>
        `            any ${w.window.padEnd(5)} ${w.shown.padEnd(16)} ${w.binding} binds${w.mme ? `; ${w.mme}` : ''}${ifFixed(w)}`,
    ),
    ...p.also.flatMap((x) =>
      x.windows.map(
        (w) =>
          `            any ${w.window.padEnd(5)} ${w.shown.padEnd(16)} of ${x.name}${w.mme ? `; ${w.mme}` : ''}${ifFixed(w)}`,
      ),
    ),
    ...(r.exposure.kvoAtLimit ? [`            after the limit  ${r.exposure.kvoAtLimit} still flows`] : []),
    `BUD       ${r.bud.limit ?? 'none'} (${r.bud.binds})`,
    '',
    `Findings  ${r.blocking} in the way, ${r.findings.length - shown.length} checks passed`,
    ...shown.map(findingLine),
    '',
    'Derivations',
    ...r.derivations.map(
      (d) =>
        `  ${d.name}: ${d.formula}\n      ${d.line}${d.about ? `  (about ${d.about})` : ''}  [${citation(d.source)}]`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
