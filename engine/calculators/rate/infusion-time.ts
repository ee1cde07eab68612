import { instantText } from '../../calendar.ts';
import type { Exact } from '../../notation.ts';
import { inBase } from '../../quantity.ts';
import { calculator, sometimes, words, wordsOut } from '../calculator.ts';
import { instantIn, optional, quantityIn } from '../field.ts';
import { optionalTerms, outputsOf, solve } from '../solve.ts';
import { USP1160 } from '../sources.ts';
import { FLOW, TIME, VOLUME } from '../units.ts';

const terms = {
  volume: quantityIn('volume', VOLUME, { answerIn: ['mL'] }),
  rate: quantityIn('infusion rate', FLOW, { answerIn: ['mL/h'] }),
  duration: quantityIn('infusion time', TIME, { answerIn: ['h'], note: 'leave empty to have it answered' }),
};

export const infusionTime = calculator({
  id: 'infusion-time',
  title: 'Infusion time and end time',
  group: 'Rate',
  aliases: ['how long', 'run time', 'end of infusion', 'bag lasts'],
  fields: { ...optionalTerms(terms), start: optional(instantIn('start')) },
  outputs: { ...outputsOf(terms, { rate: 'pump-step' }), end: sometimes(wordsOut('end')) },
  formula: 'infusion time = volume ÷ infusion rate; end = start + infusion time',
  validity: [
    'exactly one of volume, rate, duration is left empty',
    'the end is the last whole minute reached, in UTC',
  ],
  source: USP1160,
  solveFor: Object.keys(terms),
  example: {
    input: { volume: '1 L', rate: '125 mL/h', start: '2026-03-02T08:00Z' },
    expected: { duration: '8 h', end: '2026-03-02T16:00Z' },
  },
  compute: (v) => {
    const { unknown, solved } = solve(terms, { over: ['rate', 'duration'], under: ['volume'] }, v, USP1160);
    const duration = unknown === 'duration' ? solved.result : v.duration;
    const end =
      v.start !== undefined && duration
        ? words(instantText(minutesAfter(v.start, inBase(duration))))
        : undefined;
    return { outputs: { [unknown]: solved, end } };
  },
});

/** Whole minutes after an instant; the hours are exact. */
export function minutesAfter(start: number, hours: Exact): number {
  const minutes = hours.mul(60n).floor();
  // count: minutes on the calendar, at most some years
  return start + Number(minutes.s * minutes.n);
}
