import { derive, max, minus, named, over, step } from '../../derivation/derivation.ts';
import { quantityText } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';

const ANY = ['mg', 'mcg', 'g', 'mL', 'mg/mL', 'mL/h', 'mg/h', 'units', 'mEq', 'mmol'];

export const percentError = calculator({
  id: 'percent-error',
  title: 'Percent error',
  group: 'Quality',
  aliases: ['measurement error', 'deviation', 'percent difference', 'accuracy'],
  fields: { measured: quantityIn('measured', ANY, { zero: true }), desired: quantityIn('desired', ANY) },
  outputs: {
    percentError: quantityOut('percent error', ['%']),
    deviation: quantityOut('signed deviation', ['%']),
    error: quantityOut('error', ANY),
  },
  formula: 'percent error = |measured − desired| ÷ desired',
  validity: ['measured and desired are of one kind of unit'],
  source: USP1160,
  example: {
    input: { measured: '95 mg', desired: '100 mg' },
    expected: { percentError: '5 %', deviation: '-5 %', error: '5 mg' },
  },
  compute: (v) => {
    if (v.measured.unit.dimension !== v.desired.unit.dimension)
      refuseField('measured', 'unit-of-other-dimension', quantityText(v.measured), {
        code: 'like',
        what: 'quantity',
        value: quantityText(v.desired),
      });
    const [measured, desired] = [named('measured', v.measured), named('desired', v.desired)];
    const error = deriveIn(
      'error',
      'error',
      max(minus(measured, desired), minus(desired, measured)),
      ANY,
      [v.desired],
      USP1160,
      'measured',
    );
    return {
      outputs: {
        error,
        percentError: derive(
          'percent-error',
          'percent error',
          over(step(error), desired),
          unit('%'),
          USP1160,
        ),
        deviation: derive(
          'deviation',
          'signed deviation',
          over(minus(measured, desired), desired),
          unit('%'),
          USP1160,
        ),
      },
    };
  },
});
