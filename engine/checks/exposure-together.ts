import type { Minute } from '../calendar.ts';
import { derive, named, total, type Derivation } from '../derivation.ts';
import { windowText } from '../worst.ts';
import { shownText, type Time } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { breaks, limitsOf } from '../timeline/limits.ts';
import { drugIdOf, drugsWithin } from '../timeline/names.ts';
import { boundOf, groupsOf, mostOf, type Group } from '../timeline/timeline.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts } from './check.ts';

const CHECK = 'exposure-together';
const SUM = {
  id: 'CALC-12',
  title:
    'sum over all orders at worst, companions as often as allowed, and doses given, in any window (calculations.md 12)',
};

const COMBINED = houseRule(
  'product-of-several-drugs',
  'hard',
  'The name holds a drug that is summed: enter each drug of the product on a line of its own, with its plain name and its amount.',
  'calculations.md 12: combination products are included',
);
const NOT_COUNTED = houseRule(
  'not-counted',
  'info',
  'The library does not know these: they are in no sum of drug, MME or local anaesthetics.',
);

function sumOf(g: Group, window: Time, now: Minute): Derivation {
  const [first, ...rest] = g.counted.map((c) => named(c.part.name, mostOf(g, c, window, now)));
  if (!first) throw new Error('a group of nothing');
  return derive(
    `together-${g.id}-${windowText(window).replace(' ', '-')}`,
    `${g.name} of all orders and doses in any ${windowText(window)}`,
    total(first, ...rest),
    g.unit,
    SUM,
  );
}

/** What this order alone does is asked by the checks of the order; here only what the others add. */
function together(f: Facts, g: Group): Finding[] {
  const own: Group = { ...g, counted: g.counted.filter((c) => c.part.facts === f) };
  if (own.counted.length === g.counted.length) return [];
  return limitsOf(f, g).flatMap((limit) => {
    if (breaks(limit, boundOf(own, limit.window))) return [];
    const sum = sumOf(g, limit.window, f.at);
    const rule = { ...limit, message: limit.name };
    const answer = {
      subject: sum.name,
      observed: shownText(sum.result),
      limit: shownText(limit.amount),
      derivations: [sum],
    };
    if (limit.unsure !== null) return [notDone(CHECK, rule, limit.unsure, answer)];
    // the class limit in MME is not for a tolerant patient (formulary-classes says the same of one order)
    const exempt = g.id === 'MME' && f.patient.opioidStatus === 'tolerant';
    return [breaks(limit, sum.result) && !exempt ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer)];
  });
}

/** What the companions and the given doses are called, each once. */
const names = (f: Facts): string[] => [
  ...new Set([
    ...[f, ...f.others].flatMap((o) => (o.order.companions ?? []).map((c) => c.drug)),
    ...f.given.map((g) => g.drug),
  ]),
];

/** A product of several drugs in one line is in no sum, and neither is what the library does not know: both are said. */
function uncounted(f: Facts): Finding[] {
  const unknown = names(f).filter((name) => drugIdOf(f.library, name) === null);
  const mixed = unknown.filter((name) => drugsWithin(f.library, name).length > 0);
  const others = unknown.filter((name) => !mixed.includes(name));
  return [
    ...mixed.map((name) =>
      notDone(CHECK, COMBINED, `how much ${drugsWithin(f.library, name).join(' and ')} a dose of it holds`, {
        subject: name,
      }),
    ),
    ...(others.length > 0
      ? [failing(CHECK, NOT_COUNTED, { subject: 'in no sum', observed: others.join(', ') })]
      : []),
  ];
}

export const exposureTogether: Check = {
  id: CHECK,
  asks: 'Do all active orders, their companions and the doses given pass a limit together that this order alone keeps?',
  run: (f: Facts): Finding[] =>
    f.others.length + f.given.length + (f.order.companions ?? []).length === 0
      ? []
      : [...uncounted(f), ...groupsOf(f).flatMap((g) => together(f, g))],
};
