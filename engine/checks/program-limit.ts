import { compare, inBase, quantity, shownText, to } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { dosesUnderLimit, timeToLimit } from '../exposure-run.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'program-limit';
const WINDOW: Rule = {
  ...houseRule('limit-window', 'hard', 'The pump can not hold a limit over this window.'),
  source: {
    id: 'SOLIS-49',
    title: "CADD-Solis operator's manual (page mirror), page 49",
    section: 'Hourly Limit',
  },
  provenance: 'sourced',
};
const LOOSE = houseRule(
  'limit-adds-no-protection',
  'info',
  'The limit is looser than the lockout allows: it adds no protection.',
  'calculations.md 7, example A',
);
const NONE = houseRule(
  'no-limit-ordered',
  'info',
  'No pump limit was ordered: the lockout alone bounds what can be given; the worst case is checked all the same.',
  'field study (c) 4',
);
const BINDS = houseRule(
  'limit-binds',
  'info',
  'The limit binds: after that the pump refuses, and the patient meets refusals.',
  'calculations.md 7, example B',
);
const ROLLS = houseRule(
  'limit-window-not-documented',
  'info',
  'The manual does not say whether the limit window rolls: one more dose at its edge is possible.',
  'calculations.md 7, notes.md 4',
);

export const programLimit: Check = {
  id: CHECK,
  asks: 'Is there a limit, can the pump hold it, does it protect, and what happens when it is reached?',
  run: (f: Facts): Finding[] => {
    const limit = f.delivery.limit;
    if (!limit)
      return [
        failing(CHECK, NONE, {
          subject: 'pump limit',
          observed: `${shownText(f.worst.fourHours.amount.result)} in any 4 h`,
          derivations: [f.worst.fourHours.amount],
        }),
      ];
    const field = f.program.pump.fields.find((x) => x.id === 'limit-window');
    const window = to(limit.window, 'h');
    const whole = inBase(window).d === 1n;
    const answer = {
      subject: 'limit window',
      observed: shownText(window),
      limit: `whole hours, ${field?.min?.value ?? '?'} to ${field?.max?.value ?? '?'}`,
    };
    const fits =
      field?.min && field.max
        ? whole &&
          compare(window, quantity(field.min.value, 'time')) >= 0 &&
          compare(window, quantity(field.max.value, 'time')) <= 0
        : null;
    const windowed =
      fits === null
        ? notDone(CHECK, WINDOW, 'the range of the limit window', answer)
        : fits
          ? pass(CHECK, WINDOW, answer)
          : failing(CHECK, WINDOW, answer);
    const reached = timeToLimit(f.delivery);
    if (reached === null)
      return [
        windowed,
        failing(CHECK, LOOSE, {
          subject: 'pump limit',
          observed: `limit ${shownText(limit.amount)} in ${shownText(window)}`,
        }),
      ];
    const room = dosesUnderLimit(f.delivery);
    const refusals = room
      ? `; ${shownText(room.doses.result)} PCA doses fit, one per ${shownText(room.spacing.result, 3)} on average`
      : '';
    const binds = failing(CHECK, BINDS, {
      subject: 'pump limit',
      observed: `reached after ${shownText(to(reached, 'min'), 4)}${refusals}`,
      derivations: room ? [room.doses, room.spacing] : [],
    });
    const rolling =
      f.program.pump.limitWindow === 'rolling'
        ? []
        : [
            failing(CHECK, ROLLS, {
              subject: 'limit window',
              observed: `${shownText(f.worst.fourHours.plusOneDose.result)} in 4 h with one more dose`,
              derivations: [f.worst.fourHours.amount, f.worst.fourHours.plusOneDose],
            }),
          ];
    return [windowed, binds, ...rolling];
  },
};
