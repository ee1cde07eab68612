import { named, over, type Derivation } from '../../derivation/derivation.ts';
import { quantityText, type Quantity } from '../../number/quantity.ts';
import { calculator, refuseField } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { deriveIn, optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, DOSE_RATE, FLOW, STRENGTH, TIME } from '../units.ts';

const terms = {
  dose: quantityIn('dose per time', DOSE_RATE, { note: 'or drugAmount and duration' }),
  concentration: quantityIn('concentration', STRENGTH, { note: 'also 400 mg/250 mL' }),
  rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'] }),
};

export const rateFromDose = calculator({
  id: 'rate-from-dose',
  title: 'Infusion rate from dose per time',
  group: 'Rate',
  aliases: [
    'mg/h to mL/h',
    'mcg/min to mL/h',
    'units/h',
    'dose rate',
    'dose over time',
    'infuse a dose over',
  ],
  fields: {
    ...optionalTerms(terms),
    drugAmount: optional(
      quantityIn('drug amount', AMOUNT, { note: 'with the duration, for the dose per time' }),
    ),
    duration: optional(quantityIn('duration', TIME)),
  },
  outputs: outputsOf(terms, { rate: 'pump-step' }),
  formula: 'infusion rate = dose per time ÷ concentration; dose per time = drug amount ÷ duration',
  validity: [
    'every value above zero; exactly one of dose, concentration, rate is the answer',
    'drug amount and duration stand for the dose per time',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: { input: { dose: '2 mg/h', concentration: '1 mg/mL' }, expected: { rate: '2 mL/h' } },
  compute: (v) => {
    const made = dosePerTime(v.dose, v.drugAmount, v.duration);
    const { unknown, solved } = solve(
      terms,
      { over: ['rate', 'concentration'], under: ['dose'] },
      { ...v, dose: v.dose ?? made?.result },
      USP1160,
    );
    return { outputs: { ...(made ? { dose: made } : {}), [unknown]: solved } };
  },
});

/** Dose per time from an amount and how long it runs. Refuses the half of a pair, and both ways at once. */
function dosePerTime(
  dose: Quantity | undefined,
  amount: Quantity | undefined,
  duration: Quantity | undefined,
): Derivation | undefined {
  if (!amount && !duration) return undefined;
  if (!amount) refuseField('drugAmount', 'missing', null, { code: 'drug-amount-of-duration' });
  if (!duration) refuseField('duration', 'missing', null, { code: 'duration-of-drug-amount' });
  if (dose)
    refuseField('dose', 'two-sources', quantityText(dose), {
      code: 'dose-per-time-or-drug-amount-and-duration-not-both',
    });
  return deriveIn(
    'dose-per-time',
    'dose per time',
    over(named('drug amount', amount), named('duration', duration)),
    DOSE_RATE,
    [amount, duration],
    USP1160,
    'drugAmount',
  );
}
