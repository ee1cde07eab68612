import * as z from 'zod';
import { add, compare, div, isZero, quantity, scale, to, type Time } from '../../number/quantity.ts';
import { timeField } from '../../number/fields.ts';
import { amountIssues, collector, doseField, rateField, Resolver, zeroIssues, type Basis } from './basis.ts';
import type { Regimen } from './resolved.ts';
import { mostOf, resolveTitration, titrationIssues, titrationOf } from './titration.ts';
import { wholeMinutes, type Sessions } from './sessions.ts';

/** Doses by the clock inside each session: the first at its start, then `every` from start to start. */
export const intermittentRegimen = z.strictObject({
  kind: z.literal('intermittent'),
  dose: doseField().describe('each dose'),
  over: timeField('session')
    .optional()
    .describe('how long a dose runs; left out: as fast as the pump gives it'),
  every: timeField('session').describe('from the start of a dose to the start of the next'),
  kvo: rateField().optional().describe('flow between doses; it is drug, and it is counted'),
  loading: doseField().optional().describe('loading dose, given once at the first start'),
  titration: titrationOf('dose'),
});
type IntermittentRegimen = z.infer<typeof intermittentRegimen>;

/** What can not stand in an intermittent regimen: each a named refusal with its path in the regimen. */
export function intermittentIssues(r: IntermittentRegimen, b: Basis, s: Sessions) {
  const say = collector();
  amountIssues(say, b, [
    ['dose', r.dose],
    ['kvo', r.kvo],
    ['loading', r.loading],
  ]);
  zeroIssues(say, [
    ['dose', 'dose-zero', r.dose, 'dose'],
    ['over', 'dose-duration-zero', r.over, 'duration-or-none'],
    ['every', 'dose-interval-zero', r.every, 'interval'],
    ['loading', 'loading-zero', r.loading, 'dose-or-none'],
  ]);
  titrationIssues(say, b, r.titration, r.dose);
  const [over, every] = [quantity(r.over ?? '0 min', 'time'), quantity(r.every, 'time')];
  if (compare(every, over) < 0)
    say('every', 'dose-interval-below-duration', r.every, {
      code: 'as-long-as-a-dose',
      value: r.over ?? '0 min',
    });
  if (!wholeMinutes(over) || !wholeMinutes(every))
    say('every', 'dose-not-whole-minutes', `${r.over ?? ''} ${r.every}`.trim(), { code: 'whole-minutes' });
  const session = quantity(s.duration, 'time');
  if (compare(over, session) > 0)
    say('over', 'dose-longer-than-session', r.over ?? '', {
      code: 'ends-inside-session',
      session: s.duration,
    });
  // a pump that is taken off in the middle of a dose leaves the patient with a part that nobody ordered
  else if (!isZero(every) && !isZero(over) && compare(every, over) >= 0 && cutShort(session, every, over))
    say('every', 'last-dose-cut-by-session', r.every, {
      code: 'all-end-inside-session',
      session: s.duration,
    });
  return say.found;
}

/** Does the last dose that begins in a session end after it? */
function cutShort(session: Time, every: Time, over: Time): boolean {
  const last = div(session, every).amount.ceil().sub(1n);
  return compare(add(scale(every, last), over), session) > 0;
}

/** Doses by the clock in exact amounts. Call after `intermittentIssues` found nothing. */
export function resolveIntermittent(o: IntermittentRegimen, b: Basis): Regimen {
  const r = new Resolver(b);
  const amount = r.dose('dose', mostOf('dose', o.titration), o.dose);
  const titration = resolveTitration(r, o.titration, amount);
  r.says('over', 'over', o.over ?? 'as fast as the pump gives it');
  r.says('every', 'every', o.every);
  const kvo = r.rate('kvo', 'KVO between doses', o.kvo ?? `0 ${b.drugUnit}/h`);
  const loading = r.optionalDose('loading', 'loading dose', o.loading);
  const over = o.over === undefined ? null : to(quantity(o.over, 'time'), 'min');
  return r.regimen('intermittent', {
    dose: { amount, over, every: to(quantity(o.every, 'time'), 'min'), kvo },
    basal: kvo,
    basalName: 'KVO between doses',
    loading,
    titration,
  });
}
