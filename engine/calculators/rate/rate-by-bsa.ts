import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { DOSE_PER_M2_TIME, FLOW, STRENGTH } from '../units.ts';

export const rateByBsa = relation({
  id: 'rate-by-bsa',
  title: 'Infusion rate by body surface',
  group: 'Rate',
  aliases: ['mg/m2/day to mL/h', 'body surface infusion'],
  terms: {
    dose: quantityIn('dose per surface and time', DOSE_PER_M2_TIME.slice(0, 3)),
    bsa: quantityIn('body surface area', ['m2']),
    concentration: quantityIn('concentration', STRENGTH),
    rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'] }),
  },
  product: { over: ['rate', 'concentration'], under: ['dose', 'bsa'] },
  formula: 'infusion rate = dose × body surface ÷ concentration',
  roundings: { rate: 'pump-step' },
  source: USP1160,
  example: {
    input: { dose: '1000 mg/m2/day', bsa: '1.8 m2', concentration: '10 mg/mL' },
    expected: { rate: '7.5 mL/h' },
  },
});
