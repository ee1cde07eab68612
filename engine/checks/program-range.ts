import { text } from '../answers/subjects.ts';
import { failing, houseRule, notDone, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import type { Finding } from './report.ts';

const CHECK = 'program-range';
const RANGE = houseRule('pump-range', 'hard');
const UNKNOWN = houseRule('pump-range-not-known', 'soft');
const UNCONFIRMED = houseRule('pump-figures-unconfirmed', 'info');

export const programRange: Check = {
  id: CHECK,
  asks: "Is each value inside the pump's range, and is that range known from a source?",
  run: (f: Facts): Finding[] => {
    const { fields, atMost } = f.program;
    // what is not known of a field is said once, of its start
    const most = atMost && atMost.range !== 'not-known' ? [atMost] : [];
    const used = [...fields, ...most].filter((x) => x.programmed !== null);
    const known = used
      .filter((x) => x.range === 'within' || x.range === 'outside')
      .map((x) => {
        const answer = {
          subject: text(x.label),
          observed: { code: 'amount', value: x.volume ?? x.programmed ?? '' },
          limit: { code: 'from-to', min: x.min?.value ?? null, max: x.max?.value ?? null },
        } as const;
        return x.range === 'within' ? pass(CHECK, RANGE, answer) : failing(CHECK, RANGE, answer);
      });
    const missing = used.filter((x) => x.range === 'not-known').map((x) => x.label);
    const unknown =
      missing.length > 0
        ? [
            notDone(
              CHECK,
              UNKNOWN,
              { code: 'pump-range', fields: missing },
              { subject: text(f.program.pump.model), about: 'pump' },
            ),
          ]
        : [];
    const figures = used
      .flatMap((x) => [x.min, x.max, x.step])
      .filter((x) => x !== null && x.provenance !== 'sourced');
    const unconfirmed =
      figures.length > 0
        ? [
            failing(CHECK, UNCONFIRMED, {
              subject: text(f.program.pump.model),
              observed: { code: 'figures', count: figures.length },
              about: 'pump',
            }),
          ]
        : [];
    return [...known, ...unknown, ...unconfirmed];
  },
};
