import { calculator, quantityOut } from '../calculator.ts';
import { choiceIn, optional, quantityIn } from '../field.ts';
import { HEIGHT, WEIGHT } from '../units.ts';
import { lean, LEAN_FORMULAS, SEXES, LEAN } from '../../order/body.ts';

export const leanBodyWeight = calculator({
  id: 'lean-body-weight',
  title: 'Lean body weight',
  group: 'Patient',
  aliases: ['LBW', 'fat-free mass', 'Janmahasatian', 'Boer', 'James'],
  fields: {
    sex: choiceIn('sex', SEXES),
    weight: quantityIn('actual weight', WEIGHT, { most: '400 kg' }),
    height: quantityIn('height', HEIGHT, { least: '100 cm', most: '250 cm' }),
    formula: optional(choiceIn('formula', LEAN_FORMULAS, 'janmahasatian unless given')),
  },
  outputs: { leanWeight: quantityOut('lean body weight', ['kg']) },
  formula:
    'Janmahasatian: 9270 × kg ÷ (6680 + 216 × BMI) male, ÷ (8780 + 244 × BMI) female; Boer: 0.407 kg + 0.267 cm − 19.2 male, 0.252 kg + 0.473 cm − 48.3 female; James: 1.1 kg − 128 (kg/cm)² male, 1.07 kg − 148 (kg/cm)² female',
  validity: [
    'adults from 100 cm to 250 cm; refused where the formula gives nothing between zero and the weight',
  ],
  source: LEAN,
  example: {
    input: { sex: 'male', weight: '80 kg', height: '180 cm', formula: 'boer' },
    expected: { leanWeight: '61.42 kg' },
  },
  compute: (v) => {
    const found = lean(v.sex, v.weight, v.height, v.formula ?? 'janmahasatian');
    return { steps: found.steps, outputs: { leanWeight: found.lean } };
  },
});
