import type { Term } from '../answers/subjects.ts';
import { daysSince } from '../facts/beside.ts';
import type { Facts } from '../facts/facts.ts';
import { isUnasked, NONE_STATED, type AskedList } from '../order/asked-lists.ts';
import { houseRule, notDone, pass, type Rule } from './check.ts';
import type { Finding } from './report.ts';

/** House rule: a statement that there is nothing to list is asked again after a year. */
const YEAR = 365;

const LISTS = {
  allergies: [houseRule('allergies-not-asked', 'hard'), 'allergies', 'none-known'],
  conditions: [houseRule('conditions-not-asked', 'hard'), 'conditions', 'no-known-conditions'],
  medicines: [houseRule('medicines-not-asked', 'hard'), 'home medicines', 'no-home-medicines'],
} as const satisfies Readonly<Record<AskedList, readonly [Rule, Term, string]>>;

/**
 * Was a list of the patient asked about? In: the facts of an order, and which list. Out: one line an order; an empty list is
 * no statement where one is to be had, and neither is one that is older than a year. Source: allergens.json (nkda), for the other lists the house.
 */
export function askedFor(check: string, f: Facts, list: AskedList): Finding {
  const [rule, subject, nothing] = LISTS[list];
  if (f.patient[list].length > 0) return pass(check, rule, { subject, observed: null });
  const none = f.patient[NONE_STATED[list]];
  if (isUnasked(f.patient, list))
    return notDone(
      check,
      rule,
      { code: `${list}-asked` },
      {
        subject,
        observed: { code: 'none-recorded' },
        // a file that has no such statement may come from where it was asked: one pharmacist says so
        ...(none === undefined && list !== 'allergies' && { severity: 'soft' }),
      },
    );
  if (none === undefined || none === null) return pass(check, rule, { subject, observed: null });
  const observed = { code: nothing, by: none.by, on: none.on };
  return daysSince(none.on, f.at) > YEAR
    ? notDone(check, rule, { code: `${list}-asked`, last: none.on }, { subject, observed, severity: 'soft' })
    : pass(check, rule, { subject, observed });
}
