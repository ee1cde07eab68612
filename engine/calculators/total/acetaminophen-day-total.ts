import {
  derive,
  min,
  minus,
  named,
  number,
  plus,
  step,
  times,
  valueOf,
  type Derivation,
} from '../../derivation/derivation.ts';
import { compare, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import { issue } from '../../number/result.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, sometimes, words, wordsOut } from '../calculator.ts';
import { countIn, listIn, optional, quantityIn } from '../field.ts';
import { summed } from '../strength/alligation.ts';
import { APAP } from '../sources.ts';
import { WEIGHT } from '../units.ts';

const mg = unit('mg', 'mass');

export const acetaminophenDayTotal = calculator({
  id: 'acetaminophen-day-total',
  title: 'Acetaminophen of a day',
  group: 'Totals',
  aliases: ['paracetamol', 'APAP', '4 g limit', 'Tylenol'],
  fields: {
    doses: listIn(
      'doses in 24 h, all routes',
      {
        amount: quantityIn('amount of a dose', ['mg', 'g']),
        count: optional(countIn('how often', { most: '50', note: 'once unless given' })),
      },
      1,
      50,
    ),
    weight: quantityIn('body weight', WEIGHT, { most: '400 kg' }),
    nextDose: optional(quantityIn('next dose', ['mg', 'g'])),
    maximum: optional(
      quantityIn('maximum of the site', ['mg', 'g'], { note: 'where it is lower than the label' }),
    ),
  },
  outputs: {
    total: quantityOut('total in 24 h', ['mg'], 'precise'),
    maximum: quantityOut('maximum in 24 h', ['mg'], 'precise'),
    singleMaximum: quantityOut('largest single dose', ['mg'], 'precise'),
    remaining: quantityOut('left of the maximum', ['mg'], 'precise'),
    nextDoseFits: sometimes(wordsOut('next dose fits')),
  },
  formula:
    'total = sum(dose × count); maximum 4,000 mg, under 50 kg 75 mg/kg; single dose 1,000 mg, under 50 kg 15 mg/kg',
  validity: ['adults and adolescents of 13 years and older', 'all routes and products together'],
  source: APAP,
  example: {
    input: {
      doses: [
        { amount: '1000 mg', count: '3' },
        { amount: '325 mg', count: '2' },
      ],
      weight: '70 kg',
      nextDose: '1000 mg',
    },
    expected: { total: '3650 mg', maximum: '4000 mg', remaining: '350 mg', nextDoseFits: 'no' },
  },
  compute: (v) => {
    const list = v.doses.map((d, i) => {
      const amount = named(`dose ${i + 1}`, d.amount);
      return d.count ? times(number(d.count.n), amount) : amount;
    });
    const total = derive('total', 'total in 24 h', summed(list), mg, APAP);
    const light = compare(v.weight, quantity('50 kg', 'weight')) < 0;
    const limit = (id: string, name: string, heavy: string, perKg: string) =>
      derive(
        id,
        name,
        light
          ? times(named(`${perKg}`, quantity(perKg)), named('body weight', v.weight))
          : named('label maximum', quantity(heavy, 'mass')),
        mg,
        APAP,
      );
    const label = limit('label-maximum', 'maximum in 24 h by the label', '4000 mg', '75 mg/kg');
    const maximum = derive(
      'maximum',
      'maximum in 24 h',
      v.maximum ? min(step(label), named('maximum of the site', v.maximum)) : step(label),
      mg,
      APAP,
    );
    const single = limit('single-maximum', 'largest single dose', '1000 mg', '15 mg/kg');
    const left =
      compare(total.result, maximum.result) > 0
        ? minus(step(maximum), step(maximum))
        : minus(step(maximum), step(total));
    const over = compare(total.result, maximum.result) > 0;
    return {
      steps: [label],
      outputs: {
        total,
        maximum,
        singleMaximum: single,
        remaining: derive('remaining', 'left of the maximum', left, mg, APAP),
        nextDoseFits: v.nextDose && words(fits(v.nextDose, total, maximum, single) ? 'yes' : 'no'),
      },
      warnings: over
        ? [
            issue(
              'limit-exceeded',
              quantityText(total.result),
              { code: 'at-most-many', most: quantityText(maximum.result) },
              'total',
            ),
          ]
        : [],
    };
  },
});

function fits(
  next: Quantity,
  total: Derivation<'mass'>,
  maximum: Derivation<'mass'>,
  single: Derivation<'mass'>,
): boolean {
  const sum = valueOf(plus(step(total), named('next dose', next)));
  return compare<string>(sum, maximum.result) <= 0 && compare<string>(next, single.result) <= 0;
}
