import { amount } from '../answers/facts.ts';
import { derive, plus, step } from '../derivation/derivation.ts';
import { compare, quantityText } from '../number/quantity.ts';
import type { Finding } from './report.ts';
import { changeOverOf, dosesInLine, isLineUnknown, type ChangeOver } from '../timeline/change-over.ts';
import { breaks, limitsOf } from '../timeline/limits.ts';
import { groupsOf } from '../timeline/timeline.ts';
import { worstIn } from '../exposure/closed-form.ts';
import { windowText, worstName } from '../exposure/worst-case.ts';
import { failing, houseRule, notDone, ofDrug, pass, type Check } from './check.ts';
import type { Facts } from '../facts/facts.ts';

const CHECK = 'exposure-change-over';
const SUBJECT = 'line at the change of container';
const STRONGER = houseRule('line-holds-stronger', 'hard');
const WEAKER = houseRule('line-holds-weaker', 'soft');

function lineFinding(f: Facts, c: ChangeOver): Finding {
  const doses = f.highest.demand && dosesInLine(c, f.highest.demand);
  const answer = {
    subject: SUBJECT,
    observed: {
      code: 'in-line',
      amount: quantityText(c.inLine.result),
      factor: quantityText(c.factor.result),
      ...(doses && { doses: quantityText(doses.result) }),
    },
    limit: amount(c.after),
    derivations: [c.factor, c.inLine, c.more, ...(doses ? [doses] : [])],
  } as const;
  const order = compare(c.before, c.after);
  if (order === 0) return pass(CHECK, STRONGER, answer);
  // that the line is kept was not said: it is asked about, and no stop
  return failing(CHECK, order > 0 ? STRONGER : WEAKER, { ...answer, ...(!c.told && { severity: 'soft' }) });
}

/** The library's limits that the order keeps, and passes with what is left in the line. */
function passedByLine(f: Facts, c: ChangeOver): Finding[] {
  const own = groupsOf(f).find((g) => g.drug === f.drug.id && g.counted.some(({ part }) => part.facts === f));
  if (!own || c.more.result.amount.s <= 0n) return [];
  return limitsOf(f, own).flatMap((limit) => {
    const worst = worstIn(f.delivery, limit.window).amount;
    const both = derive(
      'with-the-line',
      `${worstName(limit.window)} with what the line holds`,
      plus(step(worst), step(c.more)),
      own.unit,
      c.more.source,
    );
    if (breaks(limit, worst.result) || !breaks(limit, both.result)) return [];
    return [
      failing(
        CHECK,
        { ...limit, message: limit.name },
        {
          subject: {
            code: 'worst case in any {window} with what the line holds',
            window: windowText(limit.window),
          },
          observed: amount(both.result),
          limit: amount(limit.amount),
          derivations: [worst, c.more, both],
        },
      ),
    ];
  });
}

function ofOne(f: Facts): Finding[] {
  if (isLineUnknown(f))
    return [notDone(CHECK, STRONGER, { code: 'line-concentration' }, { subject: SUBJECT })];
  const change = changeOverOf(f);
  return change === null ? [] : [lineFinding(f, change), ...passedByLine(f, change)];
}

export const exposureChangeOver: Check = {
  id: CHECK,
  asks: 'Does the line still hold another concentration than the new container, and what comes out until it is empty?',
  run: (f: Facts): Finding[] =>
    [f, ...f.also].flatMap((x) => ofOne(x).map((found) => (x === f ? found : ofDrug(x, found)))),
};
