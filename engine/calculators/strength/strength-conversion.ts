import { derive, named, number, over, step } from '../../derivation.ts';
import { quantity, type Quantity } from '../../quantity.ts';
import { NUMBER, unit } from '../../units.ts';
import { calculator, quantityOut } from '../calculator.ts';
import { quantityIn } from '../field.ts';
import { USP1160 } from '../sources.ts';

const forms = [
  ['percent', 'percent weight in volume', '% w/v', '%'],
  ['mgPerMl', 'mg per mL', 'mg/mL', 'mg-per-ml'],
  ['mcgPerMl', 'mcg per mL', 'mcg/mL', 'mcg-per-ml'],
  ['gramsPerLitre', 'g per L', 'g/L', 'g-per-l'],
  ['ppm', 'parts per million', 'ppm', 'ppm'],
] as const;

export const strengthConversion = calculator({
  id: 'strength-conversion',
  title: 'Percent, ratio strength, ppm and mg/mL',
  group: 'Strength',
  aliases: ['percent to mg/mL', 'ratio strength', '1:1000', 'parts per million', 'w/v'],
  fields: {
    strength: quantityIn('strength', ['mg/mL', '% w/v', 'mcg/mL', 'ppm', 'g/L', 'mg/L', 'mg/dL'], {
      note: 'also 1:200000 and 250 mg/5 mL',
    }),
  },
  outputs: {
    ...Object.fromEntries(forms.map(([name, label, code]) => [name, quantityOut(label, [code])])),
    ratio: quantityOut('ratio strength 1:R, the R', ['']),
  },
  formula: '% w/v × 10 = mg/mL; 1:R w/v = 1,000 ÷ R mg/mL; 1 ppm = 1 mg/L',
  validity: [
    'weight in volume of a solution in water',
    'mg/mL is the primary unit: percent and ratio stand beside it',
  ],
  source: USP1160,
  example: {
    input: { strength: '1:200000' },
    expected: {
      mcgPerMl: '5 mcg/mL',
      mgPerMl: '0.005 mg/mL',
      percent: '0.0005 % w/v',
      ppm: '5 ppm',
      ratio: '200000',
    },
  },
  compute: ({ strength }: { strength: Quantity }) => {
    const mg = derive('mg-per-ml', 'mg per mL', named('strength', strength), unit('mg/mL'), USP1160);
    const others = forms.map(
      ([name, label, code, id]) =>
        [name, name === 'mgPerMl' ? mg : derive(id, label, step(mg), unit(code), USP1160)] as const,
    );
    const ratio = derive(
      'ratio',
      'R of 1:R',
      over(over(number('1'), step(mg)), named('1 mL/g', quantity('1 mL/g'))),
      NUMBER,
      USP1160,
    );
    return { outputs: { ...Object.fromEntries(others), ratio } };
  },
});
