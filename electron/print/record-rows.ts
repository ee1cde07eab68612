import { factWords, reasonWords, sentence } from '../../words/finding.ts';
import type { OrderView } from '../../bridge/records.ts';
import type { OrderReport } from '../../engine/checks/report.ts';
import { printedAmount, printedDeviation } from './format.ts';

/** One field of the pump's screen, in its words. */
export interface ProgramRow {
  readonly id: string;
  readonly label: string;
  /** the order sets it; a field that it does not set says so in words */
  readonly used: boolean;
  readonly set: string;
  readonly equals: string;
  readonly deviation: string;
  readonly range: string;
}

export interface ExposureRow {
  /** of a mixture with the drug: `1 h, morphine` */
  readonly window: string;
  readonly hours: string;
  /** `null` where the container holds one drug */
  readonly drug: string | null;
  readonly worst: string;
  /** if the limit window of the pump does not roll; null: known to roll, or no more than that */
  readonly ifFixed: string | null;
  readonly counted: string;
  readonly plusOne: string;
  readonly binds: string;
  readonly mme: string;
}

/** A finding that a pharmacist passed: what it said, why it was passed, by whom. */
export interface PrintedFinding {
  readonly message: string;
  readonly reason: string;
}

type Field = OrderReport['program']['fields'][number];

const NOT_SET: Readonly<Record<string, string>> = {
  limit: 'no pump limit ordered',
  'limit-window': 'no pump limit ordered',
  'clinician-bolus': 'none ordered',
};

const AMOUNT = /^-?\d+(?:\.\d+)?(?:\/\d+)?(?: \S+)?$/;

export const isAmount = (text: string): boolean => AMOUNT.test(text);
/** An exact amount is formatted; words of the screen, and what was shortened with `about`, stand. */
export const fieldText = (text: string): string => (isAmount(text) ? printedAmount(text) : text);

/** `0` of `0 mL` where the other bound has the same unit. */
const withoutUnit = (low: string, high: string): string => {
  const unit = / \S+$/.exec(high)?.[0] ?? '';
  return unit !== '' && low.endsWith(unit) ? low.slice(0, -unit.length) : low;
};

function rangeText(f: Field): string {
  const figures = [f.min, f.max, f.step].filter((x) => x !== null);
  if (f.range === 'none' && figures.length === 0) return '';
  const bounds =
    f.min && f.max
      ? `${withoutUnit(printedAmount(f.min.value), printedAmount(f.max.value))} to ${printedAmount(f.max.value)}`
      : f.min
        ? `from ${printedAmount(f.min.value)}`
        : f.max
          ? `up to ${printedAmount(f.max.value)}`
          : null;
  const parts = [
    f.range === 'outside' ? 'OUTSIDE RANGE' : null,
    bounds,
    f.step ? `step ${printedAmount(f.step.value)}` : null,
    f.onGrid === 'off-grid' ? 'ordered value is off the step' : null,
  ];
  // A range that nobody read in a manual must not look like one: the nurse's pump has the last word.
  const confirmed = bounds !== null && figures.every((x) => x.provenance === 'sourced');
  return [...parts, confirmed ? null : 'range not confirmed by the site']
    .filter((t) => t !== null)
    .join('; ');
}

/** Fields in the order of the pump's screen. What flows at the limit is no field to set: it has its own line. */
export function programRows(report: OrderReport): ProgramRow[] {
  return report.program.fields
    .filter((f) => f.id !== 'kvo-at-limit')
    .map((f) => ({
      id: f.id,
      label: f.label,
      used: f.programmed !== null,
      set: f.programmed === null ? (NOT_SET[f.id] ?? 'not set') : fieldText(f.programmed),
      equals: f.volume === null ? '' : printedAmount(f.volume),
      deviation: f.deviation === null ? '' : (printedDeviation(f.deviation) ?? ''),
      range: f.programmed === null ? '' : rangeText(f),
    }));
}

/** `0.2 mg, 1 mL in 4 h`: each amount of a text as it is printed. */
const sideText = (text: string | null): string =>
  text === null
    ? 'none'
    : text
        .split(' in ')
        .map((t) => t.split(', ').map(fieldText).join(', '))
        .join(' in ');

