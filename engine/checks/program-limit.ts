import { dosesUnderLimit, timeToLimit } from '../exposure-run.ts';
import type { PcaDelivery } from '../delivery.ts';
import { THERAPY_WORDS } from '../pumps/pump.ts';
import { inBase, shownText, to } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts, type Rule } from './check.ts';

const CHECK = 'program-limit';
const CALC = 'calculations.md 7, notes.md 4';
const THERAPY = houseRule(
  'pump-has-no-such-mode',
  'hard',
  'The pump has no such way of delivery in the pages that were read: another pump, or another order.',
  'pumps.json, therapy modes',
);
const NOT_SETTABLE = houseRule(
  'pump-has-no-field',
  'hard',
  'The pump has no field for this: it will not do it, and nothing else enforces it.',
  'labels_and_pumps.md 4',
);
const WINDOW = houseRule(
  'limit-window',
  'hard',
  'The pump can not hold a limit over this window.',
  'range of the pump model',
);
const LOOSE = houseRule(
  'limit-adds-no-protection',
  'info',
  'The limit is looser than the lockout allows: it adds no protection.',
  `${CALC}, example A`,
);
const NONE = houseRule(
  'no-limit-ordered',
  'soft',
  'No pump limit was ordered: was it forgotten? The lockout alone bounds what can be given; the worst case is checked all the same.',
  'field study (c) 4',
);
const BINDS = houseRule(
  'limit-binds',
  'info',
  'The limit binds: after that the pump refuses, and the patient meets refusals.',
  `${CALC}, example B`,
);
const ROLLS = houseRule(
  'limit-window-not-documented',
  'info',
  'The manual does not say whether the limit window rolls: one more dose at its edge is possible.',
  CALC,
);
const AT_LIMIT = houseRule(
  'at-limit-not-documented',
  'soft',
  'No source says what this pump does when its limit is reached: drug may still flow.',
  'pumps.json',
);

function notSettable(f: Facts): Finding[] {
  const absent = f.program.notSettable.map((n) =>
    failing(CHECK, NOT_SETTABLE, { subject: n.parameter, observed: n.ordered, limit: 'no such field' }),
  );
  return absent.length > 0
    ? absent
    : [pass(CHECK, NOT_SETTABLE, { subject: 'ordered parameters', observed: 'each has a field' })];
}

function window(f: Facts, d: PcaDelivery): Finding {
  const field = f.program.fields.find((x) => x.id === 'limit-window');
  const hours = d.limit && to(d.limit.window, 'h');
  const answer = {
    subject: 'limit window',
    observed: hours && shownText(hours),
    limit: `whole hours, ${field?.min?.value ?? '?'} to ${field?.max?.value ?? '?'}`,
  };
  if (!hours || !field || field.range === 'not-known')
    return notDone(CHECK, WINDOW, 'the range of the limit window', answer);
  return field.range === 'within' && inBase(hours).d === 1n
    ? pass(CHECK, WINDOW, answer)
    : failing(CHECK, WINDOW, answer);
}

function binding(d: PcaDelivery): Finding[] {
  const reached = timeToLimit(d);
  const { limit } = d;
  if (!limit) return [];
  const subject = 'pump limit';
  if (reached === null)
    return [
      failing(CHECK, LOOSE, {
        subject,
        observed: `limit ${shownText(limit.amount)} in ${shownText(to(limit.window, 'h'))}`,
      }),
    ];
  const room = dosesUnderLimit(d);
  const refusals = room
    ? `; ${shownText(room.doses.result)} PCA doses fit, one per ${shownText(room.spacing.result, 3)} on average`
    : '';
  return [
    failing(CHECK, BINDS, {
      subject,
      observed: `reached after ${shownText(to(reached, 'min'), 4)}${refusals}`,
      derivations: room ? [room.doses, room.spacing] : [],
    }),
  ];
}

/** What the pump's manual leaves open about its limit. */
function undocumented(f: Facts): Finding[] {
  const semantics = f.program.pump.limit;
  if (semantics.kind !== 'amount') return [];
  const cited = (rule: Rule): Rule => ({
    ...rule,
    source: { ...semantics.source, section: rule.source.section },
  });
  const { amount, plusOneDose } = f.worst.fourHours;
  const rolls =
    semantics.window === 'rolling' || plusOneDose === null
      ? []
      : [
          failing(CHECK, cited(ROLLS), {
            subject: 'limit window',
            observed: `${shownText(plusOneDose.result)} in 4 h with one more dose`,
            derivations: [amount, plusOneDose],
          }),
        ];
  const after =
    semantics.atLimit.kind === 'not-known'
      ? [notDone(CHECK, cited(AT_LIMIT), 'what flows after the limit', { subject: 'at the limit' })]
      : [];
  return [...rolls, ...after];
}

export const programLimit: Check = {
  id: CHECK,
  asks: 'Is there a limit, can the pump hold it, does it protect, and what happens when it is reached?',
  run: (f: Facts): Finding[] => {
    const { pump, therapy, can } = f.program;
    const mode = { subject: 'way of delivery', observed: THERAPY_WORDS[therapy], limit: pump.model };
    if (!can) return [failing(CHECK, THERAPY, mode)];
    const d = f.delivery;
    if (d.kind !== 'pca') return notSettable(f);
    if (d.limit)
      return [
        ...notSettable(f),
        window(f, d),
        ...binding(d),
        ...(timeToLimit(d) === null ? [] : undocumented(f)),
      ];
    const { amount } = f.worst.fourHours;
    const none = failing(CHECK, NONE, {
      subject: 'pump limit',
      observed: `${shownText(amount.result)} in any 4 h`,
      derivations: [amount],
    });
    return [...notSettable(f), none];
  },
};
