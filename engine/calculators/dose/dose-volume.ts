import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, STRENGTH, VOLUME } from '../units.ts';

export const doseVolume = relation({
  id: 'dose-volume',
  title: 'Volume of a dose',
  group: 'Dose',
  aliases: ['mL to give', 'volume to administer', 'desired over have', 'dose to mL'],
  terms: {
    dose: quantityIn('dose', AMOUNT),
    concentration: quantityIn('concentration', STRENGTH, { note: 'also 250 mg/5 mL, 1:1000, % w/v' }),
    volume: quantityIn('volume of the dose', VOLUME, { answerIn: ['mL'] }),
  },
  product: { over: ['concentration', 'volume'], under: ['dose'] },
  formula: 'volume of the dose = dose ÷ concentration',
  roundings: { volume: 'syringe-graduation' },
  source: USP1160,
  example: { input: { dose: '75 mg', concentration: '50 mg/mL' }, expected: { volume: '1.5 mL' } },
});
