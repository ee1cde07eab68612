import { form, PAPERS } from '../../../bridge/forms.ts';
import type { OrderView, PatientRecord } from '../../../bridge/records.ts';
import type { Part } from '../../../bridge/parts.ts';
import { findingWords } from '../../../words/finding.ts';
import { instantWords } from '../../ui/dates.ts';
import { isBlocking } from './findings.ts';

export type Line = readonly [name: string, value: string];

const list = (values: readonly string[]): string => values.join(', ') || 'none';
const measured = (fact: PatientRecord['weight']): string =>
  fact ? `${fact.value} on ${fact.on}${fact.confirmed ? ', confirmed' : ''}` : 'not known';

const none = (stated: PatientRecord['noHomeMedicines']): string =>
  stated ? `said by ${stated.by} on ${stated.on}` : 'not stated';
const meant = (means: PatientRecord['medicines'][number]['means']): string =>
  means ? `, as ${means.as} by ${means.by} on ${means.on}` : '';
const medicine = (m: PatientRecord['medicines'][number]): string =>
  [
    `${m.name}${meant(m.means)}`,
    m.kind,
    ...(m.intended ? ['goes on'] : []),
    ...(m.dailyMme === undefined ? [] : [`${m.dailyMme} MME a day`]),
    ...(m.stopped === undefined ? [] : [`stopped ${m.stopped}`]),
  ].join(' · ');

/** A patient's record, fact by fact. */
export const patientLines = (p: PatientRecord): Line[] => [
  ['name', `${p.family.toUpperCase()}, ${p.given}`],
  ['record number', p.mrn],
  ['born', p.birthDate],
  ['sex', p.sex],
  ['weight', measured(p.weight)],
  ['height', measured(p.height)],
  ['creatinine', measured(p.creatinine)],
  ['corrected QT', measured(p.qtc)],
  ['weight before', measured(p.earlierWeight)],
  ['last local anaesthetic', p.lastLocalAnaesthetic ?? 'not known'],
  [
    'opioid status',
    list([
      p.opioidStatus,
      ...(p.opioidEvidence === undefined ? [] : [p.opioidEvidence]),
      ...(p.baselineMme === undefined ? [] : [`${p.baselineMme} MME a day`]),
    ]),
  ],
  ['allergies', list(p.allergies.map((a) => `${a.substance} (${a.reaction}${meant(a.means)})`))],
  ['no known allergies', none(p.noKnownAllergies)],
  ['conditions', list(p.conditions)],
  ['no known conditions', none(p.noKnownConditions)],
  ['medicines', list(p.medicines.map(medicine))],
  ['no home medicines', none(p.noHomeMedicines)],
  ['telephone', p.phone ?? 'none'],
];

/** What a part of an order's view says, line by line, for holding two looks at it against each other. */
export const LINES: Readonly<Record<Exclude<Part, 'patient'>, (o: OrderView, zone: string) => Line[]>> = {
  order: (o) => [
    ['version', String(o.version)],
    ['Rx', o.rx],
    ['prescriber', `${o.prescriber.record.name}, ${o.prescriber.record.credentials}`],
    ...o.report.regimen.lines.map((l): Line => [l.name, l.ordered]),
  ],
  findings: (o, zone) => [
    ['checked', instantWords(o.report.at, zone)],
    ...o.report.findings
      .filter(isBlocking)
      .map((f): Line => [findingWords(f).message, findingWords(f).subject]),
  ],
  program: (o) => o.report.program.fields.map((f): Line => [f.label, f.programmed ?? 'not set']),
  answers: (o, zone) => [
    ...o.resolutions.map((r): Line => {
      const f = o.report.findings.find((x) => x.key === r.key);
      return [`${f ? findingWords(f).message : r.key} (${r.by})`, `${r.text}, ${instantWords(r.at, zone)}`];
    }),
    ...o.doubleCheck.checks.map((c): Line => [
      `double check by ${c.by}`,
      `${c.agrees ? 'agrees' : 'differs'}, ${instantWords(c.at, zone)}`,
    ]),
  ],
  preparation: (o, zone) => {
    const p = o.preparation;
    if (p === null) return [['bag', 'not begun']];
    return [
      ['bag', `lot ${p.lot}, begun by ${p.startedBy}`],
      ['compounded', p.compoundedBy === null ? 'not yet' : `by ${p.compoundedBy}`],
      ['ingredients', list(p.ingredients.map((i) => `${i.name} lot ${i.lot}`))],
      ['BUD', p.bud === null ? 'none' : instantWords(p.bud, zone)],
      ['release code', o.releaseCode ?? 'none'],
      ...p.resolutions.map((r): Line => [`answered by ${r.by}`, `${r.text}, ${instantWords(r.at, zone)}`]),
    ];
  },
  papers: (o, zone) =>
    o.printOuts
      .filter((p) => p.version === o.version)
      .map((p): Line => [
        `${form(p.kind).title}${p.reprint > 0 ? `, reprint ${p.reprint}` : ''}`,
        `${PAPERS[p.paper]} × ${p.copies}, ${instantWords(p.at, zone)}, ${p.by}`,
      ]),
};

export interface Difference {
  readonly name: string;
  readonly before: string | null;
  readonly now: string | null;
}

/** The lines that are others by now, each with what it said. */
export function differences(before: readonly Line[], now: readonly Line[]): Difference[] {
  const [old, fresh] = [byName(before), byName(now)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? null, now: fresh.get(name) ?? null }))
    .filter((d) => d.before !== d.now);
}

/** What stands under one name more than once is one line. */
function byName(lines: readonly Line[]): Map<string, string> {
  const all = new Map<string, string>();
  for (const [name, value] of lines)
    all.set(name, all.has(name) ? `${all.get(name) ?? ''}; ${value}` : value);
  return all;
}
