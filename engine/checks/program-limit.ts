import { amount } from '../answers/facts.ts';
import { text } from '../answers/subjects.ts';
import { dosesUnderLimit, timeToLimit } from '../exposure/closed-form-run.ts';
import type { PcaDelivery } from '../exposure/delivery.ts';
import { windowText } from '../exposure/worst-case.ts';
import { compare, inBase, quantityText, to } from '../number/quantity.ts';
import { therapiesOf } from '../program/program.ts';
import { pumpModels } from '../pumps/models.ts';
import { THERAPY_WORDS, type FieldId, type Therapy } from '../pumps/pump.ts';
import { boundByBaseline } from './formulary-tolerance.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'program-limit';
const THERAPY = houseRule('pump-has-no-such-mode', 'hard');
const NOT_SETTABLE = houseRule('pump-has-no-field', 'hard');
const WINDOW = houseRule('limit-window', 'hard');
const LOOSE = houseRule('limit-adds-no-protection', 'info');
const NONE = houseRule('no-limit-ordered', 'soft');
const BINDS = houseRule('limit-binds', 'info');
const SECOND = houseRule('second-limit-not-programmed', 'soft');
const ROLLS = houseRule('limit-window-not-documented', 'info');
const FIXED = houseRule('limit-window-fixed', 'info');
const BY_STEPS = houseRule('night-by-steps', 'info');
const AT_LIMIT = houseRule('at-limit-not-documented', 'soft');

/** Ways of delivery of models that have a field for a parameter, as they would be named to somebody who looks for one. */
const ableTo = (fields: readonly FieldId[], therapies: readonly Therapy[]): string[] =>
  pumpModels
    .filter((m) => m.withdrawn === null)
    .flatMap((m) =>
      therapies
        .filter((t) => m.modes[t]?.some((x) => fields.includes(x.id)))
        .map((t) => `${m.model} (${THERAPY_WORDS[t]})`),
    );

/** Models that are known to run a night rate in this way of delivery. */
const withNight = (therapy: Therapy): string[] =>
  pumpModels
    .filter((m) => m.modes[therapy]?.some((x) => x.id === 'night-rate' || x.id === 'step-rate'))
    .map((m) => m.model);

function notSettable(f: Facts): Finding[] {
  const { therapy, notSettable: missing } = f.program;
  const absent = missing.map((n) =>
    failing(CHECK, NOT_SETTABLE, {
      subject: text(n.parameter),
      observed: { code: 'amount', value: n.ordered },
      limit: { code: 'no-such-field' },
      message:
        n.parameter === 'night rate'
          ? { code: 'no-night-on-pump', pumps: withNight(therapy), button: therapy === 'pca' }
          : { code: 'pump-has-no-field', can: ableTo(n.fields, therapiesOf(f.regimen)) },
    }),
  );
  return absent.length > 0
    ? absent
    : [pass(CHECK, NOT_SETTABLE, { subject: 'ordered parameters', observed: { code: 'each-has-a-field' } })];
}

/** A second limit is not programmed: what the rest of the program lets through in its window, boluses by hand left out. */
function second(f: Facts): Finding[] {
  const { alsoLimit } = f.regimen;
  if (!alsoLimit) return [];
  const worst = f.most(alsoLimit.window);
  const answer = {
    subject: 'second limit',
    observed: {
      code: 'amount-in-any',
      amount: quantityText(worst.underLimit),
      window: quantityText(to(alsoLimit.window, 'h')),
    },
    limit: amount(alsoLimit.amount),
    derivations: [worst.amount],
  } as const;
  return [
    compare(worst.underLimit, alsoLimit.amount) > 0
      ? failing(CHECK, SECOND, answer)
      : pass(CHECK, SECOND, answer),
  ];
}

function window(f: Facts, d: PcaDelivery): Finding {
  const field = f.program.fields.find((x) => x.id === 'limit-window');
  const hours = d.limit && to(d.limit.window, 'h');
  const answer = {
    subject: 'limit window',
    observed: hours && amount(hours),
    limit: { code: 'whole-hours', min: field?.min?.value ?? null, max: field?.max?.value ?? null },
  } as const;
  if (!hours || !field || field.range === 'not-known')
    // what no manual that was read says of the window is as open as what none says of any other field
    return notDone(
      CHECK,
      { ...WINDOW, severity: 'soft' },
      { code: 'limit-window-range' },
      { ...answer, about: 'pump' },
    );
  return field.range === 'within' && inBase(hours).d === 1n
    ? pass(CHECK, WINDOW, answer)
    : failing(CHECK, WINDOW, answer);
}

