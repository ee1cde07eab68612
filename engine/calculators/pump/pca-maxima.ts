import {
  derive,
  floor,
  minus,
  named,
  over,
  step,
  times,
  type Derivation,
} from '../../derivation/derivation.ts';
import { ZERO } from '../../number/notation.ts';
import {
  compare,
  mul,
  of,
  quantity,
  quantityText,
  to,
  type Mass,
  type MassRate,
  type Quantity,
  type Time,
} from '../../number/quantity.ts';
import { issue, type Issue } from '../../number/result.ts';
import { NUMBER, unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes, words, wordsOut } from '../calculator.ts';
import { countIn, optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { PCA } from '../sources.ts';
import { STRENGTH } from '../units.ts';
import { confirm, maximum, type Hours } from './pca.ts';
import type { Pca } from './pca-joint.ts';

const AMOUNTS = ['mg', 'mcg', 'mL'];

export const pcaMaxima = calculator({
  id: 'pca-maxima',
  title: 'PCA: most in 1, 4 and 24 hours',
  group: 'Pump',
  aliases: ['PCA', 'lockout', 'demand dose', 'bolus', 'hourly maximum', '4-hour limit', 'basal'],
  fields: {
    demand: quantityIn('demand dose', AMOUNTS),
    lockout: quantityIn('lockout', ['min', 'h'], { least: '1 min', most: '24 h' }),
    basal: optional(
      quantityIn('basal rate', ['mg/h', 'mcg/h', 'mL/h'], { zero: true, note: 'none if left empty' }),
    ),
    limit1h: optional(quantityIn('1 h limit', AMOUNTS)),
    limit4h: optional(quantityIn('4 h limit', AMOUNTS)),
    maxDosesPerHour: optional(countIn('most doses an hour', { most: '60' })),
    loading: optional(quantityIn('loading dose', AMOUNTS, { note: 'outside the limits; added once' })),
    concentration: optional(quantityIn('concentration', STRENGTH.slice(0, 2), { note: 'gives the volumes' })),
  },
  outputs: {
    max1h: quantityOut('maximum in 1 h without a loading dose', AMOUNTS, 'precise'),
    max4h: quantityOut('maximum in 4 h without a loading dose', AMOUNTS, 'precise'),
    max24h: quantityOut('maximum in 24 h without a loading dose', AMOUNTS, 'precise'),
    binding1h: wordsOut('what binds in 1 h'),
    binding4h: wordsOut('what binds in 4 h'),
    binding24h: wordsOut('what binds in 24 h'),
    dosesPer4h: sometimes(quantityOut('demand doses within the 4 h limit', [''], 'precise')),
    spacing: sometimes(quantityOut('one demand dose per, on average', ['min'])),
    max1hWithLoading: sometimes(quantityOut('maximum in 1 h with the loading dose', AMOUNTS, 'precise')),
    max4hWithLoading: sometimes(quantityOut('maximum in 4 h with the loading dose', AMOUNTS, 'precise')),
    max24hWithLoading: sometimes(quantityOut('maximum in 24 h with the loading dose', AMOUNTS, 'precise')),
    volume24h: sometimes(quantityOut('volume of the 24 h maximum', ['mL'])),
    bothLimits: sometimes(wordsOut('with both limits at once')),
  },
  formula:
    'in a window: basal × window + ceil(window ÷ lockout) × demand dose, at most the limits (1 h limit × hours, 4 h limit × 6 in 24 h), whichever of the two is less',
  validity: [
    'lockout from 1 min to 24 h, counted from dose to dose',
    'each limit is above what the basal gives in its window, and not below one dose',
    'limits counted with basal and demand doses, clinician and loading doses outside',
    'two limits together: the lesser holds; a run under both says whether it is reached or an upper bound',
  ],
  source: PCA,
  example: {
    input: { demand: '0.4 mg', lockout: '10 min', basal: '0.2 mg/h', limit4h: '6 mg' },
    expected: {
      max1h: '2.6 mg',
      max4h: '6 mg',
      max24h: '36 mg',
      binding4h: '4 h limit',
      dosesPer4h: '13',
      spacing: 'about 18.5 min',
    },
  },
  compute: (v) => {
    const byVolume = v.demand.unit.dimension === 'volume';
    const none = of(ZERO, unit(byVolume ? 'mL/h' : 'mg/h')) as MassRate;
    sameKind(v.demand, { basal: v.basal, limit1h: v.limit1h, limit4h: v.limit4h, loading: v.loading });
    if (byVolume && v.concentration)
      refuseField('concentration', 'not-used', quantityText(v.concentration), { code: 'no-concentration' });
    const p: Pca = {
      demand: v.demand as Mass,
      lockout: v.lockout as Time,
      basal: (v.basal as MassRate | undefined) ?? none,
      limit1h: (v.limit1h as Mass | undefined) ?? null,
      limit4h: (v.limit4h as Mass | undefined) ?? null,
      maxDosesPerHour: v.maxDosesPerHour ?? null,
    };
    limitIssues(p);
    const [one, four, day] = [maximum(p, '1'), maximum(p, '4'), maximum(p, '24')];
    const reached = confirm(p, [
      ['1', one],
      ['4', four],
      ['24', day],
    ]);
    const volume24h =
      v.concentration &&
      derive(
        'volume-24-h',
        'volume of the 24 h maximum',
        over(step(day.amount), named('concentration', v.concentration)),
        unit('mL'),
        PCA,
      );
    return {
      steps: [one.free, four.free, day.free],
      outputs: {
        max1h: one.amount,
        max4h: four.amount,
        max24h: day.amount,
        binding1h: words(one.binding),
        binding4h: words(four.binding),
        binding24h: words(day.binding),
        ...underLimit(p),
        max1hWithLoading: v.loading && withLoading('1', one.amount, v.loading),
        max4hWithLoading: v.loading && withLoading('4', four.amount, v.loading),
        max24hWithLoading: v.loading && withLoading('24', day.amount, v.loading),
        volume24h,
        bothLimits: reached ? words(bothText(reached)) : undefined,
      },
      warnings: looseLimits(p, one, four),
    };
  },
});

/** What the run under both limits says of the three maxima: given to the full, or no more than. */
function bothText(reached: readonly Hours[]): string {
  const said = (['1', '4', '24'] as const).map(
    (h) => `${h} h ${reached.includes(h) ? 'reached' : 'upper bound'}`,
  );
  return said.join(', ');
}

const withLoading = (h: Hours, most: Derivation, loading: Quantity): Derivation =>
  deriveIn(
    `max-${h}-h-loading`,
    `maximum in ${h} h with the loading dose`,
    { kind: 'sum', sign: '+', a: step(most), b: named('loading dose', loading) },
    AMOUNTS,
    [most.result],
    PCA,
    'loading',
  );

/** Doses of drug, or doses of volume: one kind for all that is added up. */
function sameKind(demand: Quantity, others: Readonly<Record<string, Quantity | undefined>>): void {
  for (const [path, q] of Object.entries(others))
    if (q && q.unit.dimension.split('/')[0] !== demand.unit.dimension)
      refuseField(path, 'unit-of-other-dimension', quantityText(q), {
        code: 'unit-like-demand-dose',
        value: quantityText(demand),
      });
}

function limitIssues(p: Pca): void {
  for (const [path, limit, window] of [
    ['limit1h', p.limit1h, '1 h'],
    ['limit4h', p.limit4h, '4 h'],
  ] as const) {
    if (!limit) continue;
    if (compare(limit, p.demand) < 0)
      refuseField(path, 'limit-below-one-dose', quantityText(limit), {
        code: 'at-least-one-dose',
        demand: quantityText(p.demand),
      });
    const basal = to(mul<'mass'>(p.basal, quantity(window, 'time')), p.demand.unit);
    if (compare(limit, basal) <= 0)
      refuseField(path, 'limit-not-above-basal', quantityText(limit), {
        code: 'more-than-basal-gives',
        window,
        value: quantityText(basal),
      });
  }
}

function underLimit(p: Pca): Record<string, Derivation> {
  if (!p.limit4h) return {};
  const window = named('4 h', quantity('4 h', 'time'));
  const room = minus(named('4 h limit', p.limit4h), times(named('basal rate', p.basal), window));
  const doses = derive(
    'doses-under-limit',
    'demand doses within the 4 h limit',
    floor(over(room, named('demand dose', p.demand))),
    NUMBER,
    PCA,
  );
  if (doses.result.amount.n === 0n) return { dosesPer4h: doses };
  return {
    dosesPer4h: doses,
    spacing: derive(
      'spacing',
      'one demand dose per, on average',
      over(window, step(doses)),
      unit('min'),
      PCA,
    ),
  };
}

const loose = (path: string, limit: Mass | null, free: Mass): Issue[] =>
  limit && compare(limit, free) >= 0
    ? [
        issue(
          'limit-never-binds',
          quantityText(limit),
          { code: 'limit-below-lockout', value: quantityText(free) },
          path,
        ),
      ]
    : [];

/** A limit that never binds protects nobody: said, not refused (calculations.md 7). */
function looseLimits(p: Pca, one: ReturnType<typeof maximum>, four: ReturnType<typeof maximum>): Issue[] {
  return [...loose('limit1h', p.limit1h, one.free.result), ...loose('limit4h', p.limit4h, four.free.result)];
}
