import { instantText } from '../calendar.ts';
import { issueText } from '../result.ts';
import { inBase, scale } from '../quantity.ts';
import type { Finding } from '../report.ts';
import { failing, houseRule, notDone, pass, type Check, type Facts } from './check.ts';

const CHECK = 'order-overlap';
const OVERLAP = houseRule(
  'orders-overlap',
  'hard',
  'Another active order of the same drug runs at the same time: is it meant, or was it to be stopped?',
  'field study (a): an order that was changed goes on beside the new one',
);
const UNREAD = houseRule(
  'other-order-not-computed',
  'hard',
  'Another active order of this patient can not be computed: what both give together is not known.',
);

/** First start and last end in minutes. */
function span(f: Pick<Facts, 'schedule'>): { from: number; to: number } {
  const { start, every, count, duration } = f.schedule;
  const minutes = inBase(scale(every, count.sub(1n)))
    .add(inBase(duration))
    .mul(60n)
    .ceil();
  return { from: start, to: start + parseInt(minutes.n.toString(), 10) };
}

export const orderOverlap: Check = {
  id: CHECK,
  asks: 'Does another active order of the same drug run at the same time, and can all active orders be computed?',
  run: (f: Facts): Finding[] => {
    const own = span(f);
    const found = f.others
      .filter((o) => o.drug.id === f.drug.id)
      .map((o) => {
        const other = span(o);
        const answer = {
          subject: `${o.name} ${o.order.route} from ${instantText(other.from)}`,
          observed: `${instantText(other.from)} to ${instantText(other.to)}`,
          limit: `this order: ${instantText(own.from)} to ${instantText(own.to)}`,
        };
        const meets = other.from < own.to && own.from < other.to;
        return meets ? failing(CHECK, OVERLAP, answer) : pass(CHECK, OVERLAP, answer);
      });
    const unread = f.othersUnread.map((o) =>
      notDone(CHECK, UNREAD, o.issues.map(issueText).join('; '), {
        subject: `${o.order.drug} from ${o.order.sessions.start}`,
      }),
    );
    return [...found, ...unread];
  },
};
