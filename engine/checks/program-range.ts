import { failing, houseRule, notDone, pass, type Check, type Facts } from './check.ts';
import type { Finding } from '../report.ts';

const CHECK = 'program-range';
const RANGE = houseRule(
  'pump-range',
  'hard',
  'The value is outside the range of the pump.',
  'ranges in engine/pumps, each with its source',
);
const UNKNOWN = houseRule(
  'pump-range-not-known',
  'soft',
  'No source gives this range: the site enters it from the manual of its pump.',
  'labels_and_pumps.md 3',
);
const UNCONFIRMED = houseRule(
  'pump-figures-unconfirmed',
  'info',
  'Ranges or steps of this pump come from general knowledge or a house rule: confirm them in its manual.',
  'pumps.json',
);

export const programRange: Check = {
  id: CHECK,
  asks: "Is each value inside the pump's range, and is that range known from a source?",
  run: (f: Facts): Finding[] => {
    const used = f.program.fields.filter((x) => x.programmed !== null);
    const known = used
      .filter((x) => x.range === 'within' || x.range === 'outside')
      .map((x) => {
        const answer = {
          subject: x.label,
          observed: x.volume ?? x.programmed,
          limit: `${x.min?.value ?? 'no minimum'} to ${x.max?.value ?? 'no maximum'}`,
        };
        return x.range === 'within' ? pass(CHECK, RANGE, answer) : failing(CHECK, RANGE, answer);
      });
    const missing = used.filter((x) => x.range === 'not-known').map((x) => x.label);
    const unknown =
      missing.length > 0
        ? [notDone(CHECK, UNKNOWN, `the range of ${missing.join(', ')}`, { subject: f.program.pump.model })]
        : [];
    const figures = used
      .flatMap((x) => [x.min, x.max, x.step])
      .filter((x) => x !== null && x.provenance !== 'sourced');
    const unconfirmed =
      figures.length > 0
        ? [
            failing(CHECK, UNCONFIRMED, {
              subject: f.program.pump.model,
              observed: `${figures.length} figures`,
            }),
          ]
        : [];
    return [...known, ...unknown, ...unconfirmed];
  },
};
