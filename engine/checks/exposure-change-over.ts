import { derive, plus, step } from '../derivation.ts';
import { compare, shownText } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { changeOverOf, dosesInLine, type ChangeOver } from '../timeline/change-over.ts';
import { breaks, limitsOf } from '../timeline/limits.ts';
import { groupsOf } from '../timeline/timeline.ts';
import { worstIn } from '../exposure.ts';
import { worstName } from '../worst.ts';
import { failing, houseRule, pass, type Check, type Facts } from './check.ts';

const CHECK = 'exposure-change-over';
const STRONGER = houseRule(
  'line-holds-stronger',
  'hard',
  'The line still holds a stronger concentration: until it is empty of it, more comes out than the pump counts. Prime the line with the new container.',
  'field study row 71',
);
const WEAKER = houseRule(
  'line-holds-weaker',
  'soft',
  'The line still holds a weaker concentration: until it is empty of it, less comes out than the pump counts.',
  'field study row 71',
);

function lineFinding(f: Facts, c: ChangeOver): Finding {
  const doses = f.highest.demand && dosesInLine(c, f.highest.demand);
  const answer = {
    subject: 'line at the change of container',
    observed: `${shownText(c.inLine.result)} in the line, ${shownText(c.factor.result)} times what the pump counts${doses ? `, ${shownText(doses.result)} doses` : ''}`,
    limit: shownText(c.after),
    derivations: [c.factor, c.inLine, c.more, ...(doses ? [doses] : [])],
  };
  const order = compare(c.before, c.after);
  return order === 0 ? pass(CHECK, STRONGER, answer) : failing(CHECK, order > 0 ? STRONGER : WEAKER, answer);
}

/** The library's limits that the order keeps, and passes with what is left in the line. */
function passedByLine(f: Facts, c: ChangeOver): Finding[] {
  const own = groupsOf(f).find((g) => g.drug === f.drug.id);
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
          subject: both.name,
          observed: shownText(both.result),
          limit: shownText(limit.amount),
          derivations: [worst, c.more, both],
        },
      ),
    ];
  });
}

export const exposureChangeOver: Check = {
  id: CHECK,
  asks: 'Does the line still hold another concentration than the new container, and what comes out until it is empty?',
  run: (f: Facts): Finding[] => {
    const change = changeOverOf(f.order.preparation, f.preparation);
    return change === null ? [] : [lineFinding(f, change), ...passedByLine(f, change)];
  },
};
