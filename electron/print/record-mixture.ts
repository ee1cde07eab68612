import type { OrderView } from '../../bridge/records.ts';
import { printed, type Derivation, type PrintedDerivation } from '../../engine/derivation/derivation.ts';
import { findDrug } from '../../engine/formulary/formulary.ts';
import { carriedBy, type Carried } from '../../engine/exposure/mixture.ts';
import { isZero, quantityText, recorded, type Quantity } from '../../engine/number/quantity.ts';
import { recheck } from '../../engine/derivation/reread.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import { printedAmount } from './format.ts';
import type { PrintLibrary } from './print-library.ts';
import { fieldText, isAmount } from './record-rows.ts';

/** One drug of a container as it is printed: what it is, how much of it, and what it is drawn from. */
export interface DrugPart {
  readonly id: string;
  readonly name: string;
  /** `II`, or `null` for a drug without schedule */
  readonly schedule: string | null;
  readonly total: string;
  readonly concentration: string;
  readonly strength: string;
  readonly vialVolume: string;
  readonly vials: string;
  readonly draw: string;
  readonly waste: string;
}

/** A field of the program, and what its amount is in each drug of a mixture. */
export interface CarriedRow {
  readonly label: string;
  readonly volume: string;
  readonly amounts: string;
}

/** The library also says in words that a drug is not scheduled. */
const SCHEDULES = new Set(['II', 'III', 'IV', 'V']);
export const scheduleOf = (words: string | null): string | null =>
  words !== null && SCHEDULES.has(words) ? words : null;

const known = (library: PrintLibrary, id: string) => {
  const drug = findDrug(library, id);
  if (!drug) throw new Refused(issue('element-missing', `schedule of ${id}`, 'a drug of the formulary'));
  return drug;
};

/** Further drugs of the container, in the order of the report. Refuses one whose schedule can not be looked up. */
export function alsoOf(
  { content, report }: OrderView,
  library: PrintLibrary,
): (DrugPart & { readonly highAlert: boolean })[] {
  return report.preparation.also.map((x) => {
    const drug = known(library, x.id);
    const ordered = content.preparation.also?.find((o) => o.drug === x.id);
    if (!ordered)
      throw new Refused(issue('element-missing', `vial of ${x.id}`, 'the vial that the order names'));
    return {
      id: x.id,
      name: x.name,
      schedule: scheduleOf(drug.dea_schedule),
      highAlert: drug.ismp_high_alert,
      total: printedAmount(x.drugAmount),
      concentration: printedAmount(x.concentration),
      strength: printedAmount(ordered.vial.strength),
      vialVolume: printedAmount(ordered.vial.volume),
      vials: printedAmount(x.vials),
      draw: printedAmount(x.draw),
      waste: printedAmount(x.waste),
    };
  });
}

const isOfDrug = (q: Quantity): q is Quantity<'mass' | 'mass/time'> =>
  q.unit.dimension === 'mass' || q.unit.dimension === 'mass/time';

/** The way of one amount to the volume and the other drugs; `null` where the text is no amount of drug. */
function carriedOf({ report }: OrderView, name: string, text: string): Carried | null {
  if (!isAmount(text)) return null;
  const amount = recorded(text);
  if (!isOfDrug(amount)) return null;
  const { also, concentration } = report.preparation;
  return carriedBy(
    name,
    amount,
    recorded(concentration, 'mass/volume'),
    also.map((x) => ({
      drug: x.id,
      unit: recorded(x.drugAmount, 'mass').unit.code,
      concentration: recorded(x.concentration, 'mass/volume'),
    })),
  );
}

/** What is computed for the paper is computed a second way before it is printed. */
function twice(d: Derivation): string {
  const again = recheck(printed(d));
  if (!again.ok || !again.value)
    throw new Refused(issue('second-opinion-differs', printed(d).line, 'the same result by the second way'));
  return printedAmount(quantityText(d.result));
}

function amountsOf({ report }: OrderView, text: string, { volume, others }: Carried) {
  const each = others.map((o) => {
    const name = report.preparation.also.find((x) => x.id === o.drug)?.name ?? o.drug;
    return `${name} ${twice(o.amount)}`;
  });
  return {
    volume: twice(volume),
    amounts: [`${report.drug.name} ${printedAmount(text)}`, ...each].join(', '),
    none: isZero(volume.result),
  };
}

/**
 * How an amount of this order is printed: of one drug as it is, of a mixture in mL with each drug, such as
 * `3 mL (bupivacaine 1.875 mg, morphine 0.15 mg)`; nothing of a mixture is nothing of each drug.
 */
export function carrier(view: OrderView): (text: string) => string {
  if (view.report.preparation.also.length === 0) return fieldText;
  return (text) => {
    const carried = carriedOf(view, 'amount', text);
    if (carried === null) return fieldText(text);
    const { volume, amounts, none } = amountsOf(view, text, carried);
    return none ? volume : `${volume} (${amounts})`;
  };
}

/** Each line of the regimen as what flows of every drug of a mixture; empty of one drug. */
export function carriedLines(view: OrderView): string[] {
  if (view.report.preparation.also.length === 0) return [];
  const amount = carrier(view);
  return view.report.regimen.lines.map((l) => amount(l.exact));
}

/** Every amount that is set on the pump, in the order of its screens, as what it gives of each drug; empty of one drug. */
export function carriedRows(view: OrderView): CarriedRow[] {
  const { program, preparation } = view.report;
  if (preparation.also.length === 0) return [];
  return program.fields.flatMap((f) => {
    const carried = f.programmed === null ? null : carriedOf(view, f.label, f.programmed);
    if (f.programmed === null || carried === null) return [];
    const { volume, amounts } = amountsOf(view, f.programmed, carried);
    return [{ label: f.label, volume, amounts }];
  });
}

/** What an amount of the first drug is of another drug of the mixture, as an exact amount of the record. */
export function shareOf(view: OrderView, text: string, drug: string): string | null {
  const found = carriedOf(view, 'amount', text)?.others.find((o) => o.drug === drug);
  if (!found) return null;
  twice(found.amount);
  return quantityText(found.amount.result);
}

/** The derivations of those rows, for the pages that print how each number was found. */
export const carriedSteps = (view: OrderView): PrintedDerivation[] =>
  view.report.preparation.also.length === 0
    ? []
    : view.report.program.fields.flatMap((f) => {
        const carried = f.programmed === null ? null : carriedOf(view, f.label, f.programmed);
        return carried === null
          ? []
          : [carried.volume, ...carried.others.map((o) => o.amount)].map((d) => printed(d));
      });
