import { derive, named, over, step, type Derivation } from '../../derivation/derivation.ts';
import { quantityText, type Quantity } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { optional, quantityIn } from '../field.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { FLOW, TIME, VOLUME } from '../units.ts';

const terms = {
  rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'], note: 'or volume and duration' }),
  dropFactor: quantityIn('drop factor', ['gtt/mL']),
  dropRate: quantityIn('drop rate', ['gtt/min'], { note: 'leave empty to have it answered' }),
};

export const dropsPerMinute = calculator({
  id: 'drops-per-minute',
  title: 'Drops per minute',
  group: 'Rate',
  aliases: ['gtt/min', 'drip rate', 'drop factor', 'gravity set'],
  fields: {
    ...optionalTerms(terms),
    volume: optional(quantityIn('volume', VOLUME)),
    duration: optional(quantityIn('duration', TIME)),
  },
  outputs: {
    ...outputsOf(terms, { rate: 'pump-step', dropRate: 'whole-drops' }),
    duration: sometimes(quantityOut('duration', ['h'])),
  },
  formula: 'drops per minute = infusion rate × drop factor; infusion rate = volume ÷ duration',
  validity: [
    'the drop factor is printed on the set',
    'volume and duration stand for the rate; exactly one of rate, dropFactor, dropRate is the answer',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: {
    input: { volume: '100 mL', duration: '15 min', dropFactor: '20 gtt/mL' },
    expected: { dropRate: 'about 133.3 gtt/min' },
  },
  compute: (v) => {
    const flow = flowOf(v.rate, v.volume, v.duration, v.dropRate !== undefined && v.dropFactor !== undefined);
    const given = { rate: flow?.result, dropFactor: v.dropFactor, dropRate: v.dropRate };
    const { unknown, solved } = solve(
      terms,
      { over: ['rate', 'dropFactor'], under: ['dropRate'] },
      given,
      USP1160,
    );
    const runs =
      unknown === 'rate' && v.volume
        ? derive('duration', 'duration', over(named('volume', v.volume), step(solved)), unit('h'), USP1160)
        : undefined;
    return { steps: flow ? [flow] : [], outputs: { [unknown]: solved, duration: runs } };
  },
});

/** The rate as given, or from volume and duration; with drops and factor known, a volume alone asks for the duration. */
function flowOf(
  rate: Quantity | undefined,
  volume: Quantity | undefined,
  duration: Quantity | undefined,
  asksDuration: boolean,
): Derivation | undefined {
  const mLh = unit('mL/h');
  if (rate) {
    const double = volume ? ('volume' as const) : duration ? ('duration' as const) : undefined;
    if (double)
      refuseField(double, 'two-rates', quantityText(volume ?? duration ?? rate), {
        code: 'rate-or-volume-and-duration-not-both',
      });
    return derive('infusion-rate', 'infusion rate', named('infusion rate', rate), mLh, USP1160);
  }
  if (!volume && !duration) return undefined;
  if (!volume) refuseField('volume', 'missing', null, { code: 'volume-of-duration' });
  if (!duration)
    return asksDuration
      ? undefined
      : refuseField('duration', 'missing', null, { code: 'duration-of-volume' });
  return derive(
    'infusion-rate',
    'infusion rate',
    over(named('volume', volume), named('duration', duration)),
    mLh,
    USP1160,
  );
}
