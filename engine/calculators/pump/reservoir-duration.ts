import {
  ceil,
  derive,
  min,
  minus,
  named,
  over,
  plus,
  step,
  times,
  valueOf,
  type Derivation,
  type Expr,
} from '../../derivation/derivation.ts';
import { ONE, ZERO, type Exact } from '../../number/notation.ts';
import { worstIn } from '../../exposure/closed-form.ts';
import { KEEPS_ITS_LIMIT, type PcaDelivery } from '../../exposure/delivery.ts';
import { timeToGive } from '../../timeline/run-out.ts';
import { WORST } from '../../exposure/use.ts';
import {
  compare,
  inBase,
  isZero,
  plain,
  quantity,
  quantityText,
  scale,
  type Mass,
  type MassRate,
  type Quantity,
  type Time,
} from '../../number/quantity.ts';
import { issue, Refused } from '../../number/result.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { numberIn, optional, quantityIn } from '../field.ts';
import { RESERVOIR } from '../sources.ts';
import { STRENGTH, TIME, VOLUME } from '../units.ts';
import { BOLUSES, inVolume, RATES } from './volumes.ts';
import { emptyAfter } from './run-out.ts';

const h = unit('h', 'time');

export const reservoirDuration = calculator({
  id: 'reservoir-duration',
  title: 'Duration of a reservoir: shortest, expected, longest',
  group: 'Pump',
  aliases: ['cassette lasts', 'run-out', 'bag change', 'refill', 'empty'],
  fields: {
    fillVolume: quantityIn('fill volume', VOLUME),
    priming: optional(quantityIn('priming volume', VOLUME, { zero: true })),
    residual: optional(quantityIn('residual volume', VOLUME, { zero: true })),
    rate: quantityIn('continuous rate', RATES, {
      zero: true,
      note: 'mL/h, or drug per time with the concentration',
    }),
    bolus: optional(quantityIn('bolus', BOLUSES, { note: 'mL, or drug with the concentration' })),
    lockout: optional(quantityIn('lockout', ['min', 'h'], { least: '1 min', most: '24 h' })),
    limit4h: optional(quantityIn('4 h limit', BOLUSES, { note: 'basal and boluses together' })),
    bolusesPerDay: optional(numberIn('expected boluses a day', { also: ['doses/day'], zero: true })),
    concentration: optional(quantityIn('concentration', STRENGTH)),
    beyondUse: optional(quantityIn('time to the beyond-use date', TIME, { note: 'no duration is longer' })),
  },
  outputs: {
    usable: quantityOut('usable volume', ['mL']),
    longest: sometimes(quantityOut('longest, no bolus', ['h'])),
    expected: sometimes(quantityOut('expected', ['h'])),
    shortest: sometimes(quantityOut('shortest, every bolus: empty at the earliest, dose by dose', ['h'])),
    steady: sometimes(quantityOut('every bolus, spread evenly over the hours', ['h'])),
  },
  formula:
    'usable = fill − priming − residual; longest = usable ÷ rate; expected = usable ÷ (rate + boluses a day × bolus); shortest = dose by dose, the first dose at the start, under a 4 h limit too; steady = usable ÷ (rate + ceil(1 h ÷ lockout) × bolus per h)',
  validity: [
    'priming and residual leave a usable volume',
    'a bolus needs its lockout; a 4 h limit needs bolus and lockout',
    'plan refills on the shortest, stock on the longest (house rule)',
  ],
  source: RESERVOIR,
  example: {
    input: {
      fillVolume: '100 mL',
      priming: '2.2 mL',
      residual: '5 mL',
      rate: '0.5 mL/h',
      bolus: '0.2 mL',
      lockout: '10 min',
    },
    expected: { usable: '92.8 mL', longest: '185.6 h', shortest: '54.5 h', steady: 'about 54.6 h' },
  },
  compute: (v) => {
    const usable = usableOf(v.fillVolume, v.priming, v.residual);
    const rate = inVolume('rate', 'continuous rate', v.rate, v.concentration);
    const bolus = v.bolus && inVolume('bolus', 'bolus', v.bolus, v.concentration);
    if (isZero(v.rate) && !bolus)
      refuseField('rate', 'nothing-to-give', quantityText(v.rate), { code: 'rate-above-zero-or-bolus' });
    for (const [path, given] of [
      ['lockout', v.lockout],
      ['limit4h', v.limit4h],
      ['bolusesPerDay', v.bolusesPerDay],
    ] as const)
      if (given && !bolus) refuseField('bolus', 'missing', null, { code: 'bolus-where-given', field: path });
    const capped = (e: Expr) => (v.beyondUse ? min(e, named('time to the beyond-use date', v.beyondUse)) : e);
    const lasts = (id: string, name: string, use: Expr) =>
      derive(id, name, capped(over(step(usable), use)), h, RESERVOIR);
    const longest = isZero(v.rate) ? undefined : lasts('longest', 'longest, no bolus', step(rate));
    if (!bolus) return { steps: [rate], outputs: { usable, longest } };
    const perDay = v.bolusesPerDay && expectedUse(rate, bolus, v.bolusesPerDay);
    const expected = perDay && !isZero(valueOf(perDay)) ? lasts('expected', 'expected', perDay) : undefined;
    if (!v.lockout) {
      if (v.limit4h || !v.bolusesPerDay)
        refuseField('lockout', 'missing', null, { code: 'lockout-or-boluses-a-day' });
      return { steps: [rate, bolus], outputs: { usable, longest, expected } };
    }
    const limit = v.limit4h && inVolume('limit4h', '4 h limit', v.limit4h, v.concentration);
    if (limit) {
      const shortest = underLimit({ usable, rate, bolus, lockout: v.lockout, limit }, v.beyondUse);
      return { steps: [rate, bolus, limit], outputs: { usable, longest, expected, shortest } };
    }
    const steady = lasts('steady', 'every bolus, spread evenly', mostUse(rate, bolus, v.lockout));
    const first = byEvents(usable, rate, bolus, v.lockout, v.beyondUse ? undefined : steady);
    const shortest = derive('shortest', 'shortest, every bolus', capped(step(first)), h, RESERVOIR);
    return {
      steps: [rate, bolus, first],
      outputs: { usable, longest, expected, shortest, steady },
    };
  },
});