function binding(d: PcaDelivery): Finding[] {
  const reached = timeToLimit(d);
  const { limit } = d;
  if (!limit) return [];
  const subject = 'pump limit' as const;
  if (reached === null)
    return [
      failing(CHECK, LOOSE, {
        subject,
        observed: {
          code: 'limit-of',
          amount: quantityText(limit.amount),
          window: quantityText(to(limit.window, 'h')),
        },
      }),
    ];
  const room = dosesUnderLimit(d);
  return [
    failing(CHECK, BINDS, {
      subject,
      observed: {
        code: 'reached-after',
        after: quantityText(to(reached, 'min')),
        ...(room && {
          doses: quantityText(room.doses.result),
          spacing: quantityText(room.spacing.result),
        }),
      },
      derivations: room ? [room.doses, room.spacing] : [],
    }),
  ];
}

/** What the pump's manual leaves open about its limit, and a window of which two can meet. */
function undocumented(f: Facts, held: NonNullable<PcaDelivery['limit']>): Finding[] {
  const semantics = f.program.pump.limit;
  if (semantics.kind !== 'amount') return [];
  const cited = (rule: Rule): Rule => ({
    ...rule,
    source: semantics.source,
  });
  const { amount: worst, ifFixed } = f.most(held.window);
  const inAny = windowText(held.window);
  const rolls = ifFixed
    ? [
        failing(CHECK, cited(ROLLS), {
          subject: 'limit window',
          observed: {
            code: 'if-window-fixed',
            amount: quantityText(ifFixed.result),
            rolling: quantityText(worst.result),
            window: inAny,
          },
          derivations: [worst, ifFixed],
          about: 'pump',
        }),
      ]
    : semantics.window === 'fixed'
      ? [
          failing(CHECK, cited(FIXED), {
            subject: 'limit window',
            observed: { code: 'amount-in-any', amount: quantityText(worst.result), window: inAny },
            derivations: [worst],
            about: 'pump',
          }),
        ]
      : [];
  const after =
    semantics.atLimit.kind === 'not-known'
      ? [
          notDone(
            CHECK,
            cited(AT_LIMIT),
            { code: 'flow-after-limit' },
            { subject: 'at the limit', about: 'pump' },
          ),
        ]
      : [];
  return [...rolls, ...after];
}

/**
 * In palliative care a PCA is published without a limit (R13, R15, R17 and Growth House have none): the baseline of a tolerant
 * patient holds what the lockout lets through.
 */
const isHeldOtherwise = (f: Facts): boolean =>
  boundByBaseline(f) &&
  (f.order.course?.indication === 'cancer-pain' ||
    f.patient.conditions.some((c) => c === 'cancer' || c === 'palliative-care' || c === 'end-of-life'));

/** A PCA that is ordered without any limit: what that lets through in four hours is told where it is read. */
function none(f: Facts): Finding[] {
  const ordered = f.order.regimen;
  const isForgotten = ordered.kind === 'pca' && ordered.limit.kind === 'none';
  // a nerve block is ordered without one; a number of doses is one; an amount that the pump has no field for is told as that
  if (!f.program.can || !isForgotten || f.regimen.doseLimits.length > 0) return [];
  return [
    failing(CHECK, NONE, {
      subject: 'pump limit',
      observed: () => ({
        code: 'amount-in-any',
        amount: quantityText(f.worst.fourHours.amount.result),
        window: '4 h',
      }),
      derivations: () => [f.worst.fourHours.amount],
      ...(isHeldOtherwise(f) && { severity: 'info' }),
    }),
  ];
}

export const programLimit: Check = {
  id: CHECK,
  asks: 'Is there a limit, can the pump hold it, does it protect, and what happens when it is reached?',
  run: (f, only): Finding[] => {
    if (only === NONE.id) return none(f);
    const { pump, therapy, can } = f.program;
    const mode = {
      subject: 'way of delivery',
      observed: { code: 'therapy', therapy },
      limit: text(pump.model),
    } as const;
    if (!can) return [failing(CHECK, THERAPY, mode)];
    const d = f.delivery;
    if (d.kind !== 'pca')
      return [
        ...notSettable(f),
        ...(therapy === 'taper' && f.regimen.dayNight ? [failing(CHECK, BY_STEPS, mode)] : []),
      ];
    if (d.limit)
      return [
        ...notSettable(f),
        ...second(f),
        window(f, d),
        ...binding(d),
        ...(timeToLimit(d) === null ? [] : undocumented(f, d.limit)),
      ];
    return [...notSettable(f), ...second(f), ...none(f)];
  },
};
