import { derive, max, minus, named, number, over, step } from '../../derivation/derivation.ts';
import { compare, quantity, quantityText } from '../../number/quantity.ts';
import { issue } from '../../number/result.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, words, wordsOut } from '../calculator.ts';
import { optional, percentIn, quantityIn } from '../field.ts';
import { GRAVIMETRIC } from '../sources.ts';
import { VOLUME } from '../units.ts';

const MASS = ['g', 'mg', 'kg'];

export const gravimetricDeviation = calculator({
  id: 'gravimetric-deviation',
  title: 'Gravimetric check of a volume',
  group: 'Quality',
  aliases: ['weigh check', 'gravimetric', 'volume by weight', 'tolerance'],
  fields: {
    massBefore: quantityIn('mass before', MASS, { zero: true }),
    massAfter: quantityIn('mass after', MASS),
    density: optional(quantityIn('density', ['g/mL'], { note: '1 g/mL unless given, and flagged' })),
    requiredVolume: quantityIn('required volume', VOLUME),
    tolerance: optional(percentIn('tolerance', { most: '100 %', note: '5 % unless given (house rule)' })),
  },
  outputs: {
    measuredVolume: quantityOut('measured volume', ['mL']),
    deviation: quantityOut('deviation', ['%']),
    verdict: wordsOut('verdict'),
  },
  formula: 'measured volume = (mass after − mass before) ÷ density; deviation = measured ÷ required − 1',
  validity: ['mass after is above mass before', 'the density is that of the solution added'],
  source: GRAVIMETRIC,
  example: {
    input: { massBefore: '131.9 g', massAfter: '152.43 g', density: '1.005 g/mL', requiredVolume: '20.5 mL' },
    expected: { measuredVolume: 'about 20.43 mL', deviation: 'about -0.35 %', verdict: 'pass' },
  },
  compute: (v) => {
    if (compare(v.massAfter, v.massBefore) <= 0)
      refuseField('massAfter', 'mass-after-not-above', quantityText(v.massAfter), {
        code: 'more-than-mass-before',
        value: quantityText(v.massBefore),
      });
    const density = v.density ?? quantity('1 g/mL');
    const gained = minus(named('mass after', v.massAfter), named('mass before', v.massBefore));
    const volume = derive(
      'measured-volume',
      'measured volume',
      over(gained, named('density', density)),
      unit('mL'),
      GRAVIMETRIC,
    );
    const deviation = derive(
      'deviation',
      'deviation',
      minus(over(step(volume), named('required volume', v.requiredVolume)), number('1')),
      unit('%'),
      GRAVIMETRIC,
    );
    const size = derive(
      'size',
      'size of the deviation',
      max(step(deviation), minus(number('0'), step(deviation))),
      unit('%'),
      GRAVIMETRIC,
    );
    const passes = compare<string>(size.result, v.tolerance ?? quantity('5 %', '')) <= 0;
    return {
      outputs: { measuredVolume: volume, deviation, verdict: words(passes ? 'pass' : 'fail') },
      warnings: v.density ? [] : [issue('density-assumed', '1 g/mL', { code: 'density' }, 'density')],
    };
  },
});
