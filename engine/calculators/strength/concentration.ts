import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, STRENGTH, VOLUME } from '../units.ts';

export const concentration = relation({
  id: 'concentration',
  title: 'Concentration',
  group: 'Strength',
  aliases: ['strength', 'mg per mL', 'final concentration', 'amount of drug in a volume', 'percent strength'],
  terms: {
    drugAmount: quantityIn('drug amount', AMOUNT),
    volume: quantityIn('final volume', VOLUME, { answerIn: ['mL'] }),
    concentration: quantityIn('concentration', STRENGTH, {
      note: 'also 1:1000, ppm, mg/L, 250 mg/5 mL; a bare percent is weight in volume',
    }),
  },
  product: { over: ['concentration', 'volume'], under: ['drugAmount'] },
  formula: 'concentration = drug amount ÷ final volume',
  roundings: { volume: 'syringe-graduation' },
  source: USP1160,
  example: { input: { drugAmount: '500 mg', volume: '250 mL' }, expected: { concentration: '2 mg/mL' } },
});
