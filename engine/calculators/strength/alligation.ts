import { derive, minus, named, over, plus, step, times } from '../../derivation/derivation.ts';
import { compare, quantityText, type Quantity } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { STRENGTH } from '../units.ts';
import { PARTS } from './percent-kind.ts';

/** The plain percent before the one by volume: typing % in a list of units finds it first. */
export const MIXED = [...STRENGTH.slice(0, -1), '%', '% w/v'];

export const alligation = calculator({
  id: 'alligation',
  title: 'Alligation of two strengths',
  group: 'Strength',
  aliases: ['alligation alternate', 'mix two strengths', 'parts', 'tic-tac-toe'],
  fields: {
    highStrength: quantityIn('higher strength', MIXED),
    lowStrength: quantityIn('lower strength', MIXED, { zero: true, note: '0 for a plain diluent' }),
    targetStrength: quantityIn('target strength', MIXED),
    totalVolume: optional(
      quantityIn('total volume', PARTS, { note: 'or highVolume, or lowVolume; grams for ointments' }),
    ),
    highVolume: optional(quantityIn('volume of the higher strength', PARTS)),
    lowVolume: optional(quantityIn('volume of the lower strength', PARTS)),
  },
  outputs: {
    highVolume: quantityOut('volume of the higher strength', ['mL', 'g'], 'reading'),
    lowVolume: quantityOut('volume of the lower strength', ['mL', 'g'], 'reading'),
    totalVolume: quantityOut('total volume', ['mL', 'g']),
    highShare: quantityOut('share of the higher strength', ['%']),
    lowShare: quantityOut('share of the lower strength', ['%']),
  },
  formula: 'share of high = (target − low) ÷ (high − low); share of low = (high − target) ÷ (high − low)',
  validity: [
    'the target lies between the strengths at hand',
    'one of the three volumes is given',
    'one drug: never different drugs',
  ],
  source: USP1160,
  example: {
    input: {
      highStrength: '0.5 % w/v',
      lowStrength: '0.2 % w/v',
      targetStrength: '0.3 % w/v',
      totalVolume: '300 mL',
    },
    expected: { highVolume: '100 mL', lowVolume: '200 mL', totalVolume: '300 mL' },
  },
  compute: (v) => {
    between(v.highStrength, v.lowStrength, v.targetStrength);
    const [high, low, target] = [
      named('high', v.highStrength),
      named('low', v.lowStrength),
      named('target', v.targetStrength),
    ];
    const range = minus(high, low);
    const highShare = derive(
      'high-share',
      'share of the higher strength',
      over(minus(target, low), range),
      unit('%'),
      USP1160,
    );
    const lowShare = derive(
      'low-share',
      'share of the lower strength',
      over(minus(high, target), range),
      unit('%'),
      USP1160,
    );
    const given = [
      ['totalVolume', v.totalVolume],
      ['highVolume', v.highVolume],
      ['lowVolume', v.lowVolume],
    ] as const;
    const [one, two] = given.flatMap(([path, q]) => (q ? [{ path, q }] : []));
    if (!one) refuseField('totalVolume', 'missing', null, { code: 'total-volume-or-one-strength' });
    if (two) refuseField(two.path, 'two-volumes', quantityText(two.q), { code: 'one-volume' });
    const share = one.path === 'highVolume' ? highShare : lowShare;
    if (one.path !== 'totalVolume' && share.result.amount.n === 0n)
      refuseField(one.path, 'share-is-zero', quantityText(one.q), { code: 'no-volume-of-unneeded' });
    const whole =
      one.path === 'totalVolume'
        ? named('total volume', one.q)
        : over(
            named(
              one.path === 'highVolume' ? 'volume of the higher strength' : 'volume of the lower strength',
              one.q,
            ),
            step(share),
          );
    const volume = (id: string, name: string, e: Parameters<typeof over>[0]) =>
      deriveIn(id, name, e, ['mL', 'g'], [one.q], USP1160, one.path);
    const totalVolume = volume('total-volume', 'total volume', whole);
    return {
      outputs: {
        totalVolume,
        highShare,
        lowShare,
        highVolume: volume(
          'high-volume',
          'volume of the higher strength',
          times(step(totalVolume), step(highShare)),
        ),
        lowVolume: volume(
          'low-volume',
          'volume of the lower strength',
          times(step(totalVolume), step(lowShare)),
        ),
      },
    };
  },
});

/** Refuses a target outside the strengths at hand, and strengths of unlike units. */
export function between(high: Quantity, low: Quantity, target: Quantity): void {
  for (const [path, q] of [
    ['lowStrength', low],
    ['targetStrength', target],
  ] as const)
    if (q.unit.dimension !== high.unit.dimension)
      refuseField(path, 'unit-of-other-dimension', quantityText(q), {
        code: 'like',
        what: 'strength',
        value: quantityText(high),
      });
  if (compare(high, low) <= 0)
    refuseField('highStrength', 'strengths-not-ordered', quantityText(high), {
      code: 'strength-above-lower-one',
      low: quantityText(low),
    });
  if (compare(target, high) > 0 || compare(target, low) < 0)
    refuseField('targetStrength', 'target-outside-strengths', quantityText(target), {
      code: 'between-and',
      low: quantityText(low),
      high: quantityText(high),
    });
}

/** The sum of expressions, one at least. */
export const summed = (list: readonly Parameters<typeof plus>[0][]) => list.reduce(plus);
