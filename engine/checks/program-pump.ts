import { text } from '../answers/subjects.ts';
import { isZero } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import type { Notice } from '../pumps/pump.ts';

const CHECK = 'program-pump';
const REMOVED = houseRule('pump-removed', 'hard');
const RETIRED = houseRule('pump-retired', 'soft');
const NOTICE = houseRule('pump-notice', 'info');

const cited = (rule: Rule, source: Rule['source']): Rule => ({ ...rule, source, provenance: 'sourced' });

/** Some notices are only about a pump that can stand still while it draws from a bag: no basal rate, and no KVO. */
export const isAbout = (n: Notice, f: Facts): boolean =>
  n.about === 'all' ||
  (f.order.preparation.container === 'bag' &&
    isZero(f.regimen.basal) &&
    (f.regimen.dose === null || isZero(f.regimen.dose.kvo)));

export const programPump: Check = {
  id: CHECK,
  asks: 'Is the pump still sold and supported, and does a notice of its maker or the authority concern this order?',
  run: (f: Facts): Finding[] => {
    const { pump } = f.program;
    const { withdrawn } = pump;
    const subject = text(pump.model);
    const state = withdrawn
      ? failing(CHECK, cited(withdrawn.kind === 'removed' ? REMOVED : RETIRED, withdrawn.source), {
          subject,
          observed: { code: 'since', date: withdrawn.since },
        })
      : pass(CHECK, RETIRED, { subject });
    const notices = pump.notices
      .filter((n) => isAbout(n, f))
      .map((n) =>
        failing(CHECK, cited(NOTICE, n.source), {
          subject: { code: 'notice of {date}: {on}', date: n.date, on: n.on },
          observed: text(n.text),
          ...(n.about === 'all' && { about: 'pump' as const }),
        }),
      );
    return [state, ...notices];
  },
};
