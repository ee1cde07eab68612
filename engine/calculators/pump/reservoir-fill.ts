import {
  derive,
  named,
  number,
  plus,
  step,
  times,
  type Derivation,
  type Expr,
} from '../../derivation/derivation.ts';
import { compare, plain, quantity, quantityText, type Quantity } from '../../number/quantity.ts';
import type { Exact } from '../../number/notation.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { numberIn, optional, percentIn, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { RESERVOIR } from '../sources.ts';
import { STRENGTH, TIME, VOLUME } from '../units.ts';
import { inVolume, RATES, BOLUSES } from './volumes.ts';

const mL = unit('mL', 'volume');

export const reservoirFill = calculator({
  id: 'reservoir-fill',
  title: 'Reservoir fill volume',
  group: 'Pump',
  aliases: ['cassette fill', 'priming volume', 'residual volume', 'pump accuracy', 'bag size'],
  fields: {
    rate: quantityIn('continuous rate', RATES, {
      zero: true,
      note: 'mL/h, or drug per time with the concentration',
    }),
    duration: quantityIn('duration of the therapy', TIME),
    bolus: optional(quantityIn('bolus', BOLUSES, { note: 'mL, or drug with the concentration' })),
    bolusesPerDay: optional(numberIn('expected boluses a day', { also: ['doses/day'], zero: true })),
    concentration: optional(quantityIn('concentration', STRENGTH)),
    accuracy: optional(
      percentIn('pump accuracy', {
        zero: true,
        most: '100 %',
        note: 'none unless given; from the pump manual',
      }),
    ),
    priming: optional(quantityIn('priming volume', VOLUME, { zero: true })),
    residual: optional(quantityIn('residual volume', VOLUME, { zero: true })),
    capacity: optional(quantityIn('capacity of the reservoir', VOLUME)),
  },
  outputs: {
    therapyVolume: quantityOut('volume of the therapy', ['mL']),
    fillVolume: quantityOut('fill volume', ['mL']),
    drugAmount: sometimes(quantityOut('drug in the reservoir', ['mg', 'mcg', 'units', 'mEq', 'mmol'])),
  },
  formula:
    'therapy = rate × duration + boluses × bolus volume; fill = therapy × (1 + accuracy) + priming + residual',
  validity: [
    'priming and residual are measured per set and reservoir: none is assumed',
    'a capacity below the fill volume is refused',
  ],
  source: RESERVOIR,
  example: {
    input: {
      rate: '0.5 mL/h',
      duration: '72 h',
      bolus: '0.2 mL',
      bolusesPerDay: '12',
      accuracy: '6 %',
      priming: '2.2 mL',
      residual: '5 mL',
    },
    expected: { therapyVolume: '43.2 mL', fillVolume: '52.992 mL' },
  },
  compute: (v) => {
    const rate = inVolume('rate', 'continuous rate', v.rate, v.concentration);
    const basal = times(step(rate), named('duration', v.duration));
    const boluses = bolusVolume(v.bolus, v.bolusesPerDay, v.duration, v.concentration);
    const therapy = derive(
      'therapy-volume',
      'volume of the therapy',
      boluses ? plus(basal, step(boluses)) : basal,
      mL,
      RESERVOIR,
    );
    if (therapy.result.amount.n === 0n)
      refuseField('rate', 'nothing-to-give', quantityText(v.rate), { code: 'rate-above-zero-or-boluses' });
    const fill = derive(
      'fill-volume',
      'fill volume',
      fillOf(therapy, v.accuracy, v.priming, v.residual),
      mL,
      RESERVOIR,
    );
    if (v.capacity && compare(v.capacity, fill.result) < 0)
      refuseField('capacity', 'reservoir-too-small', quantityText(v.capacity), {
        code: 'at-least-fill-volume',
        value: quantityText(fill.result),
      });
    const drugAmount = v.concentration && inDrug(fill, v.concentration);
    return {
      steps: [rate, ...(boluses ? [boluses] : [])],
      outputs: { therapyVolume: therapy, fillVolume: fill, drugAmount },
    };
  },
});

function bolusVolume(
  bolus: Quantity | undefined,
  perDay: Exact | undefined,
  duration: Quantity,
  concentration: Quantity | undefined,
): Derivation | undefined {
  if (!bolus && !perDay) return undefined;
  if (!bolus) refuseField('bolus', 'missing', null, { code: 'bolus-with-number' });
  if (!perDay) refuseField('bolusesPerDay', 'missing', null, { code: 'boluses-a-day-with-bolus' });
  const each = inVolume('bolus', 'bolus', bolus, concentration);
  const days = named('duration', duration);
  const count = times(named('boluses a day', plain(perDay)), {
    kind: 'product',
    sign: '÷',
    a: days,
    b: named('1 day', quantity('1 day', 'time')),
  });
  return derive('bolus-volume', 'volume of the boluses', times(count, each.expr), mL, RESERVOIR);
}

function fillOf(
  therapy: Derivation,
  accuracy: Quantity | undefined,
  priming: Quantity | undefined,
  residual: Quantity | undefined,
): Expr {
  const wide = accuracy
    ? times(step(therapy), plus(number('1'), named('accuracy', accuracy)))
    : step(therapy);
  const extra = [
    ['priming volume', priming],
    ['residual volume', residual],
  ] as const;
  return extra.reduce<Expr>((e, [name, q]) => (q ? plus(e, named(name, q)) : e), wide);
}

const inDrug = (fill: Derivation, concentration: Quantity): Derivation =>
  deriveIn(
    'drug-amount',
    'drug in the reservoir',
    times(step(fill), named('concentration', concentration)),
    ['mg', 'mcg', 'units', 'mEq', 'mmol'],
    [concentration],
    RESERVOIR,
    'concentration',
  );
