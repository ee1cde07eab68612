import { derive, named, over, type Derivation } from '../../derivation/derivation.ts';
import { quantityText, type Quantity } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { refuseField } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { USP1160 } from '../sources.ts';
import { FLOW } from '../units.ts';

/** A rate as pumps show it, or as drops are counted: those need the drop factor of the set. */
export const FLOW_OR_DROPS = [...FLOW, 'gtt/min'] as const;
export const dropFactorField = optional(
  quantityIn('drop factor', ['gtt/mL'], { note: 'for a rate in gtt/min' }),
);

/**
 * A rate in volume per time. In: the rate in mL/h or gtt/min, and the drop factor for drops. Out: the rate to go on with, and
 * its derivation where drops were counted. Refuses drops without a factor, and a factor without drops.
 */
export function flowFrom(
  rate: Quantity,
  dropFactor: Quantity | undefined,
): { rate: Quantity; steps: readonly Derivation[] } {
  const inDrops = rate.unit.dimension.startsWith('drop');
  if (!inDrops && dropFactor)
    refuseField('dropFactor', 'not-used', quantityText(dropFactor), { code: 'drop-factor-only-with-drops' });
  if (!inDrops) return { rate, steps: [] };
  if (!dropFactor) refuseField('dropFactor', 'missing', null, { code: 'drop-factor-for-drops' });
  const flow = derive(
    'infusion-rate',
    'infusion rate',
    over(named('drop rate', rate), named('drop factor', dropFactor)),
    unit('mL/h'),
    USP1160,
  );
  return { rate: flow.result, steps: [flow] };
}
