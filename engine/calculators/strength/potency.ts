import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';

export const potency = relation({
  id: 'potency',
  title: 'Units of activity and mass',
  group: 'Strength',
  aliases: ['units per mg', 'international units', 'million units', 'units to mg'],
  terms: {
    drugAmount: quantityIn('drug amount', ['mg', 'mcg', 'g']),
    potency: quantityIn('potency of the product', ['units/mg', 'units/mcg', 'million units/mg'], {
      answerIn: ['units/mg'],
    }),
    activity: quantityIn('activity', ['units', 'million units'], { answerIn: ['units'] }),
  },
  product: { over: ['drugAmount', 'potency'], under: ['activity'] },
  formula: 'activity = drug amount × potency',
  validity: ['the potency is that of the product at hand', 'exactly one field is left empty'],
  source: USP1160,
  example: { input: { activity: '5000 units', potency: '100 units/mg' }, expected: { drugAmount: '50 mg' } },
});
