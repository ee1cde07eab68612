import { quantityIn } from '../field.ts';
import { relation } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { DOSE_PER_KG_TIME, FLOW, STRENGTH, WEIGHT } from '../units.ts';

export const rateByWeight = relation({
  id: 'rate-by-weight',
  title: 'Infusion rate by body weight',
  group: 'Rate',
  aliases: ['mcg/kg/min to mL/h', 'mg/kg/h', 'weight-based infusion', 'drip rate by weight'],
  terms: {
    dose: quantityIn('dose per weight and time', DOSE_PER_KG_TIME, {
      answerIn: ['mcg/kg/min', 'units/kg/h', 'mEq/kg/h', 'mmol/kg/h'],
    }),
    weight: quantityIn('body weight', WEIGHT, { answerIn: ['kg'] }),
    concentration: quantityIn('concentration', STRENGTH, { note: 'also 400 mg/250 mL' }),
    rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'] }),
  },
  product: { over: ['rate', 'concentration'], under: ['dose', 'weight'] },
  formula: 'infusion rate = dose × body weight ÷ concentration',
  roundings: { rate: 'pump-step' },
  source: USP1160,
  example: {
    input: { dose: '2 mcg/kg/min', weight: '70 kg', concentration: '2000 mcg/mL' },
    expected: { rate: '4.2 mL/h' },
  },
});
