import { calculator, type Computed } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { surface } from '../patient/bsa.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, DOSE_PER_M2, DOSE_PER_M2_TIME, DOSE_RATE, HEIGHT, VOLUME, WEIGHT } from '../units.ts';

const terms = {
  dose: quantityIn('dose per body surface', [...DOSE_PER_M2, ...DOSE_PER_M2_TIME]),
  bsa: quantityIn('body surface area', ['m2'], { note: 'or weight and height (Mosteller)' }),
  amount: quantityIn('dose', [...AMOUNT, ...DOSE_RATE, ...VOLUME, 'units/day', 'mL/day'], {
    note: 'leave empty to have it answered',
  }),
};

export const doseByBsa = calculator({
  id: 'dose-by-bsa',
  title: 'Dose by body surface area',
  group: 'Dose',
  aliases: ['mg/m2', 'BSA dose', 'chemotherapy dose'],
  fields: {
    ...optionalTerms(terms),
    weight: optional(quantityIn('body weight', WEIGHT, { most: '400 kg' })),
    height: optional(quantityIn('height', HEIGHT, { most: '250 cm' })),
  },
  outputs: outputsOf(terms, {}),
  formula: 'dose = dose per body surface × body surface',
  validity: ['exactly one of dose, bsa, amount is left empty; weight and height stand for the body surface'],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: { input: { dose: '100 mg/m2', bsa: '1.8 m2' }, expected: { amount: '180 mg' } },
  compute: (v): Computed => {
    const made = surface(v.bsa, v.weight, v.height);
    const { unknown, solved } = solve(
      terms,
      { over: ['dose', 'bsa'], under: ['amount'] },
      { ...v, bsa: v.bsa ?? made?.result },
      USP1160,
    );
    const followed = made ? { ...solved, exactness: made.exactness } : solved;
    return { outputs: { ...(made ? { bsa: made } : {}), [unknown]: followed } };
  },
});
