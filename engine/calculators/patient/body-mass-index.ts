import { calculator, quantityOut } from '../calculator.ts';
import { quantityIn } from '../field.ts';
import { HEIGHT, WEIGHT } from '../units.ts';
import { bmi, BMI } from '../../order/body.ts';

export const bodyMassIndex = calculator({
  id: 'body-mass-index',
  title: 'Body mass index',
  group: 'Patient',
  aliases: ['BMI', 'kg/m2', 'obesity'],
  fields: {
    weight: quantityIn('weight', WEIGHT, { most: '400 kg' }),
    height: quantityIn('height', HEIGHT, { least: '30 cm', most: '250 cm' }),
  },
  outputs: { bmi: quantityOut('body mass index', ['kg/m2']) },
  formula: 'weight in kg ÷ (height in m)²',
  validity: ['height from 30 cm to 250 cm'],
  source: BMI,
  example: { input: { weight: '81 kg', height: '180 cm' }, expected: { bmi: '25 kg/m2' } },
  compute: (v) => ({ outputs: { bmi: bmi(v.weight, v.height) } }),
});
