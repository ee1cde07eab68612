import { limitsNotHeld } from '../../bridge/limits-not-held.ts';
import type { OrderReport } from '../../engine/checks/report.ts';
import { printedAmount } from './format.ts';

/** The lines of a regimen that stand beside its dose, lockout and rate; null where there is none. */
export interface RegimenPart {
  /** limits that were ordered and that the program does not hold: `1 mg in 1 h` */
  readonly limitsNotHeld: readonly string[];
  /** boluses by the clock beside those that the patient triggers */
  readonly scheduled: { readonly dose: string; readonly every: string } | null;
  /** another rate by night, and from when to when */
  readonly night: { readonly rate: string; readonly hours: string } | null;
  /** the night comes as a step counted from the start, on a pump that has no clock for it */
  readonly nightBySteps: boolean;
  /** what may be changed while it runs, in printed amounts */
  readonly titration: {
    readonly start: string;
    readonly most: string;
    readonly by: string | null;
    readonly every: string | null;
    readonly until: string | null;
    readonly who: string;
  } | null;
}

const both = <T>(a: string | null, b: string | null, of: (a: string, b: string) => T): T | null =>
  a === null || b === null ? null : of(a, b);

/** The most of what is changed stands in the regimen’s own line. */
const mostIn = (line: (id: string) => string | null, of: string): string | null =>
  (of === 'of the rate' ? [line('rate'), line('basal')] : [line('demand'), line('dose')]).find(
    (x) => x !== null,
  ) ?? null;

/** Everything in one container, and in how long the pump can give it; null in reports from before it was told. */
export const wholeContainer = (report: OrderReport, amount: (exact: string) => string): string | null => {
  const found = report.exposure.container;
  if (!found) return null;
  return found.rate === null || found.within === null
    ? `${amount(found.amount)}; the highest rate of this pump is not known`
    : `${amount(found.amount)}, in ${printedAmount(found.within)} at ${printedAmount(found.rate)}, the highest rate of this pump`;
};

/** In: the report, and how an amount of drug is printed. Out: its printed lines. */
export function regimenPart(report: OrderReport, amount: (exact: string) => string): RegimenPart {
  const line = (id: string) => report.regimen.lines.find((l) => l.id === id)?.exact ?? null;
  const of = line('titration');
  const changed =
    of === null
      ? null
      : both(line('titration-start'), mostIn(line, of), (start, most) => ({
          start: amount(start),
          most: amount(most),
        }));
  const by = line('titration-by');
  const notSooner = line('titration-every');
  return {
    titration: changed && {
      ...changed,
      by: by && amount(by),
      every: notSooner && printedAmount(notSooner),
      until: line('titration-until'),
      who: line('titration-who') ?? '',
    },
    limitsNotHeld: limitsNotHeld(report).map((x) =>
      x.kind === 'doses' ? x.text : `${amount(x.amount)} in ${printedAmount(x.window)}`,
    ),
    scheduled:
      report.regimen.demand === null
        ? null
        : both(line('dose'), line('every'), (dose, every) => ({
            dose: amount(dose),
            every: printedAmount(every),
          })),
    night: both(line('basal-night'), line('night'), (rate, hours) => ({ rate: amount(rate), hours })),
    nightBySteps: report.findings.some((f) => f.id === 'night-by-steps' && f.outcome === 'fail'),
  };
}
