import { of, type Quantity } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator } from '../calculator.ts';
import { quantityIn } from '../field.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';

const terms = {
  dose: quantityIn('dose', ['mg', 'mcg', 'g', 'units', 'mEq']),
  strength: quantityIn(
    'strength of one tablet or capsule',
    ['mg/tablet', 'mcg/tablet', 'g/tablet', 'units/tablet', 'mEq/tablet', 'mg', 'mcg', 'g', 'units', 'mEq'],
    {
      answerIn: ['mg/tablet', 'mcg/tablet', 'units/tablet', 'mEq/tablet'],
      note: 'also mg/capsule; a mass alone means per tablet',
    },
  ),
  tablets: quantityIn('tablets or capsules', ['tablets'], { note: 'leave empty to have it answered' }),
};

export const tablets = calculator({
  id: 'tablets',
  title: 'Tablets or capsules for a dose',
  group: 'Dose',
  aliases: ['number of tablets', 'capsules', 'tablet strength'],
  fields: optionalTerms(terms),
  outputs: outputsOf(terms, { tablets: 'half-tablets' }),
  formula: 'tablets = dose ÷ strength of one tablet',
  validity: [
    'exactly one field is left empty',
    'halves only of scored tablets (house rule); capsules are whole: give "nearest whole" as the rounding',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: { input: { dose: '150 mg', strength: '100 mg/tablet' }, expected: { tablets: '1.5 tablets' } },
  compute: (v) => {
    const { unknown, solved } = solve(
      terms,
      { over: ['strength', 'tablets'], under: ['dose'] },
      { ...v, strength: v.strength && perTablet(v.strength) },
      USP1160,
    );
    return { outputs: { [unknown]: solved } };
  },
});

const perTablet = (q: Quantity): Quantity =>
  q.unit.dimension.includes('/tablet') ? q : of(q.amount, unit(`${q.unit.code}/tablet`));
