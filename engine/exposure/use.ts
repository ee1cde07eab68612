import type { Coded } from '../answers/accepted.ts';
import type { UseFact } from '../answers/facts.ts';
import type { Delivery } from './delivery.ts';
import { exactText, ONE, ZERO, type Exact } from '../number/notation.ts';
import { compare, of } from '../number/quantity.ts';
import { issue, type Issue } from '../number/result.ts';
import { simulate } from './simulation.ts';
import type { Run } from './simulated-run.ts';
import { unit } from '../number/units.ts';

/**
 * How the patient uses the pump. `worst`: presses at once whenever the pump would deliver, and every clinician bolus the
 * order allows is given. `expected`: the loading dose, the background and every scheduled dose, and of the doses that the
 * patient triggers so many an hour as somebody stated; none where nobody did. No usage is ever assumed.
 */
export type Use =
  { readonly kind: 'worst' } | { readonly kind: 'expected'; readonly dosesPerHour: Exact | null };

export const WORST: Use = { kind: 'worst' };
/** Nobody presses: the slowest that a container can run out. */
export const NO_PRESSES: Use = { kind: 'expected', dosesPerHour: null };

const hour = unit('h', 'time');

/** The use as a fact, for what a finding says of it. */
export const useFact = (u: Use): UseFact =>
  u.kind === 'worst'
    ? { kind: 'worst', dosesPerHour: null }
    : { kind: 'expected', dosesPerHour: u.dosesPerHour && exactText(u.dosesPerHour) };

/** A stated use that the pump would not deliver is refused: it is more than the worst case. */
export function useIssues(u: Use, d: Delivery): Issue[] {
  if (u.kind === 'worst' || u.dosesPerHour === null) return [];
  const say = (code: string, accepted: Coded) => [
    issue(code, exactText(u.dosesPerHour ?? ZERO), accepted, 'dosesPerHour'),
  ];
  if (u.dosesPerHour.n === 0n) return say('doses-per-hour-zero', { code: 'doses-per-hour-or-none' });
  if (d.kind !== 'pca') return say('no-patient-doses', { code: 'no-doses-per-hour' });
  return compare(of(ONE.div(u.dosesPerHour), hour), d.lockout) < 0
    ? say('doses-per-hour-above-lockout', { code: 'doses-of-lockout' })
    : [];
}

/** The run of a delivery under a use, from its first start, so many hours long. Call after `useIssues` found nothing. */
export function runUnder(u: Use, d: Delivery, hours: Exact): Run {
  if (u.kind === 'worst' || d.kind === 'repeated') return simulate(d, hours);
  // a plan is given as planned, however the patient behaves
  if (d.kind === 'planned') return simulate({ ...d, clinician: null }, hours);
  // doses of nothing: the limit is above what the background gives, so nothing else keeps it from running on
  if (u.dosesPerHour === null)
    return simulate(
      { ...d, demand: of(ZERO, d.demand.unit), lockout: d.sessions.every, clinician: null },
      hours,
    );
  return simulate({ ...d, lockout: of(ONE.div(u.dosesPerHour), hour), clinician: null }, hours);
}
