import type { StabilityRow } from '../formulary/studied.ts';
import type { PreparationOrder } from './preparation.ts';
import { compare, quantity, type Concentration } from '../number/quantity.ts';

/** What is in a container: each drug with its concentration. */
export type Contents = readonly { readonly drug: string; readonly concentration: Concentration }[];

/** The two ends of a range that was studied, or the one concentration twice. */
const ends = (entry: string): readonly [low: string, high: string] => {
  const [low = '', high = low] = entry.split(' to ');
  return [low, high];
};

/**
 * Was a concentration studied? In: entries such as `1 mg/mL` or `1 mg/mL to 3 mg/mL`, both ends included, and the
 * concentration. Nothing is interpolated between single entries.
 */
export const isStudied = (entries: readonly string[], concentration: Concentration): boolean =>
  entries.some((entry) => {
    const [low, high] = ends(entry);
    return (
      compare(concentration, quantity(low, 'mass/volume')) >= 0 &&
      compare(concentration, quantity(high, 'mass/volume')) <= 0
    );
  });

/** Was exactly this mixture studied: these drugs, no other, each at a studied concentration? */
export function sameContents(
  row: Pick<StabilityRow, 'drug' | 'concentrations' | 'also'>,
  all: Contents,
): boolean {
  const studied = [row, ...(row.also ?? [])];
  return (
    studied.length === all.length &&
    all.every((x) => studied.some((s) => s.drug === x.drug && isStudied(s.concentrations, x.concentration)))
  );
}

/** Was each drug studied at just this concentration, or does it only lie between two that were? */
export function coverageOf(
  row: Pick<StabilityRow, 'drug' | 'concentrations' | 'tested' | 'also'>,
  all: Contents,
) {
  const of = (drug: string) => [row, ...(row.also ?? [])].find((x) => x.drug === drug);
  const isExact = ({ drug, concentration }: Contents[number]) => {
    const own = of(drug);
    const tested = own?.tested ?? own?.concentrations ?? [];
    return tested.some(
      (t) => !t.includes(' to ') && compare(concentration, quantity(t, 'mass/volume')) === 0,
    );
  };
  const between = all
    .filter((x) => !isExact(x))
    .flatMap((x) => (of(x.drug)?.concentrations ?? []).filter((e) => isStudied([e], x.concentration)))
    .map((e) => ends(e));
  return between.length === 0 ? ({ kind: 'exact' } as const) : ({ kind: 'bracketed', between } as const);
}

/** The contents of a container as an order and its resolved preparation have them. */
export const contentsOf = (
  drug: string,
  made: {
    readonly concentration: { readonly result: Concentration };
    readonly also: readonly {
      readonly drug: string;
      readonly concentration: { readonly result: Concentration };
    }[];
  },
): Contents => [
  { drug, concentration: made.concentration.result },
  ...made.also.map((x) => ({ drug: x.drug, concentration: x.concentration.result })),
];

/** Does a preparation fit a condition that lists diluents, containers or storages? What is not listed is not asked. */
export const fits = (
  p: Pick<PreparationOrder, 'diluent' | 'container' | 'storage'>,
  where: {
    readonly diluents?: readonly string[] | undefined;
    readonly containers?: readonly string[] | undefined;
    readonly storages?: readonly string[] | undefined;
  },
): boolean =>
  (where.diluents?.includes(p.diluent) ?? true) &&
  (where.containers?.includes(p.container) ?? true) &&
  (where.storages?.includes(p.storage) ?? true);
