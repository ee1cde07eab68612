import { derive, minus, named, over, step, times } from '../../derivation/derivation.ts';
import { compare, of, quantityText, type Quantity } from '../../number/quantity.ts';
import { exact } from '../../number/notation.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { instantIn, optional, quantityIn } from '../field.ts';
import { instantText, type Minute } from '../../time/calendar.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { AMOUNT, STRENGTH, TIME, VOLUME } from '../units.ts';
import { dropFactorField, FLOW_OR_DROPS, flowFrom } from './flow.ts';

export const volumeInfused = calculator({
  id: 'volume-infused',
  title: 'Volume infused so far',
  group: 'Rate',
  aliases: ['VTBI', 'remaining volume', 'volume left', 'amount given so far'],
  fields: {
    rate: quantityIn('infusion rate', FLOW_OR_DROPS),
    dropFactor: dropFactorField,
    elapsed: optional(quantityIn('time elapsed', TIME, { zero: true, note: 'or start and now' })),
    start: optional(instantIn('start')),
    now: optional(instantIn('now')),
    volume: optional(quantityIn('volume of the bag', VOLUME, { note: 'gives what is left' })),
    concentration: optional(quantityIn('concentration', STRENGTH, { note: 'gives the drug amount' })),
  },
  outputs: {
    infused: quantityOut('volume infused', ['mL']),
    drugInfused: sometimes(quantityOut('drug infused', AMOUNT)),
    remaining: sometimes(quantityOut('volume left', ['mL'])),
    timeLeft: sometimes(quantityOut('time left', ['h'])),
  },
  formula:
    'volume infused = infusion rate × time elapsed; left = volume − infused; time left = left ÷ infusion rate',
  validity: [
    'now is not before the start',
    'not more is infused than the bag holds',
    'a rate in gtt/min needs the drop factor',
  ],
  source: USP1160,
  example: {
    input: { rate: '50 mL/h', elapsed: '3 h', volume: '500 mL' },
    expected: { infused: '150 mL', remaining: '350 mL', timeLeft: '7 h' },
  },
  compute: (v) => {
    const elapsed = v.elapsed ?? between(v.start, v.now);
    if (v.elapsed && (v.start !== undefined || v.now !== undefined))
      refuseField('elapsed', 'two-times', quantityText(v.elapsed), {
        code: 'time-elapsed-or-start-and-now-not-both',
      });
    const { rate, steps } = flowFrom(v.rate, v.dropFactor);
    const infused = derive(
      'infused',
      'volume infused',
      times(named('infusion rate', rate), named('time elapsed', elapsed)),
      unit('mL'),
      USP1160,
    );
    const drugInfused =
      v.concentration &&
      deriveIn(
        'drug-infused',
        'drug infused',
        times(step(infused), named('concentration', v.concentration)),
        AMOUNT,
        [v.concentration],
        USP1160,
        'concentration',
      );
    if (!v.volume) return { steps, outputs: { infused, drugInfused } };
    if (compare(infused.result, v.volume) > 0)
      refuseField('volume', 'more-infused-than-held', quantityText(v.volume), {
        code: 'at-least-volume-infused',
        value: quantityText(infused.result),
      });
    const remaining = derive(
      'remaining',
      'volume left',
      minus(named('volume', v.volume), step(infused)),
      unit('mL'),
      USP1160,
    );
    const timeLeft = derive(
      'time-left',
      'time left',
      over(step(remaining), named('infusion rate', rate)),
      unit('h'),
      USP1160,
    );
    return { steps, outputs: { infused, drugInfused, remaining, timeLeft } };
  },
});

function between(start: Minute | undefined, now: Minute | undefined): Quantity {
  if (start === undefined) refuseField('start', 'missing', null, { code: 'start-and-now-or-time-elapsed' });
  if (now === undefined) refuseField('now', 'missing', null, { code: 'start-and-now-or-time-elapsed' });
  if (now < start)
    refuseField('now', 'dates-out-of-order', instantText(now), {
      code: 'not-before-start',
      value: instantText(start),
    });
  return of(exact(BigInt(now - start)), unit('min'));
}
