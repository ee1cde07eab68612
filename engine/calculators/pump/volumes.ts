import { derive, named, over, type Derivation } from '../../derivation/derivation.ts';
import type { Quantity } from '../../number/quantity.ts';
import { combined, unit, type Dimension } from '../../number/units.ts';
import { quantityText } from '../../number/quantity.ts';
import { refuseField } from '../calculator.ts';
import { RESERVOIR } from '../sources.ts';

export const RATES = ['mL/h', 'mg/h', 'mcg/h', 'units/h', 'mEq/h', 'mmol/h'];
export const BOLUSES = ['mL', 'mg', 'mcg', 'units', 'mEq', 'mmol'];

/** A rate or a bolus in volume: as given, or drug ÷ concentration. Refuses drug without a concentration of its kind. */
export function inVolume(
  path: string,
  name: string,
  q: Quantity,
  concentration: Quantity | undefined,
): Derivation {
  const isRate = q.unit.dimension.endsWith('/time');
  const target: Dimension = isRate ? 'volume/time' : 'volume';
  const out = unit(isRate ? 'mL/h' : 'mL', target);
  if (q.unit.dimension === target) return derive(`${path}-volume`, name, named(name, q), out, RESERVOIR);
  if (!concentration)
    refuseField('concentration', 'missing', null, {
      code: 'concentration-for-volume',
      value: quantityText(q),
    });
  if (combined(q.unit.dimension, concentration.unit.dimension, -1) !== target)
    refuseField(path, 'unit-of-other-dimension', quantityText(q), {
      code: 'unit-like-concentration',
      value: quantityText(concentration),
    });
  return derive(
    `${path}-volume`,
    `${name} as a volume`,
    over(named(name, q), named('concentration', concentration)),
    out,
    RESERVOIR,
  );
}
