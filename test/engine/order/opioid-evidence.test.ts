import { expect, test } from 'vitest';
import { exactText } from '../../../engine/number/notation.ts';
import { unwrap } from '../../../engine/number/result.ts';
import { regimenStated, sayingOf } from '../../../engine/order/opioid-evidence.ts';
import { parseDate } from '../../../engine/time/calendar.ts';
import { library } from '../base-order.ts';

const TODAY = unwrap(parseDate('2026-11-23'));
const stated = (words: string) =>
  regimenStated(library, words)?.map((t) => `${t.opioid} ${t.route} ${t.amount} × ${exactText(t.perDay)}`) ??
  null;

test.each([
  ['oral morphine 60 mg a day or more since 2026-11-01', ['morphine oral 60 mg × 1']],
  ['morphine 60 mg by mouth daily since October', ['morphine oral 60 mg × 1']],
  ['60 mg oral morphine a day', ['morphine oral 60 mg × 1']],
  ['oral morphine 60 mg a day, 10 days', ['morphine oral 60 mg × 1']],
  ['morphine sulfate ER 30 mg q12h', ['morphine oral 30 mg × 2']],
  ['oral hydromorphone 8 mg/day', ['hydromorphone oral 8 mg × 1']],
  [
    'MS Contin 100 mg twice a day and oxycodone 10 mg every 4 h',
    ['morphine oral 100 mg × 2', 'oxycodone oral 10 mg × 6'],
  ],
  ['fentanyl patch 25 mcg/h since May', ['fentanyl transdermal 25 mcg/h × 1']],
  ['hydromorphone 2 mg/h IV for a month', ['hydromorphone parenteral 2 mg × 24']],
  ['oral morphine 120 mg/24 h; gabapentin 300 mg tid', ['morphine oral 120 mg × 1']],
])('%s', (words, expected) => {
  expect(stated(words)).toEqual(expected);
});

test.each([
  'on opioids for weeks',
  'oral morphine for weeks',
  'morphine 15-30 mg q4h',
  'morphine 30 mg',
  'morphine up to 60 mg a day',
  'oral oxycodone 30 mg a day, stopped in May',
  'oral morphine 1,000 mg a day',
  'morphine 30 mg q4h prn',
  '60 mg a day',
  'morphine or oxycodone 60 mg a day',
])('%s: nothing is guessed', (words) => {
  expect(stated(words)).toBeNull();
});

test.each([
  ['oxycodone 10 mg four times a day since yesterday', 'over'],
  ['codeine 30 mg once last month', 'over'],
  ['morphine 60 mg daily, until two weeks ago', 'over'],
  // OT-FDA: 7 days; the last day is the 8th, the 7th, the 2nd and the 1st before
  ['morphine ER 60 mg BID until 2026-11-15, none since', 'over'],
  ['morphine ER 60 mg BID, last dose 2026-11-16', 'short'],
  ['morphine ER 60 mg BID, stopped on 2026-11-21', 'short'],
  ['morphine ER 60 mg BID until 2026-11-22', 'steady'],
  ['oxycodone 20 mg twice a day from 2026-05-01 to 2026-10-30', 'over'],
  ['morphine ER 60 mg twice a day, off since 2026-10-30', 'over'],
  ['morphine ER 60 mg twice a day for 6 months, last fill 2026-11-10', 'steady'],
  ['morphine ER 60 mg twice a day until 2027-01-10', 'steady'],
  ['hydromorphone IV 2 mg/h in hospital for 5 days', 'short'],
  ['morphine ER 60 mg once daily for the last year', 'steady'],
  ['morphine 60 mg a day, started 3 weeks ago', 'steady'],
  ['oxycodone ER 80 mg twice daily for 2 months, stopped', 'steady'],
  ['oral morphine ER 600 mg since 2026-11-22', 'over'],
  ['oral morphine ER 600 mg since 2026-11-17', 'short'],
  ['oral morphine ER 600 mg since 2026-11-16', 'steady'],
  ['fentanyl patch 25 mcg/h since 2026-09-01, oxycodone added, from 2026-11-20', 'steady'],
])('of the time in which it was taken, %j says: %s', (words, says) => {
  expect(sayingOf(words, TODAY)).toBe(says);
});
