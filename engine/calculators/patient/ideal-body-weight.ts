import { calculator, quantityOut } from '../calculator.ts';
import { choiceIn, quantityIn } from '../field.ts';
import { HEIGHT } from '../units.ts';
import { devine, SEXES, DEVINE } from '../../order/body.ts';

export const idealBodyWeight = calculator({
  id: 'ideal-body-weight',
  title: 'Ideal body weight (Devine)',
  group: 'Patient',
  aliases: ['IBW', 'Devine'],
  fields: { sex: choiceIn('sex', SEXES), height: quantityIn('height', HEIGHT, { most: '250 cm' }) },
  outputs: { idealWeight: quantityOut('ideal body weight', ['kg']) },
  formula: 'male 50 kg, female 45.5 kg, + 2.3 kg × (height in inches − 60)',
  validity: ['adults of 60 in (152.4 cm) and taller; at most 250 cm'],
  source: DEVINE,
  example: { input: { sex: 'male', height: '70 in' }, expected: { idealWeight: '73 kg' } },
  compute: (v) => ({ outputs: { idealWeight: devine(v.sex, v.height) } }),
});
