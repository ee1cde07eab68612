import { derive, named, over, times, type Derivation, type Source } from '../derivation/derivation.ts';
import { onceOf } from '../derivation/lazy.ts';
import type { Drug } from '../formulary/formulary.ts';
import { exact } from '../number/notation.ts';
import { compare, isZero, parseQuantity, scale, type Concentration, type Mass } from '../number/quantity.ts';

const SOURCE: Source = {
  id: 'ISMP-CUSTOM',
  title:
    'A pump gives volumes: a container of another concentration multiplies every dose (labels_and_pumps.md 4)',
};

/** What one amount of the program becomes where the container holds another concentration than the pump was told. */
interface WrongConcentration {
  readonly actual: Concentration;
  readonly amounts: readonly Derivation<'mass'>[];
}

type Stock = Pick<Drug, 'standard_concentrations'>;

/** In ascending order, each once, above zero and without the label's own. */
function besides(label: Concentration, all: readonly Concentration[]): Concentration[] {
  const sorted = all.filter((c) => !isZero(c) && compare(c, label) !== 0).toSorted(compare);
  return sorted.filter((c, i) => {
    const before = sorted[i - 1];
    return before === undefined || compare(before, c) !== 0;
  });
}

const standardOf = onceOf((drug: Stock): Concentration[] =>
  drug.standard_concentrations.flatMap(({ value, unit }) => {
    const read = parseQuantity(`${value} ${unit}`, 'mass/volume');
    return read.ok ? [read.value] : [];
  }),
);

/**
 * The other concentrations in which a drug is stocked: its standard ones. In: the drug, and the concentration of the
 * label, above zero. Out: in ascending order, each once, without the label's own. A standard concentration in another
 * unit than mass per volume, or in words, is none.
 */
export const stockedBesides = (drug: Stock, label: Concentration): Concentration[] =>
  besides(label, standardOf(drug));

/**
 * The concentrations that are most easily taken for this one: those stocked besides, and ten times more and less
 * (errors.md: tenfold slips). In and out as `stockedBesides`.
 */
export function mistakable(drug: Stock, label: Concentration): Concentration[] {
  const ten = exact('10');
  return besides(label, [...standardOf(drug), scale(label, ten), scale(label, ten.inverse())]);
}

/**
 * What the patient gets if the container holds `actual` while the pump was told `label`. In: both concentrations, and
 * amounts of the program with their names (demand dose, worst case of a window). Out: each amount × actual ÷ label,
 * exact, with its derivation. Holds for every amount that the pump gives as a volume, its limits included; a KVO of a
 * fixed flow in it makes the answer a bound.
 */
export function wrongConcentration(
  label: Concentration,
  actual: Concentration,
  amounts: readonly { readonly name: string; readonly amount: Mass }[],
): WrongConcentration {
  const factor = over(named('actual concentration', actual), named('concentration on the pump', label));
  return {
    actual,
    amounts: amounts.map(({ name, amount }, i) =>
      derive(
        `wrong-concentration-${i}`,
        `${name}, if the container holds another concentration`,
        times(named(name, amount), factor),
        amount.unit,
        SOURCE,
      ),
    ),
  };
}
