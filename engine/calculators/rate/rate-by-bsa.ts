import { calculator, type Computed } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { surface } from '../patient/bsa.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { DOSE_PER_M2_TIME, FLOW, HEIGHT, STRENGTH, WEIGHT } from '../units.ts';

const terms = {
  dose: quantityIn('dose per surface and time', DOSE_PER_M2_TIME.slice(0, 3)),
  bsa: quantityIn('body surface area', ['m2'], { note: 'or weight and height (Mosteller)' }),
  concentration: quantityIn('concentration', STRENGTH),
  rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'] }),
};

export const rateByBsa = calculator({
  id: 'rate-by-bsa',
  title: 'Infusion rate by body surface',
  group: 'Rate',
  aliases: ['mg/m2/day to mL/h', 'body surface infusion'],
  fields: {
    ...optionalTerms(terms),
    weight: optional(quantityIn('body weight', WEIGHT, { most: '400 kg' })),
    height: optional(quantityIn('height', HEIGHT, { most: '250 cm' })),
  },
  outputs: outputsOf(terms, { rate: 'pump-step' }),
  formula: 'infusion rate = dose × body surface ÷ concentration',
  validity: [
    'every value above zero; exactly one of dose, bsa, concentration, rate is the answer',
    'weight and height stand for the body surface',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: {
    input: { dose: '1000 mg/m2/day', bsa: '1.8 m2', concentration: '10 mg/mL' },
    expected: { rate: '7.5 mL/h' },
  },
  compute: (v): Computed => {
    const made = surface(v.bsa, v.weight, v.height);
    const { unknown, solved } = solve(
      terms,
      { over: ['rate', 'concentration'], under: ['dose', 'bsa'] },
      { ...v, bsa: v.bsa ?? made?.result },
      USP1160,
    );
    const followed = made ? { ...solved, exactness: made.exactness } : solved;
    return { outputs: { ...(made ? { bsa: made } : {}), [unknown]: followed } };
  },
});
