import { amount, names } from '../answers/facts.ts';
import { text } from '../answers/subjects.ts';
import type { Minute } from '../time/calendar.ts';
import { derive, named, total, type Derivation } from '../derivation/derivation.ts';
import { windowText } from '../exposure/worst-case.ts';
import { type Time } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { breaks, limitsOf } from '../timeline/limits.ts';
import { drugIdOf, drugsWithin } from '../timeline/names.ts';
import { groupsOf, mostOf, type Group } from '../timeline/timeline.ts';
import { failing, houseRule, notDone, pass, type Check } from './check.ts';
import { isInjected } from '../order/routes.ts';
import { meetInADay } from '../timeline/parts.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'exposure-together';
const SUM = {
  id: 'CALC-12',
  title:
    'sum over all orders at worst, companions as often as allowed, and doses given, in any window (calculations.md 12)',
};

const COMBINED = houseRule('product-of-several-drugs', 'hard');
const NOT_COUNTED = houseRule('not-counted', 'info');
const INJECTED = houseRule('injection-not-known', 'hard');

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

/** What this order does alone is asked by the checks of the order; here with everything that adds to it, however much that is. */
function together(f: Facts, g: Group): Finding[] {
  if (g.counted.every((c) => c.part.facts === f)) return [];
  return limitsOf(f, g).map((limit) => {
    const sum = sumOf(g, limit.window, f.at);
    const rule = { ...limit, message: limit.name };
    const answer = {
      subject: {
        code: '{line} of all orders and doses in any {window}',
        line: g.name,
        window: windowText(limit.window),
      },
      observed: amount(sum.result),
      limit: amount(limit.amount),
      derivations: [sum],
    } as const;
    // what keeps a limit keeps it whether or not it is meant for this patient
    if (limit.unsure !== null && breaks(limit, sum.result)) return notDone(CHECK, rule, limit.unsure, answer);
    return breaks(limit, sum.result) ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer);
  });
}

/** What the companions and the given doses are called, each once. */
const given = (f: Facts): string[] => [
  ...new Set([
    ...[f, ...f.others].flatMap((o) => (o.order.companions ?? []).map((c) => c.drug)),
    ...f.given.map((g) => g.drug),
  ]),
];

/** What is injected beside the infusion, by its name: of nothing that the library does not know is a dose or a route known to be safe. */
const injected = (f: Facts): string[] => [
  ...new Set((f.order.companions ?? []).filter((c) => isInjected(c.route)).map((c) => c.drug)),
];

/** A product of several drugs in one line is in no sum, and neither is what the library does not know: both are said. */
function uncounted(f: Facts): Finding[] {
  const unknown = given(f).filter((name) => drugIdOf(f.library, name) === null);
  const mixed = unknown.filter((name) => drugsWithin(f.library, name).length > 0);
  const needles = injected(f).filter((name) => unknown.includes(name) && !mixed.includes(name));
  const others = unknown.filter((name) => !mixed.includes(name) && !needles.includes(name));
  return [
    ...mixed.map((name) =>
      notDone(
        CHECK,
        COMBINED,
        { code: 'amount-in-product', drugs: drugsWithin(f.library, name) },
        {
          subject: text(name),
        },
      ),
    ),
    ...(needles.length > 0
      ? [
          notDone(
            CHECK,
            INJECTED,
            { code: 'companion-limit', medicines: needles },
            { subject: 'companions in a day', observed: names(needles) },
          ),
        ]
      : []),
    ...(others.length > 0
      ? [failing(CHECK, NOT_COUNTED, { subject: 'in no sum', observed: names(others) })]
      : []),
  ];
}

export const exposureTogether: Check = {
  id: CHECK,
  asks: 'Do all active orders, their companions and the doses given pass a limit of a drug together?',
  run: (asked: Facts): Finding[] => {
    // an order that was over a day before adds nothing to a window
    const f = { ...asked, others: asked.others.filter((o) => meetInADay(asked, o)) };
    return f.others.length + f.given.length + (f.order.companions ?? []).length === 0
      ? []
      : [
          ...uncounted(f),
          // the opioids together are a question of their own
          ...groupsOf(f)
            .filter((g) => g.id !== 'MME')
            .flatMap((g) => together(f, g)),
        ];
  },
};
