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

/** What concerns every order on a model is one line of it, and so is what a pharmacy did about it. */
function ofModel(notices: readonly Notice[], model: string): Finding[] {
  const newest = notices.toSorted((a, b) => b.date.localeCompare(a.date));
  const [first] = newest;
  if (!first) return [];
  return [
    failing(CHECK, cited(NOTICE, first.source), {
      subject: text(model),
      observed: {
        code: 'notices',
        of: newest.map(({ date, on, text: words }) => ({ date, on, text: words })),
      },
      about: 'pump',
    }),
  ];
}

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
    const about = pump.notices.filter((n) => isAbout(n, f));
    const ofOrder = about
      .filter((n) => n.about !== 'all')
      .map((n) =>
        failing(CHECK, cited(NOTICE, n.source), {
          subject: { code: 'notice of {date}: {on}', date: n.date, on: n.on },
          observed: text(n.text),
        }),
      );
    return [
      state,
      ...ofOrder,
      ...ofModel(
        about.filter((n) => n.about === 'all'),
        pump.model,
      ),
    ];
  },
};
