import { derive, named, number, over, step, times, type Derivation } from '../../derivation/derivation.ts';
import { quantity, type Quantity } from '../../number/quantity.ts';
import { NUMBER, unit } from '../../number/units.ts';
import { calculator, quantityOut, sometimes } from '../calculator.ts';
import { quantityIn } from '../field.ts';
import { USP1160 } from '../sources.ts';
import { PERCENTS } from './percent-kind.ts';

const inVolume = [
  ['percent', 'percent weight in volume', '% w/v', '%'],
  ['mgPerMl', 'mg per mL', 'mg/mL', 'mg-per-ml'],
  ['mcgPerMl', 'mcg per mL', 'mcg/mL', 'mcg-per-ml'],
  ['gramsPerLitre', 'g per L', 'g/L', 'g-per-l'],
  ['ppm', 'parts per million', 'ppm', 'ppm'],
  ['ppb', 'parts per billion', 'ppb', 'ppb'],
] as const;

export const strengthConversion = calculator({
  id: 'strength-conversion',
  title: 'Percent, ratio strength, ppm and mg/mL',
  group: 'Strength',
  aliases: [
    'percent to mg/mL',
    'ratio strength',
    '1:1000',
    'parts per million',
    'parts per billion',
    'w/v',
    'w/w',
    'v/v',
  ],
  fields: {
    strength: quantityIn(
      'strength',
      ['mg/mL', '% w/v', 'mcg/mL', 'ppm', 'ppb', 'g/L', 'mg/L', 'mg/dL', ...PERCENTS, 'mg/g'],
      { note: 'also 1:200000, 1:50 v/v, 1:20 w/w and 250 mg/5 mL; a bare percent is weight in volume' },
    ),
  },
  outputs: {
    percent: quantityOut('percent', ['% w/v', ...PERCENTS]),
    ratio: quantityOut('ratio strength 1:R, the R', ['']),
    ...Object.fromEntries(
      inVolume.slice(1).map(([name, label, code]) => [name, sometimes(quantityOut(label, [code]))]),
    ),
    mgPerG: sometimes(quantityOut('mg per g', ['mg/g'])),
    partsPerMillion: sometimes(quantityOut('parts per million by weight or by volume', [''])),
  },
  formula:
    '% w/v × 10 = mg/mL; 1:R w/v = 1,000 ÷ R mg/mL; 1 ppm = 1 mg/L; % w/w × 10 = mg/g; 1:R = 100 ÷ R %',
  validity: [
    'weight in volume of a solution in water; % w/w and % v/v stay what they are',
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
  compute: ({ strength }: { strength: Quantity }) =>
    strength.unit.dimension === '' ? ofParts(strength) : ofVolume(strength),
});

function ofVolume(strength: Quantity) {
  const mg = derive('mg-per-ml', 'mg per mL', named('strength', strength), unit('mg/mL'), USP1160);
  const others = inVolume.map(
    ([name, label, code, id]) =>
      [name, name === 'mgPerMl' ? mg : derive(id, label, step(mg), unit(code), USP1160)] as const,
  );
  const perMl = over(over(number('1'), step(mg)), named('1 mL/g', quantity('1 mL/g')));
  return {
    outputs: { ...Object.fromEntries(others), ratio: derive('ratio', 'R of 1:R', perMl, NUMBER, USP1160) },
  };
}

/** Weight in weight or volume in volume: parts of the same kind, so mL and g never enter. */
function ofParts(strength: Quantity) {
  const code = strength.unit.code === '% v/v' ? '% v/v' : '% w/w';
  const percent: Derivation = derive('percent', 'percent', named('strength', strength), unit(code), USP1160);
  const million = times(step(percent), number('1000000'));
  return {
    outputs: {
      percent,
      ratio: derive('ratio', 'R of 1:R', over(number('1'), step(percent)), NUMBER, USP1160),
      mgPerG:
        code === '% v/v' ? undefined : derive('mg-per-g', 'mg per g', step(percent), unit('mg/g'), USP1160),
      partsPerMillion: derive('parts-per-million', 'parts per million', million, NUMBER, USP1160),
    },
  };
}
