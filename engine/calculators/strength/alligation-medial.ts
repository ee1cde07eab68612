import { named, over, step, times } from '../../derivation/derivation.ts';
import { quantityText } from '../../number/quantity.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { listIn, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { STRENGTH } from '../units.ts';
import { MIXED, summed } from './alligation.ts';
import { PARTS } from './percent-kind.ts';

export const alligationMedial = calculator({
  id: 'alligation-medial',
  title: 'Strength of a mixture (alligation medial)',
  group: 'Strength',
  aliases: ['weighted average', 'mix several strengths', 'final strength of a mixture'],
  fields: {
    parts: listIn(
      'parts',
      { strength: quantityIn('strength', MIXED, { zero: true }), volume: quantityIn('volume', PARTS) },
      2,
      12,
    ),
  },
  outputs: {
    strength: quantityOut('strength of the mixture', [...STRENGTH, '%']),
    totalVolume: quantityOut('total volume', ['mL', 'g']),
  },
  formula: 'strength = sum(strength × volume) ÷ sum(volume)',
  validity: ['one drug in all parts', 'all strengths of one kind, all volumes of one kind'],
  source: USP1160,
  example: {
    input: {
      parts: [
        { strength: '5 mg/mL', volume: '100 mL' },
        { strength: '2 mg/mL', volume: '200 mL' },
      ],
    },
    expected: { strength: '3 mg/mL', totalVolume: '300 mL' },
  },
  compute: ({ parts }) => {
    const [first] = parts;
    for (const [i, p] of parts.entries())
      for (const key of ['strength', 'volume'] as const)
        if (first && p[key].unit.dimension !== first[key].unit.dimension)
          refuseField(`parts.${i}.${key}`, 'unit-of-other-dimension', quantityText(p[key]), {
            code: 'like',
            what: key,
            value: quantityText(first[key]),
          });
    const [strengths, volumes] = [parts.map((p) => p.strength), parts.map((p) => p.volume)];
    const total = deriveIn(
      'total-volume',
      'total volume',
      summed(volumes.map((q, i) => named(`volume ${i + 1}`, q))),
      ['mL', 'g'],
      volumes,
      USP1160,
      'parts',
    );
    const content = summed(
      parts.map((p, i) => times(named(`strength ${i + 1}`, p.strength), named(`volume ${i + 1}`, p.volume))),
    );
    const strength = deriveIn(
      'strength',
      'strength of the mixture',
      over(content, step(total)),
      [...STRENGTH, '%'],
      strengths,
      USP1160,
      'parts',
    );
    return { outputs: { strength, totalVolume: total } };
  },
});
