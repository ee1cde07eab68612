import { parseInstant } from '../time/calendar.ts';
import { wallClock } from '../time/local-time.ts';
import { unwrap } from '../number/result.ts';
import type { Finding } from './report.ts';
import { failing, houseRule, notDone, pass, type Check, type Rule } from './check.ts';
import type { Facts } from '../facts/facts.ts';
import { spanOf } from '../facts/span.ts';
import { drugName, findDrug, isOpioid } from '../formulary/formulary.ts';
import { drugsOfOrder, type OrderContent } from '../order/order.ts';
import { schedule } from '../order/regimen/sessions.ts';

const CHECK = 'order-overlap';
const OVERLAP = houseRule('orders-overlap', 'hard');
const WAITS = houseRule('same-drug-waits', 'soft');
const OPIOID_WAITS = houseRule('opioid-waits', 'soft');
const UNREAD = houseRule('other-order-not-computed', 'hard');

/** The drugs that both containers hold, whichever of them each order is written for. */
const shared = (f: Facts, o: OrderContent): string[] =>
  [o.drug, ...(o.preparation.also ?? []).map((x) => x.drug)].filter((id) => f.container.includes(id));

/** Opioids of a container beside one of this order, where both are opioids. */
const otherOpioids = (f: Facts, o: OrderContent): string[] =>
  isOpioid(f.drug)
    ? drugsOfOrder(o).filter((id) => {
        const drug = findDrug(f.library, id);
        return drug !== undefined && isOpioid(drug) && !f.container.includes(id);
      })
    : [];

/** Another order of a drug of this one: does it run, or is it meant to run, at the same time? */
function against(f: Facts, rule: Rule, o: OrderContent, ids: readonly string[] = shared(f, o)): Finding[] {
  const own = spanOf(f);
  const local = (minute: number) => wallClock(minute, f.library.site.timeZone);
  const other = spanOf({ schedule: schedule(o.sessions) });
  return ids.map((id) => {
    const drug = findDrug(f.library, id);
    const answer = {
      subject: {
        code: '{drug} {route} from {start}',
        drug: drug ? drugName(drug) : id,
        route: o.route,
        start: local(other.from),
      },
      observed: { code: 'period', from: local(other.from), to: local(other.to) },
      limit: { code: 'period-of-this-order', from: local(own.from), to: local(own.to) },
    } as const;
    const meets = other.from < own.to && own.from < other.to;
    return meets ? failing(CHECK, rule, answer) : pass(CHECK, rule, answer);
  });
}

/** Two others that start alike are one question: what was said of it is said of both. */
function once(found: readonly Finding[]): Finding[] {
  const failed = new Set(found.flatMap((x) => (x.outcome === 'fail' ? [x.key] : [])));
  const asked = found.filter((x) => x.outcome === 'fail' || !failed.has(x.key));
  return asked.filter((x, i) => asked.findIndex((y) => y.key === x.key) === i);
}

export const orderOverlap: Check = {
  id: CHECK,
  asks: 'Does another order of the same drug run, or wait, for the same time, and can all active orders be computed?',
  run: (f: Facts): Finding[] => [
    ...once(f.others.flatMap((o) => against(f, OVERLAP, o.order))),
    ...once(f.waiting.flatMap((o) => against(f, WAITS, o))),
    ...once(f.waiting.flatMap((o) => against(f, OPIOID_WAITS, o, otherOpioids(f, o)))),
    ...f.othersUnread.map((o) =>
      notDone(
        CHECK,
        UNREAD,
        { code: 'other-order', why: o.issues },
        {
          subject: {
            code: '{drug} from {start}',
            drug: o.order.drug,
            start: wallClock(unwrap(parseInstant(o.order.sessions.start)), f.library.site.timeZone),
          },
        },
      ),
    ),
  ],
};
