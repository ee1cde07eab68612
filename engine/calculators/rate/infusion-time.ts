import type { Exact } from '../../number/notation.ts';
import { inBase } from '../../number/quantity.ts';
import { calculator, refuseField, sometimes, instantWords, wordsOut } from '../calculator.ts';
import { instantIn, optional, quantityIn } from '../field.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { FLOW, TIME, VOLUME } from '../units.ts';
import { dropFactorField, FLOW_OR_DROPS, flowFrom } from './flow.ts';

const terms = {
  volume: quantityIn('volume', VOLUME, { answerIn: ['mL'] }),
  rate: quantityIn('infusion rate', FLOW_OR_DROPS, {
    answerIn: ['mL/h'],
    note: 'gtt/min with the drop factor',
  }),
  duration: quantityIn('infusion time', TIME, { answerIn: ['h'], note: 'leave empty to have it answered' }),
};

export const infusionTime = calculator({
  id: 'infusion-time',
  title: 'Infusion time and end time',
  group: 'Rate',
  aliases: ['how long', 'run time', 'end of infusion', 'bag lasts', 'gtt/min'],
  fields: { ...optionalTerms(terms), dropFactor: dropFactorField, start: optional(instantIn('start')) },
  outputs: { ...outputsOf(terms, { rate: 'pump-step' }), end: sometimes(wordsOut('end')) },
  formula: 'infusion time = volume ÷ infusion rate; end = start + infusion time',
  validity: [
    'exactly one of volume, rate, duration is left empty',
    'a rate in gtt/min needs the drop factor',
    'the end is the last whole minute reached, in UTC',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: {
    input: { volume: '1 L', rate: '125 mL/h', start: '2026-03-02T08:00Z' },
    expected: { duration: '8 h', end: '2026-03-02T16:00Z' },
  },
  compute: (v) => {
    if (!v.rate && v.dropFactor)
      refuseField('dropFactor', 'not-used', null, { code: 'drops-with-factor', value: FLOW[0] });
    const flow = v.rate && flowFrom(v.rate, v.dropFactor);
    const { unknown, solved } = solve(
      terms,
      { over: ['rate', 'duration'], under: ['volume'] },
      { ...v, rate: flow?.rate },
      USP1160,
    );
    const duration = unknown === 'duration' ? solved.result : v.duration;
    const end =
      v.start !== undefined && duration ? instantWords(minutesAfter(v.start, inBase(duration))) : undefined;
    return { steps: flow?.steps ?? [], outputs: { [unknown]: solved, end } };
  },
});

/** Whole minutes after an instant; the hours are exact. */
export function minutesAfter(start: number, hours: Exact): number {
  const minutes = hours.mul(60n).floor();
  // count: minutes on the calendar, at most some years
  return start + Number(minutes.s * minutes.n);
}