interface Limited {
  readonly usable: Derivation<'volume'>;
  readonly rate: Derivation;
  readonly bolus: Derivation;
  readonly lockout: Quantity;
  readonly limit: Derivation;
}

/**
 * When a reservoir is empty at the earliest under a 4 h limit: the pump run dose by dose, since the doses of the first
 * hours may use the limit up at once. The closed form of the worst case must leave room for what the run gave.
 */
function underLimit(p: Limited, beyondUse: Quantity | undefined): Derivation<'time'> {
  // a pump moves volumes: the run of the exposure engine counts them as it counts drug
  const apart = plus(step(p.rate), over(step(p.bolus), named('lockout', p.lockout)));
  const slower = min(apart, over(step(p.limit), named('4 h', quantity('4 h', 'time'))));
  // a limit need not be used up to the last in each of its windows: four times as long is long enough
  const course = plus(
    times(named('4', plain('4')), over(step(p.usable), slower)),
    named('8 h', quantity('8 h', 'time')),
  );
  const duration = valueOf(course) as Time;
  const delivery: PcaDelivery = {
    kind: 'pca',
    demand: p.bolus.result as Mass,
    lockout: p.lockout as Time,
    basal: p.rate.result as MassRate,
    dayNight: null,
    limit: { amount: p.limit.result as Mass, window: quantity('4 h', 'time'), atLimit: KEEPS_ITS_LIMIT },
    doseLimits: [],
    loading: null,
    clinician: null,
    scheduled: null,
    kvoAtLimit: scale(p.rate.result as MassRate, ZERO),
    sessions: { duration, every: duration, count: ONE },
  };
  const run = timeToGive(delivery, p.usable.result as Quantity as Mass, WORST);
  const most = run && worstIn(delivery, run).plusOneDose?.result;
  if (!run || !most || compare<string>(most, p.usable.result) < 0)
    throw new Refused(
      issue(
        'second-opinion-differs',
        run ? quantityText(run) : 'never empty',
        { code: 'time-to-empty' },
        'shortest',
      ),
    );
  const empty = named('empty at the earliest, dose by dose under the limit', run);
  const expr = beyondUse ? min(empty, named('time to the beyond-use date', beyondUse)) : empty;
  return derive('shortest', 'shortest, every bolus', expr, h, RESERVOIR);
}

function usableOf(
  fill: Quantity,
  priming: Quantity | undefined,
  residual: Quantity | undefined,
): Derivation<'volume'> {
  const parts = [
    ['priming volume', priming],
    ['residual volume', residual],
  ] as const;
  const expr = parts.reduce<Expr>(
    (e, [name, q]) => (q ? minus(e, named(name, q)) : e),
    named('fill volume', fill),
  );
  const d = derive('usable', 'usable volume', expr, unit('mL', 'volume'), RESERVOIR);
  if (d.result.amount.compare(0n) <= 0)
    refuseField('fillVolume', 'nothing-usable', quantityText(fill), {
      code: 'more-than-priming-and-residual',
    });
  return d;
}

const expectedUse = (rate: Derivation, bolus: Derivation, perDay: Exact): Expr =>
  plus(
    step(rate),
    over(
      times(named('boluses a day', plain(perDay)), step(bolus)),
      named('1 day', quantity('1 day', 'time')),
    ),
  );

function mostUse(rate: Derivation, bolus: Derivation, lockout: Quantity): Expr {
  const hour = named('1 h', quantity('1 h', 'time'));
  return plus(step(rate), over(times(ceil(over(hour, named('lockout', lockout))), step(bolus)), hour));
}

/** The closed form against the run dose by dose: they differ by less than one lockout (whole doses an hour, first dose at 0). */
function byEvents(
  usable: Derivation,
  rate: Derivation,
  bolus: Derivation,
  lockout: Quantity,
  steady: Derivation | undefined,
): Derivation {
  const run = emptyAfter(inBase(usable.result), inBase(rate.result), inBase(bolus.result), inBase(lockout));
  const lockouts = times(named('lockouts', plain(run.doses)), named('lockout', lockout));
  const room = minus(step(usable), times(named('doses', plain(run.doses.add(1n))), step(bolus)));
  const after = run.byBasal ? over(room, step(rate)) : lockouts;
  const d = derive('first-empty', 'empty at the earliest, dose by dose', after, h, RESERVOIR);
  const early =
    steady && compare<string>(d.result, { amount: steady.result.amount.sub(inBase(lockout)), unit: h }) < 0;
  if (early || d.result.amount.compare(run.hours) !== 0)
    throw new Refused(
      issue(
        'second-opinion-differs',
        quantityText(d.result),
        { code: 'less-at-most-one-lockout', value: steady ? quantityText(steady.result) : '' },
        'shortest',
      ),
    );
  return d;
}
