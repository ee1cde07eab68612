import {
  derive,
  minus,
  named,
  over,
  step,
  times,
  type Derivation,
  type Expr,
} from '../../derivation/derivation.ts';
import { compare, quantityText, type Quantity } from '../../number/quantity.ts';
import { NUMBER } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes, type OutputSpec } from '../calculator.ts';
import { listIn, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { MIXED, summed } from './alligation.ts';
import { PARTS } from './percent-kind.ts';

const MOST = 8;
const volumeOutputs: Record<string, OutputSpec> = Object.fromEntries(
  Array.from({ length: MOST }, (_, i) => [
    `volume${i + 1}`,
    sometimes(quantityOut(`volume of strength ${i + 1}`, ['mL', 'g'])),
  ]),
);

export const alligationSeveral = calculator({
  id: 'alligation-several',
  title: 'Alligation of several strengths',
  group: 'Strength',
  aliases: ['alligation alternate', 'three strengths', 'mix several strengths to a target'],
  fields: {
    strengths: listIn(
      'strengths at hand',
      { strength: quantityIn('strength', MIXED, { zero: true }) },
      2,
      MOST,
    ),
    targetStrength: quantityIn('target strength', MIXED),
    totalVolume: quantityIn('total volume', PARTS),
  },
  outputs: volumeOutputs,
  formula:
    'each strength above the target is linked with one below it (strongest with weakest; a left-over one with the last of the other side); parts of a strength = differences of its partners from the target',
  validity: [
    'at least one strength above and one below the target',
    'one of many answers: every linking is right',
  ],
  source: USP1160,
  example: {
    input: {
      strengths: [{ strength: '20 %' }, { strength: '10 %' }, { strength: '5 %' }],
      targetStrength: '8 %',
      totalVolume: '340 mL',
    },
    expected: { volume1: '51 mL', volume2: '51 mL', volume3: '238 mL' },
  },
  compute: (v) => {
    for (const [i, { strength }] of v.strengths.entries()) {
      if (strength.unit.dimension !== v.targetStrength.unit.dimension)
        refuseField(`strengths.${i}.strength`, 'unit-of-other-dimension', quantityText(strength), {
          code: 'like',
          what: 'strength',
          value: quantityText(v.targetStrength),
        });
      if (compare(strength, v.targetStrength) === 0)
        refuseField(`strengths.${i}.strength`, 'strength-is-target', quantityText(strength), {
          code: 'strength-not-target',
        });
    }
    const partners = link(
      v.strengths.map((s) => s.strength),
      v.targetStrength,
    );
    const one = named('one unit of strength', { amount: NUMBER.factor, unit: v.targetStrength.unit });
    const parts = partners.map((list, i) => {
      const differences = list.map((j) =>
        difference(v.strengths[j]?.strength ?? v.targetStrength, j, v.targetStrength),
      );
      return derive(
        `parts-${i + 1}`,
        `parts of strength ${i + 1}`,
        over(summed(differences), one),
        NUMBER,
        USP1160,
      );
    });
    const all = derive('parts', 'all parts', summed(parts.map(step)), NUMBER, USP1160);
    const total = named('total volume', v.totalVolume);
    const volumes = parts.map((p, i): [string, Derivation] => [
      `volume${i + 1}`,
      deriveIn(
        `volume-${i + 1}`,
        `volume of strength ${i + 1}`,
        over(times(total, step(p)), step(all)),
        ['mL', 'g'],
        [v.totalVolume],
        USP1160,
        'totalVolume',
      ),
    ]);
    return { steps: [...parts, all], outputs: Object.fromEntries(volumes) };
  },
});

const difference = (strength: Quantity, index: number, target: Quantity): Expr => {
  const [a, b] = [named(`strength ${index + 1}`, strength), named('target', target)];
  return compare(strength, target) > 0 ? minus(a, b) : minus(b, a);
};

/** For each strength the list of its partners on the other side of the target. */
function link(strengths: readonly Quantity[], target: Quantity): number[][] {
  const order = strengths.map((q, i) => ({ q, i })).toSorted((a, b) => compare(b.q, a.q));
  const above = order.filter(({ q }) => compare(q, target) > 0).map(({ i }) => i);
  const below = order
    .filter(({ q }) => compare(q, target) < 0)
    .map(({ i }) => i)
    .toReversed();
  if (above.length === 0 || below.length === 0)
    refuseField('targetStrength', 'target-outside-strengths', quantityText(target), {
      code: 'strengths-on-both-sides',
    });
  const partners: number[][] = strengths.map(() => []);
  for (let k = 0; k < Math.max(above.length, below.length); k += 1) {
    const [a, b] = [above[Math.min(k, above.length - 1)], below[Math.min(k, below.length - 1)]];
    if (a === undefined || b === undefined) continue;
    partners[a]?.push(b);
    partners[b]?.push(a);
  }
  return partners;
}
