import { derive, named } from '../../derivation/derivation.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { choiceIn, numberIn, optional, quantityIn } from '../field.ts';
import { plain } from '../../number/quantity.ts';
import { HEIGHT, WEIGHT } from '../units.ts';
import { adjusted, devine, SEXES, ADJUSTED, DEVINE } from '../../order/body.ts';

export const adjustedBodyWeight = calculator({
  id: 'adjusted-body-weight',
  title: 'Adjusted body weight',
  group: 'Patient',
  aliases: ['AdjBW', 'ABW', 'obese dosing weight'],
  fields: {
    weight: quantityIn('actual weight', WEIGHT, { most: '400 kg' }),
    sex: optional(choiceIn('sex', SEXES, 'with the height, or the ideal weight by hand')),
    height: optional(quantityIn('height', HEIGHT, { most: '250 cm' })),
    idealWeight: optional(quantityIn('ideal weight', WEIGHT, { note: 'instead of sex and height' })),
    factor: optional(numberIn('factor', { most: '1', note: '0.4 unless given' })),
  },
  outputs: {
    adjustedWeight: quantityOut('adjusted body weight', ['kg']),
    idealWeight: quantityOut('ideal body weight', ['kg']),
  },
  formula: 'ideal weight + 0.4 × (actual weight − ideal weight)',
  validity: [
    'used above 1.3 × ideal weight; refused below the ideal weight',
    'the height is 60 in or more, or the ideal weight is given',
  ],
  source: ADJUSTED,
  example: {
    input: { weight: '110 kg', sex: 'male', height: '70 in' },
    expected: { adjustedWeight: '87.8 kg', idealWeight: '73 kg' },
  },
  compute: (v) => {
    const ideal = v.idealWeight
      ? derive(
          'ideal-weight',
          'ideal body weight',
          named('ideal weight', v.idealWeight),
          unit('kg', 'weight'),
          DEVINE,
        )
      : devine(
          v.sex ?? refuseField('sex', 'missing', null, { code: 'sex-or-ideal-weight' }),
          v.height ?? refuseField('height', 'missing', null, { code: 'height-or-ideal-weight' }),
        );
    const factor = v.factor && named('factor', plain(v.factor));
    return { outputs: { idealWeight: ideal, adjustedWeight: adjusted(v.weight, ideal, factor) } };
  },
});
