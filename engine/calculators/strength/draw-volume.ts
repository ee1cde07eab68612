import { ceil, minus, named, over, step, times, derive } from '../../derivation/derivation.ts';
import { compare, quantityText } from '../../number/quantity.ts';
import { NUMBER, unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, STRENGTH, VOLUME } from '../units.ts';

const mL = unit('mL', 'volume');

export const drawVolume = calculator({
  id: 'draw-volume',
  title: 'Drug volume to draw, vials and waste',
  group: 'Strength',
  aliases: ['vials needed', 'waste', 'volume to withdraw', 'drug volume to add'],
  fields: {
    dose: quantityIn('drug amount needed', AMOUNT),
    concentration: quantityIn('vial concentration', STRENGTH),
    vialVolume: optional(quantityIn('volume of a vial', VOLUME)),
    usableVolume: optional(
      quantityIn('usable volume of a vial', VOLUME, { note: 'where less can be drawn than the vial holds' }),
    ),
  },
  outputs: {
    volume: quantityOut('volume to draw', ['mL'], 'syringe-graduation'),
    vials: sometimes(quantityOut('vials needed', ['vials'], 'vials-up')),
    wasteVolume: sometimes(quantityOut('waste volume', ['mL'])),
    wasteAmount: sometimes(quantityOut('drug in the waste', AMOUNT)),
  },
  formula:
    'volume = drug amount ÷ concentration; vials = ceil(volume ÷ usable volume); waste = vials × vial volume − volume',
  validity: ['the usable volume is not above the volume of the vial'],
  source: USP1160,
  example: {
    input: { dose: '500 mg', concentration: '25 mg/mL', vialVolume: '10 mL' },
    expected: { volume: '20 mL', vials: '2 vials', wasteVolume: '0 mL', wasteAmount: '0 mg' },
  },
  compute: (v) => {
    const volume = deriveIn(
      'volume',
      'volume to draw',
      over(named('drug amount', v.dose), named('concentration', v.concentration)),
      ['mL'],
      [v.dose, v.concentration],
      USP1160,
      'concentration',
    );
    if (!v.vialVolume) {
      if (v.usableVolume) refuseField('vialVolume', 'missing', null, { code: 'vial-volume-with-usable' });
      return { outputs: { volume } };
    }
    const usable = v.usableVolume ?? v.vialVolume;
    if (compare(usable, v.vialVolume) > 0)
      refuseField('usableVolume', 'usable-above-vial', quantityText(usable), {
        code: 'at-most-vial-volume',
        value: quantityText(v.vialVolume),
      });
    const whole = derive(
      'whole-vials',
      'whole vials',
      ceil(over(step(volume), named('usable volume of a vial', usable))),
      NUMBER,
      USP1160,
    );
    const vials = derive(
      'vials',
      'vials needed',
      times(step(whole), named('one vial', { amount: NUMBER.factor, unit: unit('vials') })),
      unit('vials'),
      USP1160,
    );
    const waste = derive(
      'waste-volume',
      'waste volume',
      minus(times(step(whole), named('volume of a vial', v.vialVolume)), step(volume)),
      mL,
      USP1160,
    );
    const wasted = deriveIn(
      'waste-amount',
      'drug in the waste',
      times(step(waste), named('concentration', v.concentration)),
      AMOUNT,
      [v.dose],
      USP1160,
      'concentration',
    );
    return { steps: [whole], outputs: { volume, vials, wasteVolume: waste, wasteAmount: wasted } };
  },
});
