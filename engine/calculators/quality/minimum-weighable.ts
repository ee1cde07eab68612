import { percentIn, quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';

export const minimumWeighable = relation({
  id: 'minimum-weighable',
  title: 'Least weighable quantity of a balance',
  group: 'Quality',
  aliases: ['sensitivity requirement', 'balance', 'least weighable', 'minimum measurable'],
  terms: {
    sensitivity: quantityIn('sensitivity requirement', ['mg', 'mcg', 'g', 'mL']),
    allowedError: percentIn('allowed error', { most: '100 %' }),
    minimum: quantityIn('least quantity', ['mg', 'mcg', 'g', 'mL']),
  },
  product: { over: ['minimum', 'allowedError'], under: ['sensitivity'] },
  formula: 'least quantity = sensitivity requirement ÷ allowed error',
  source: USP1160,
  example: { input: { sensitivity: '6 mg', allowedError: '5 %' }, expected: { minimum: '120 mg' } },
});
