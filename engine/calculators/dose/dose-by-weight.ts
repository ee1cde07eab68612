import { calculator, quantityOut, sometimes, words, wordsOut, type Computed } from '../calculator.ts';
import { choiceIn, optional, quantityIn } from '../field.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, DOSE_PER_KG, DOSE_PER_KG_TIME, DOSE_RATE, HEIGHT, VOLUME, WEIGHT } from '../units.ts';
import { SEXES } from '../../order/body.ts';
import { weightFor } from '../patient/weights.ts';

const PER_DAY = ['mcg/kg/day', 'mL/kg/day', 'mL/kg/h', 'units/kg/day', 'kcal/kg/day'];
const terms = {
  dose: quantityIn('dose per body weight', [...DOSE_PER_KG, ...DOSE_PER_KG_TIME, ...PER_DAY]),
  weight: quantityIn('body weight', WEIGHT, { answerIn: ['kg'] }),
  amount: quantityIn(
    'dose',
    [
      ...AMOUNT,
      ...DOSE_RATE,
      ...VOLUME,
      'kcal',
      'mL/day',
      'mL/h',
      'units/day',
      'mcg/day',
      'kcal/day',
      'mg/dose',
      'mcg/dose',
    ],
    { note: 'leave empty to have it answered' },
  ),
};

export const doseByWeight = calculator({
  id: 'dose-by-weight',
  title: 'Dose by body weight',
  group: 'Dose',
  aliases: ['mg/kg', 'weight-based dose', 'mcg/kg', 'units/kg', 'mL/kg'],
  fields: {
    ...optionalTerms(terms),
    weightUse: optional(
      choiceIn(
        'weight to use',
        ['actual', 'ideal', 'adjusted', 'lean'],
        'actual unless given; the others need sex and height',
      ),
    ),
    sex: optional(choiceIn('sex', SEXES)),
    height: optional(quantityIn('height', HEIGHT, { most: '250 cm' })),
  },
  outputs: {
    ...outputsOf(terms, {}),
    weightUsed: sometimes(quantityOut('weight put in', ['kg'])),
    basis: wordsOut('weight used'),
  },
  formula: 'dose = dose per body weight × body weight (actual, ideal, adjusted or lean)',
  validity: [
    'exactly one of dose, weight, amount is left empty',
    'ideal and adjusted weight: height of 60 in or more',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: { input: { dose: '5 mg/kg', weight: '70 kg' }, expected: { amount: '350 mg', basis: 'actual' } },
  compute: (v): Computed => {
    const product = { over: ['dose', 'weight'], under: ['amount'] };
    const use = v.weightUse ?? 'actual';
    if (use === 'actual') {
      const { unknown, solved } = solve(terms, product, v, USP1160);
      return { outputs: { [unknown]: solved, basis: words('actual') } };
    }
    const weights = weightFor(use, v.weight, v.sex, v.height);
    const used = weights.at(-1);
    const { unknown, solved } = solve(terms, product, { ...v, weight: used?.result }, USP1160);
    return {
      steps: weights.slice(0, -1),
      outputs: { weightUsed: used, [unknown]: solved, basis: words(use) },
    };
  },
});
