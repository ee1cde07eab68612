import type { StabilityRow } from './formulary.ts';
import type { PreparationOrder } from './preparation.ts';
import { compare, quantity, shownText, type Concentration } from './quantity.ts';

/** What is in a container: each drug with its concentration. */
export type Contents = readonly { readonly drug: string; readonly concentration: Concentration }[];

/**
 * Was a concentration studied? In: entries such as `1 mg/mL` or `1 mg/mL to 3 mg/mL`, both ends included, and the
 * concentration. Nothing is interpolated between single entries.
 */
export const isStudied = (entries: readonly string[], concentration: Concentration): boolean =>
  entries.some((entry) => {
    const [low = '', high = low] = entry.split(' to ');
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

/** `0.2 mg/mL`, or of a mixture `hydromorphone 0.2 mg/mL with ketamine 1 mg/mL`. */
export const contentsText = (all: Contents): string =>
  all.map((x) => `${all.length > 1 ? `${x.drug} ` : ''}${shownText(x.concentration)}`).join(' with ');

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
