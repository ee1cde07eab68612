import { amount } from '../answers/facts.ts';
import { derive, named, plus, times, type Expr } from '../derivation/derivation.ts';
import { exact } from '../number/notation.ts';
import { compare, isZero, plain, quantity, type Time } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { answeredFormulation, earliest, knownLimits } from '../order/beyond-use-date.ts';
import { contentsOf } from '../order/stability-match.ts';
import { stabilityOnThePump } from '../timeline/run-out.ts';
import { failing, houseRule, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import type { Finding } from './report.ts';

const CHECK = 'preparation-hang';
const HANG = houseRule('hang-time', 'hard');
/** No standard of today gives one; the one of its time asked for criteria to let a container hang longer. */
const OF_ITS_TIME: Rule = {
  ...HANG,
  severity: 'info',
  source: {
    id: 'IVT-PCA',
    title: 'IV-Therapy.net on PCA container hang time: INS Standard 68, 24 h, with criteria for longer',
  },
  provenance: 'sourced',
};
const DAY = quantity('24 h', 'time');

/** From when a container is spiked until its last session ends: containers are used one after the other, as evenly as may be. */
function hangs(f: Facts): Time {
  const { count, every, duration } = f.schedule;
  const sessions = count.div(exact(f.order.preparation.containers)).ceil();
  const before = times(
    named('sessions before the last of a container', plain(sessions.sub(1n))),
    named('from start to start', every),
  );
  const last = named('session', duration);
  const all: Expr = isZero(plain(sessions.sub(1n))) ? last : plus(before, last);
  return derive('hang', 'a container hangs', all, unit('h', 'time'), HANG.source).result;
}

export const preparationHang: Check = {
  id: CHECK,
  asks: 'How long does a spiked container hang, and is that within its stability, its BUD and what the pharmacy allows?',
  run: (f: Facts): Finding[] => {
    const contents = contentsOf(f.order.drug, f.preparation);
    const own = answeredFormulation(f.order, contents, f.library)?.hang;
    const onThePump = stabilityOnThePump(f);
    const bound = earliest([
      ...knownLimits(f.order, contents, f.library),
      ...(onThePump ? [onThePump] : []),
      ...(own === undefined
        ? []
        : [
            {
              what: 'hang time by the pharmacy',
              within: quantity(own, 'time'),
              source: { id: 'SITE', title: 'Entered by the pharmacy' },
            },
          ]),
    ]);
    const hang = hangs(f);
    const answer = { subject: 'spiked container', observed: amount(hang) } as const;
    if (bound && compare(hang, bound.derivation.result) > 0)
      return [
        failing(CHECK, HANG, {
          ...answer,
          limit: amount(bound.derivation.result),
          derivations: [bound.derivation],
        }),
      ];
    if (own === undefined && compare(hang, DAY) > 0)
      return [
        failing(CHECK, OF_ITS_TIME, {
          ...answer,
          limit: amount(DAY),
          message: { code: 'hang-time-not-entered' },
          about: 'formulation',
        }),
      ];
    return [pass(CHECK, HANG, answer)];
  },
};