type Finding = OrderReport['findings'][number];
const isLine = ({ observed }: Finding): boolean =>
  typeof observed === 'object' && observed?.code === 'in-line';

/** What the line holds of one drug; of a mixture with its name. */
function lineOf({ drug, preparation }: OrderReport, { subject, observed }: Finding): string {
  const words = factWords(observed) ?? '';
  if (typeof subject === 'object' && subject.code === '{drug}: {of}') return `${subject.drug} ${words}`;
  return preparation.also.length === 0 ? words : `${drug.name} ${words}`;
}

/** Another concentration than before: old and new values side by side, of a mixture for each of its drugs. */
export function beforeRows(report: OrderReport) {
  const { before, preparation, findings, drug } = report;
  if (!before) return null;
  const concentration = printedAmount(before.concentration);
  const also = before.also ?? [];
  const was = [{ name: drug.name, before: before.concentration }, ...also].flatMap((x) =>
    x.before === null ? [] : [`${x.name} ${printedAmount(x.before)}`],
  );
  return {
    concentration: also.length === 0 ? concentration : was.join(', '),
    now: [{ name: drug.name, concentration: preparation.concentration }, ...preparation.also]
      .map((x) => `${also.length === 0 ? '' : `${x.name} `}${printedAmount(x.concentration)}`)
      .join(', '),
    line:
      findings
        .filter(isLine)
        .map((f) => lineOf(report, f))
        .join('; ') || null,
    rows: [
      ['concentration', concentration, printedAmount(preparation.concentration)],
      ...also.map((x) => [`concentration, ${x.name}`, sideText(x.before), sideText(x.now)] as const),
      ...before.lines.map((l) => [l.name, sideText(l.before), sideText(l.now)] as const),
    ] as const,
  };
}

const BINDS = {
  lockout: 'lockout',
  limit: 'pump limit',
  'max-doses-per-hour': 'max doses per hour',
  'dose-limit': 'limit on doses',
  plan: 'the plan itself',
} as const;

type Window = OrderReport['exposure']['windows'][number];

const exposureRow = (w: Window, drug: string | null): ExposureRow => ({
  window: drug === null ? printedAmount(w.window) : `${printedAmount(w.window)}, ${drug}`,
  hours: printedAmount(w.window),
  drug,
  worst: `${w.kind === 'bound' ? 'at most ' : ''}${printedAmount(w.worst)}`,
  ifFixed: w.ifFixed === undefined ? null : printedAmount(w.ifFixed.worst),
  counted: printedAmount(w.underLimit),
  plusOne: w.plusOneDose === null ? 'none' : printedAmount(w.plusOneDose),
  binds: BINDS[w.binding],
  mme: w.mme === null ? 'not computed' : fieldText(w.mme),
});

/** The worst case of each window; of a mixture that of each drug, one below the other. */
export function exposureRows({ drug, exposure, preparation: { also } }: OrderReport): ExposureRow[] {
  if (also.length === 0) return exposure.windows.map((w) => exposureRow(w, null));
  return exposure.windows.flatMap((w) => [
    exposureRow(w, drug.name),
    ...also.flatMap((x) => x.windows.filter((v) => v.window === w.window).map((v) => exposureRow(v, x.name))),
  ]);
}

export function printedFindings(view: OrderView, at: (instant: string) => string): PrintedFinding[] {
  return view.resolutions.flatMap((r) => {
    const finding = view.report.findings.find((f) => f.key === r.key);
    if (!finding) return [];
    const chosen = reasonWords(finding.reasons.find((x) => x.code === r.reason) ?? { code: r.reason });
    const contact =
      r.prescriberContact === null ? '' : ` Prescriber: ${r.prescriberContact.replace(/\.?$/, '.')}`;
    const done = r.kind === 'override' ? 'Overridden' : 'Acknowledged';
    return [
      {
        message: sentence(finding),
        reason: `${done} by ${r.by}, ${at(r.at)}: ${[chosen, r.text]
          .filter((t) => t !== '')
          .join('; ')
          .replace(/\.?$/, '.')}${contact}`,
      },
    ];
  });
}
