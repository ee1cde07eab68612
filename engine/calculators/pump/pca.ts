import {
  ceil,
  derive,
  min,
  named,
  over,
  plus,
  times,
  valueOf,
  type Derivation,
  type Expr,
} from '../../derivation/derivation.ts';
import { simulate } from '../../exposure/simulation.ts';
import { largestWindow } from '../../exposure/simulated-run.ts';
import { KEEPS_ITS_LIMIT, type PcaDelivery } from '../../exposure/delivery.ts';
import { worstIn } from '../../exposure/closed-form.ts';
import { ONE, ZERO } from '../../number/notation.ts';
import {
  compare,
  inBase,
  mul,
  of,
  plain,
  quantity,
  quantityText,
  to,
  type Mass,
  type Quantity,
  type Time,
} from '../../number/quantity.ts';
import { issue, Refused } from '../../number/result.ts';
import { baseUnit } from '../../number/units.ts';
import { PCA } from '../sources.ts';
import { jointMost, type Pca } from './pca-joint.ts';

export type Hours = '1' | '4' | '24';
export interface Maximum {
  readonly free: Derivation<'mass'>;
  readonly amount: Derivation<'mass'>;
  readonly binding: 'lockout' | 'max doses per hour' | '1 h limit' | '4 h limit';
}

const hours = (h: Hours): Time => quantity(`${h} h`, 'time');

/**
 * The most a PCA gives in a window of 1, 4 or 24 h: basal × window + whole doses × demand, capped by the limits.
 * Doses in a window: ceil(window ÷ lockout), not more than the hourly count. Source: calculations.md 7.
 */
export function maximum(p: Pca, h: Hours): Maximum {
  const window = named('window', hours(h));
  const fits = ceil(over(window, named('lockout', p.lockout)));
  const cap =
    p.maxDosesPerHour && times(named('doses per hour', plain(p.maxDosesPerHour)), named('hours', plain(h)));
  const doses = cap ? min(fits, cap) : fits;
  const boluses = times(doses, named('demand dose', p.demand));
  const open = p.basal.amount.n === 0n ? boluses : plus(times(named('basal rate', p.basal), window), boluses);
  const free = derive(`free-${h}-h`, `deliverable in ${h} h without a limit`, open, p.demand.unit, PCA);
  const caps = capsFor(p, h);
  const amount = derive(
    `max-${h}-h`,
    `maximum in ${h} h`,
    caps.length > 0
      ? min(named(free.name, free.result), ...caps.map((c) => c.expr))
      : named(free.name, free.result),
    p.demand.unit,
    PCA,
  );
  const binds = caps.find(
    (c) => compare(amount.result, c.amount) === 0 && compare(amount.result, free.result) < 0,
  );
  const byCount = cap !== null && compare(valueOf(fits), valueOf(cap)) > 0;
  return { free, amount, binding: binds?.name ?? (byCount ? 'max doses per hour' : 'lockout') };
}

interface Cap {
  readonly expr: Expr;
  readonly amount: Mass;
  readonly name: '1 h limit' | '4 h limit';
}

/** Each limit as often as its own window begins in the asked one: a 4 h limit holds in 1 h as well. */
function capsFor(p: Pca, h: Hours): Cap[] {
  const times1 = plain(h);
  const times4 = plain(h === '24' ? '6' : '1');
  const cap = (limit: Mass | null, often: Quantity<''>, name: Cap['name']): Cap[] =>
    limit === null
      ? []
      : [
          {
            expr: times(named(`${name}`, limit), named('windows', often)),
            amount: to(mul<'mass'>(limit, often), limit.unit),
            name,
          },
        ];
  return [...cap(p.limit1h, times1, '1 h limit'), ...cap(p.limit4h, times4, '4 h limit')];
}

/**
 * The second way. With no limit or one: the closed form of the exposure engine and its event-by-event run of the pump, which
 * without a limit must give the maximum itself and otherwise no more. With two: a run of its own under both, since a pump has one.
 * Out: the windows whose maximum the run under both limits reaches, null unless there are two.
 */
export function confirm(p: Pca, list: readonly (readonly [Hours, Maximum])[]): readonly Hours[] | null {
  if (p.limit1h && p.limit4h) return reachedUnderBoth(p, list);
  const limit = p.limit1h
    ? { amount: p.limit1h, window: hours('1') }
    : p.limit4h && { amount: p.limit4h, window: hours('4') };
  const delivery = deliveryOf(p, limit);
  const run = simulate(delivery, inBase(hours('24')));
  const exactly = limit === null && p.maxDosesPerHour === null;
  for (const [h, m] of list) {
    const simulated = largestWindow(run, hours(h));
    const bound = m.amount.result;
    const beyond = compare(simulated, bound);
    if (beyond > 0 || (exactly && beyond < 0)) differs(h, simulated, bound);
    if (compare(simulated, worstIn(delivery, hours(h)).amount.result) > 0) differs(h, simulated, bound);
  }
  return null;
}

function reachedUnderBoth(p: Pca, list: readonly (readonly [Hours, Maximum])[]): Hours[] {
  const given = jointMost(
    p,
    list.map(([h]) => hours(h)),
  );
  return list.flatMap(([h, m], i) => {
    const [most, bound] = [given[i] ?? ZERO, m.amount.result];
    const order = most.compare(inBase(bound));
    if (order > 0) differs(h, to(of(most, baseUnit(bound.unit.dimension)), bound.unit), bound);
    return order === 0 ? [h] : [];
  });
}

function differs(h: Hours, simulated: Mass, bound: Mass): never {
  throw new Refused(
    issue(
      'second-opinion-differs',
      quantityText(simulated),
      { code: 'as-closed-form', value: quantityText(bound), hours: h },
      `max${h}h`,
    ),
  );
}

const deliveryOf = (p: Pca, limit: { amount: Mass; window: Time } | null): PcaDelivery => ({
  kind: 'pca',
  dayNight: null,
  demand: p.demand,
  lockout: p.lockout,
  basal: p.basal,
  limit: limit && { ...limit, atLimit: KEEPS_ITS_LIMIT },
  doseLimits: p.maxDosesPerHour ? [{ count: p.maxDosesPerHour, window: hours('1') }] : [],
  loading: null,
  clinician: null,
  scheduled: null,
  kvoAtLimit: of(ZERO, p.basal.unit),
  sessions: { duration: quantity('24 h', 'time'), every: quantity('24 h', 'time'), count: ONE },
});
