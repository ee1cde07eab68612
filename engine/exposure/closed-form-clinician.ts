import { derive, plus, times, named, number, type Expr } from '../derivation/derivation.ts';
import { compare, isZero, most, plain, type Mass, type Time } from '../number/quantity.ts';
import type { Train } from '../order/regimen/resolved.ts';
import { clinicianIn } from './closed-form-run.ts';
import type { Delivery } from './delivery.ts';
import { gapOf, placings, seamless, type Placings } from './placings.ts';
import { WHOLE } from './worst-case.ts';

/** The boluses of one placing: those of each whole session, and those of the stretch that is left. */
function inPlacing(t: Train, p: Placings[number], duration: Time): Expr {
  const whole = times(named('whole sessions', plain(p.whole)), clinicianIn(t, duration, 'whole'));
  const rest = isZero(p.rest) ? null : clinicianIn(t, p.rest, p.stretch);
  if (p.whole.n === 0n) return rest ?? number(0n);
  return rest ? plus(whole, rest) : whole;
}

const amountOf = (e: Expr, t: Train): Mass => derive('', '', e, t.dose.unit, WHOLE).result;

/**
 * The most that boluses by hand can be in any window of a course. In: how often they are allowed, the sessions, the window.
 * Out: the expression of the amount, and whether somebody who gives each as early as allowed, from the first start on, gives
 * just that in the first window (`exact`) or it is an upper bound.
 */
export function clinicianWorst(
  t: Train,
  sessions: Delivery['sessions'],
  window: Time,
): { readonly expr: Expr; readonly exact: boolean } {
  const s = seamless(sessions);
  const [only, ...others] = placings(s, window);
  const expr = others
    .map((p) => inPlacing(t, p, s.duration))
    .reduce((a, b) => (compare(amountOf(b, t), amountOf(a, t)) > 0 ? b : a), inPlacing(t, only, s.duration));
  const forgets = compare(gapOf(s), most(t.per, t.interval)) >= 0;
  return { expr, exact: others.length === 0 && (only.whole.n === 0n || forgets) };
}
