import {
  derive,
  named,
  number,
  over,
  pow,
  sqrt,
  times,
  type Derivation,
} from '../../derivation/derivation.ts';
import { plain, quantity, quantityText, to, type Quantity } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { quantityIn } from '../field.ts';
import { DUBOIS, MOSTELLER } from '../sources.ts';
import { HEIGHT, WEIGHT } from '../units.ts';

const fields = {
  weight: quantityIn('weight', WEIGHT, { most: '400 kg' }),
  height: quantityIn('height', HEIGHT, { most: '250 cm' }),
};
const outputs = { bsa: quantityOut('body surface area', ['m2']) };
const validity = [
  'weight to 400 kg, height to 250 cm',
  'a root or a power: exactness ends here, the result is rounded to 36 digits',
];
const m2 = named('1 m2', quantity('1 m2', 'surface'));
const kilograms = (w: Quantity) => named('weight in kg', plain(to(w, 'kg').amount));
const centimetres = (h: Quantity) => named('height in cm', plain(to(h, 'cm').amount));

/** Body surface by Mosteller, m2. Source: N Engl J Med 1987;317:1098. */
export const mosteller = (weight: Quantity, height: Quantity): Derivation<'surface'> =>
  derive(
    'bsa',
    'body surface area',
    times(sqrt(over(times(centimetres(height), kilograms(weight)), number('3600'))), m2),
    unit('m2', 'surface'),
    MOSTELLER,
  );

/** The body surface that weight and height stand for; undefined without them. Refuses the half of a pair, and both ways. */
export function surface(
  bsa: Quantity | undefined,
  weight: Quantity | undefined,
  height: Quantity | undefined,
): Derivation | undefined {
  if (!weight && !height) return undefined;
  if (bsa)
    refuseField('bsa', 'two-sources', quantityText(bsa), {
      code: 'body-surface-or-weight-and-height-not-both',
    });
  if (!weight) refuseField('weight', 'missing', null, { code: 'weight-with-height' });
  if (!height) refuseField('height', 'missing', null, { code: 'height-with-weight' });
  return mosteller(weight, height);
}

export const bsaMosteller = calculator({
  id: 'bsa-mosteller',
  title: 'Body surface area (Mosteller)',
  group: 'Patient',
  aliases: ['BSA', 'm2', 'body surface'],
  fields,
  outputs,
  formula: 'sqrt(height in cm × weight in kg ÷ 3600) m2',
  validity,
  source: MOSTELLER,
  example: { input: { weight: '110 kg', height: '177.8 cm' }, expected: { bsa: 'about 2.331 m2' } },
  compute: (v) => ({ outputs: { bsa: mosteller(v.weight, v.height) } }),
});

export const bsaDubois = calculator({
  id: 'bsa-dubois',
  title: 'Body surface area (DuBois)',
  group: 'Patient',
  aliases: ['BSA', 'm2', 'Du Bois'],
  fields,
  outputs,
  formula: '0.007184 × (weight in kg)^0.425 × (height in cm)^0.725 m2',
  validity,
  source: DUBOIS,
  example: { input: { weight: '70 kg', height: '170 cm' }, expected: { bsa: 'about 1.81 m2' } },
  compute: (v) => {
    const product = times(
      times(number('0.007184'), pow(kilograms(v.weight), number('0.425'))),
      pow(centimetres(v.height), number('0.725')),
    );
    return {
      outputs: { bsa: derive('bsa', 'body surface area', times(product, m2), unit('m2', 'surface'), DUBOIS) },
    };
  },
});
