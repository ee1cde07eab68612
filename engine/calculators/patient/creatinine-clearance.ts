import { named, times, type Derivation } from '../../derivation/derivation.ts';
import { compare, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { issue, Refused } from '../../number/result.ts';
import { calculator, quantityOut, refuseField, words, wordsOut } from '../calculator.ts';
import { choiceIn, numberIn, optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { HEIGHT, WEIGHT } from '../units.ts';
import { CG, chosen, cockcroftGault, devine, SEXES } from '../../order/body.ts';
import { CREATININE } from '../../order/patient.ts';
import { weightFor } from './weights.ts';

/** mcmol/L of creatinine in 1 mg/dL, from its molar mass of 113.12 g/mol. Source: from general knowledge, verify. */
const MOLAR = named('molar mass of creatinine', quantity('113.12 g/mol'));

export const creatinineClearance = calculator({
  id: 'creatinine-clearance',
  title: 'Creatinine clearance (Cockcroft–Gault)',
  group: 'Patient',
  aliases: ['CrCl', 'Cockcroft-Gault', 'renal function', 'kidney'],
  fields: {
    age: numberIn('age in years', { also: ['years'], least: '18', most: '120' }),
    sex: choiceIn('sex', SEXES),
    weight: quantityIn('actual weight', WEIGHT, { most: '400 kg' }),
    height: optional(quantityIn('height', HEIGHT, { most: '250 cm', note: 'for the choice of the weight' })),
    creatinine: quantityIn('serum creatinine', ['mg/dL', 'mcmol/L']),
    weightUse: optional(
      choiceIn(
        'weight to use',
        ['by-rule', 'actual', 'ideal', 'adjusted'],
        'by-rule with a height, actual without one',
      ),
    ),
  },
  outputs: {
    clearance: quantityOut('creatinine clearance', ['mL/min']),
    weightUsed: wordsOut('weight used'),
    weightUsedValue: quantityOut('weight put in', ['kg']),
  },
  formula: '(140 − age) × weight in kg (× 0.85 if female) ÷ (72 × serum creatinine in mg/dL) mL/min',
  validity: [
    'adults of 18 to 120 years with a stable creatinine',
    'by-rule: actual weight below ideal, ideal up to 1.3 × ideal, adjusted above',
    'a height under 60 in has no ideal weight: choose the actual one',
  ],
  source: CG,
  example: {
    input: { age: '65', sex: 'male', weight: '110 kg', height: '70 in', creatinine: '1.4 mg/dL' },
    expected: { clearance: 'about 65.3 mL/min', weightUsed: 'adjusted', weightUsedValue: '87.8 kg' },
  },
  compute: (v) => {
    const asked = v.weightUse ?? (v.height ? 'by-rule' : 'actual');
    const use = asked === 'by-rule' ? chosen(v.weight, devine(v.sex, v.height ?? missingHeight())) : asked;
    const weights = weightFor(use, v.weight, v.sex, v.height);
    const used = weights.at(-1);
    if (!used) throw new Error('a weight is always chosen');
    const creatinine = inMgPerDl(v.creatinine);
    const clearance = cockcroftGault(v.age, v.sex, use, used, creatinine);
    return {
      steps: [...weights.slice(0, -1), creatinine],
      outputs: { clearance, weightUsed: words(use), weightUsedValue: used },
    };
  },
});

const missingHeight = (): never => {
  throw new Refused(issue('missing', null, { code: 'height-for-choice-of-weight' }, 'height'));
};

/** Refuses what no laboratory reports of an adult, the same as at the patient. */
function inMgPerDl(creatinine: Quantity): Derivation {
  const given = named('serum creatinine', creatinine);
  const mass = creatinine.unit.dimension === 'mass/volume' ? given : times(given, MOLAR);
  const read = deriveIn('creatinine', 'serum creatinine', mass, ['mg/dL'], [creatinine], CG, 'creatinine');
  const label = 'serum creatinine';
  if (compare<string>(read.result, CREATININE.least) < 0)
    refuseField('creatinine', 'below-least', quantityText(creatinine), {
      code: 'field-at-least',
      label,
      least: quantityText(CREATININE.least),
    });
  if (compare<string>(read.result, CREATININE.most) > 0)
    refuseField('creatinine', 'above-most', quantityText(creatinine), {
      code: 'field-at-most',
      label,
      most: quantityText(CREATININE.most),
    });
  return read;
}
