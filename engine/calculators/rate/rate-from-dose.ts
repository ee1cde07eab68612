import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { DOSE_RATE, FLOW, STRENGTH } from '../units.ts';

export const rateFromDose = relation({
  id: 'rate-from-dose',
  title: 'Infusion rate from dose per time',
  group: 'Rate',
  aliases: ['mg/h to mL/h', 'mcg/min to mL/h', 'units/h', 'dose rate'],
  terms: {
    dose: quantityIn('dose per time', DOSE_RATE),
    concentration: quantityIn('concentration', STRENGTH, { note: 'also 400 mg/250 mL' }),
    rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'] }),
  },
  product: { over: ['rate', 'concentration'], under: ['dose'] },
  formula: 'infusion rate = dose per time ÷ concentration',
  roundings: { rate: 'pump-step' },
  source: USP1160,
  example: { input: { dose: '2 mg/h', concentration: '1 mg/mL' }, expected: { rate: '2 mL/h' } },
});
