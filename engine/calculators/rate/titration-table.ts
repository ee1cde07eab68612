import { derive, named, over, times, type Derivation } from '../../derivation/derivation.ts';
import { aboutText, ONE } from '../../number/notation.ts';
import { compare, inBase, of, quantityText, to, type Quantity } from '../../number/quantity.ts';
import { roundedBy, roundings } from '../../derivation/rounding.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { DOSE_PER_KG_TIME, DOSE_RATE, STRENGTH, WEIGHT } from '../units.ts';

const DOSES = [...DOSE_PER_KG_TIME, ...DOSE_RATE];
const MOST_ROWS = 100n;

export const titrationTable = calculator({
  id: 'titration-table',
  title: 'Titration table',
  group: 'Rate',
  aliases: ['rate table', 'titrate', 'dose steps', 'drip chart'],
  fields: {
    concentration: quantityIn('concentration', STRENGTH, { note: 'also 400 mg/250 mL' }),
    weight: optional(quantityIn('body weight', WEIGHT, { note: 'for doses per kg' })),
    from: quantityIn('lowest dose', DOSES),
    to: quantityIn('highest dose', DOSES),
    increment: quantityIn('dose step', DOSES),
  },
  outputs: {
    lowestRate: quantityOut('rate at the lowest dose', ['mL/h'], 'pump-step'),
    highestRate: quantityOut('rate at the highest row', ['mL/h'], 'pump-step'),
    rateStep: quantityOut('rate per dose step', ['mL/h']),
  },
  formula: 'infusion rate = dose (× body weight) ÷ concentration, for each dose from lowest to highest',
  validity: [
    'at most 100 rows',
    'the highest dose is not below the lowest',
    'a dose per kg needs the body weight',
  ],
  source: USP1160,
  example: {
    input: {
      concentration: '1.6 mg/mL',
      weight: '80 kg',
      from: '2 mcg/kg/min',
      to: '10 mcg/kg/min',
      increment: '2 mcg/kg/min',
    },
    expected: { lowestRate: '6 mL/h', highestRate: '30 mL/h', rateStep: '6 mL/h' },
  },
  compute: (v) => {
    const doses = rowsOf(v.from, v.to, v.increment);
    const rate = (id: string, name: string, dose: Quantity): Derivation => {
      const perWeight = dose.unit.dimension.includes('/weight');
      if (perWeight && !v.weight)
        refuseField('weight', 'missing', null, { code: 'body-weight-for-dose-per-kg' });
      const asked = named('dose', dose);
      const amount = perWeight && v.weight ? times(asked, named('body weight', v.weight)) : asked;
      return deriveIn(
        id,
        name,
        over(amount, named('concentration', v.concentration)),
        ['mL/h'],
        [dose, v.concentration],
        USP1160,
        'concentration',
      );
    };
    const lines = doses.map((dose, i) => rate(`rate-${i + 1}`, `rate at ${quantityText(dose)}`, dose));
    const [lowest, highest] = [lines[0], lines.at(-1)];
    if (!lowest || !highest) throw new Error('a table has at least one row');
    const rows = lines.map((d, i) => {
      const rounded = roundedBy(d, roundings['pump-step']);
      return [
        quantityText(doses[i] ?? v.from),
        aboutText(d.result.amount, 12),
        rounded ? aboutText(rounded.result.amount, 12) : '',
      ];
    });
    return {
      steps: lines.slice(1, -1),
      outputs: {
        lowestRate: lowest,
        highestRate:
          highest === lowest
            ? derive('highest-rate', 'rate at the highest row', lowest.expr, unit('mL/h'), USP1160)
            : highest,
        rateStep: rate('rate-step', 'rate per dose step', v.increment),
      },
      table: { columns: ['dose', 'mL/h, exact', 'mL/h, at the pump step'], rows },
    };
  },
});

function rowsOf(from: Quantity, highest: Quantity, increment: Quantity): Quantity[] {
  for (const [path, q] of [
    ['to', highest],
    ['increment', increment],
  ] as const)
    if (q.unit.dimension !== from.unit.dimension)
      refuseField(path, 'unit-of-other-dimension', quantityText(q), {
        code: 'like',
        what: 'dose',
        value: quantityText(from),
      });
  if (compare(highest, from) < 0)
    refuseField('to', 'range-out-of-order', quantityText(highest), {
      code: 'at-least-lowest-dose',
      value: quantityText(from),
    });
  const count = inBase(highest).sub(inBase(from)).div(inBase(increment)).floor().add(ONE);
  if (count.compare(MOST_ROWS) > 0)
    refuseField('increment', 'too-many-rows', quantityText(increment), {
      code: 'rows-at-most',
      most: `${MOST_ROWS}`,
    });
  const step = to(increment, from.unit).amount;
  return Array.from({ length: parseInt(count.toFraction(), 10) }, (_, i) =>
    of(from.amount.add(step.mul(BigInt(i))), from.unit),
  );
}
