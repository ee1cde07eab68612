import { quantityText, type Quantity } from '../../number/quantity.ts';
import { refuseField } from '../calculator.ts';
import { VOLUME } from '../units.ts';

/** Strengths of liquids in liquids and of solids in solids; a bare percent stays weight in volume. */
export const PERCENTS = ['% w/w', '% v/v'] as const;
/** What a preparation is measured in: a solution in mL, an ointment in g. */
export const PARTS = [...VOLUME, 'g'] as const;

/** The percent in which a plain ratio is answered: volume in volume of liquids, weight in weight of grams. */
export const percentOf = (whole: Quantity | undefined): (typeof PERCENTS)[number] =>
  whole?.unit.dimension === 'volume' ? '% v/v' : '% w/w';

/** Refuses `% w/w` of a volume and `% v/v` of a weight: both are plain ratios, but not of what was measured. */
export function refuseOtherKind(
  path: string,
  strength: Quantity | undefined,
  whole: Quantity | undefined,
): void {
  if (!strength || !whole) return;
  const kind = PERCENTS.find((p) => p === strength.unit.code);
  if (kind !== undefined && kind !== percentOf(whole))
    refuseField(
      path,
      'percent-of-other-kind',
      `${quantityText(strength)} of ${quantityText(whole)}`,
      kind === '% w/w' ? { code: 'percent-by-mass' } : { code: 'percent-by-volume' },
    );
}

/** Refuses grams beside a strength per mL: they go with a plain ratio only, so a mass is never taken for a volume. */
export function refuseGrams(
  amounts: Readonly<Record<string, Quantity | undefined>>,
  strength: Quantity | undefined,
): void {
  if (!strength || strength.unit.dimension === '') return;
  for (const [path, amount] of Object.entries(amounts))
    if (amount && amount.unit.dimension !== 'volume')
      refuseField(path, 'unit-of-other-dimension', quantityText(amount), {
        code: 'litres-with',
        value: quantityText(strength),
      });
}
