import type { Fact } from '../answers/facts.ts';
import { derive, named, over, step, times, type Source } from '../derivation/derivation.ts';
import { exactText, exact } from '../number/notation.ts';
import {
  add,
  compare,
  inBase,
  isZero,
  mul,
  of,
  plain,
  quantityText,
  scale,
  to,
  type Time,
} from '../number/quantity.ts';
import { NO_PRESSES, useIssues } from '../exposure/use.ts';
import type { Facts } from '../facts/facts.ts';
import { timeToGive } from '../timeline/run-out.ts';
import { unit } from '../number/units.ts';
import { failing, houseRule, pass, type Check } from './check.ts';
import type { Finding } from './report.ts';

const CHECK = 'preparation-supply';
const DRY = houseRule('containers-run-dry', 'soft');
const WORST = houseRule('containers-run-dry-at-worst', 'info');
const CALC11: Source = {
  id: 'CALC-11',
  title: 'containers and their usable volume against all sessions (calculations.md 10 and 11)',
};
const mL = unit('mL', 'volume');

/** So long after the first start, as a session and the time in it. */
function inSession(f: Facts, at: Time): Fact {
  const { every, count } = f.schedule;
  const session = isZero(every) ? exact('0') : inBase(at).div(inBase(every)).floor();
  const since = of(inBase(at).sub(session.mul(inBase(every))), unit('h', 'time'));
  return {
    code: 'dry-in-session',
    session: exactText(session.add(1n)),
    of: exactText(count),
    after: quantityText(since),
  };
}

function supply(f: Facts): Finding[] {
  const { usable, concentration, containers } = f.preparation;
  const { duration, every, count } = f.schedule;
  // one session against one container is asked of the recipe, and so is a usable volume that is not known
  if (!usable || usable.result.amount.n === 0n || (count.compare(1n) === 0 && containers === 1n)) return [];
  const holds = derive(
    'usable-of-all',
    'usable volume of all containers',
    times(named('containers', plain(containers)), step(usable)),
    mL,
    CALC11,
  );
  const all = add(duration, to(scale(every, count.sub(1n)), duration.unit));
  const most = f.most(all);
  const need = derive(
    'need-of-all',
    'volume of all sessions, worst case',
    over(step(most.amount), step(concentration)),
    mL,
    CALC11,
  );
  const subject = 'containers against all sessions' as const;
  const limit = { code: 'usable', value: quantityText(holds.result) } as const;
  const derivations = [usable, holds, most.amount, need];
  if (compare(need.result, holds.result) <= 0)
    return [
      pass(CHECK, DRY, {
        subject,
        observed: { code: 'amount', value: quantityText(need.result) },
        limit,
        derivations,
      }),
    ];
  const expected = useIssues(f.expected, f.delivery).length === 0 ? f.expected : NO_PRESSES;
  const dry = timeToGive(f.delivery, mul(concentration.result, holds.result), expected);
  if (dry !== null && compare(dry, all) < 0)
    return [
      failing(CHECK, DRY, { subject, observed: inSession(f, dry), limit, derivations: [usable, holds] }),
    ];
  return [
    failing(CHECK, WORST, {
      subject,
      observed: { code: 'amount', value: quantityText(need.result) },
      limit,
      derivations,
      about: 'supply',
    }),
  ];
}

export const preparationSupply: Check = {
  id: CHECK,
  asks: 'Do the containers that are ordered last all sessions: what is given for certain, and in the worst case?',
  run: supply,
};
