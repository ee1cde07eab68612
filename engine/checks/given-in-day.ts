import { runUnder, useIssues, WORST } from '../exposure/use.ts';
import type { Facts } from '../facts/facts.ts';
import { exact, ZERO, type Exact } from '../number/notation.ts';
import { inBase, isZero, of, quantity, type Mass } from '../number/quantity.ts';
import { unit } from '../number/units.ts';
import { ofRun } from '../timeline/curve.ts';
import { mostIn } from '../timeline/window.ts';

const DAY = quantity('24 h', 'time');
/** Long enough for every way in which a day of 24 h can lie across the sessions. */
const HOURS = exact('72');
const mg = unit('mg', 'mass');

/**
 * The most that is given in 24 h, not only offered: what the clock runs, and the doses of a patient as somebody stated them.
 * In: the facts of an order. Out: mg in any 24 h. Source: the order, and the use that it states.
 */
export function givenInDay(f: Facts): Exact {
  const byItself = !isZero(f.regimen.basal) || f.regimen.loading !== null;
  if (f.expected.kind === 'expected' && f.expected.dosesPerHour === null && !byItself) return ZERO;
  // more doses than the lockout allows can not be given; a finding of its own asks about them
  const use = useIssues(f.expected, f.delivery).length > 0 ? WORST : f.expected;
  return inBase(mostIn(ofRun(runUnder(use, f.delivery, HOURS), 0n), DAY, 'half-open', mg).amount);
}

/** The same as a mass. */
export const givenMassInDay = (f: Facts): Mass => of(givenInDay(f), mg);
