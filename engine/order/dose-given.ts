import * as z from 'zod';
import { parseInstant, type Minute } from '../time/calendar.ts';
import { isZero, quantity, type Mass } from '../number/quantity.ts';
import { issue, unwrap, type Issue } from '../number/result.ts';
import { instantField, quantityField, wordsField } from '../number/fields.ts';

/** One dose that was given outside the pumps of the orders: by hand, by mouth, before a transfer. */
export const givenRecord = z.strictObject({
  drug: wordsField(80).describe('id of a drug of the formulary, or the plain name of another one'),
  amount: quantityField('mass'),
  route: wordsField(40).describe('such as IV, SC or oral'),
  at: instantField(),
});
export type GivenRecord = z.infer<typeof givenRecord>;

/** A given dose in exact amounts. */
export interface Given {
  readonly drug: string;
  readonly amount: Mass;
  readonly route: string;
  readonly at: Minute;
}

/** A record of a given dose that was read by its schema, in exact amounts. */
export const given = (g: GivenRecord): Given => ({
  drug: g.drug,
  amount: quantity(g.amount, 'mass'),
  route: g.route,
  at: unwrap(parseInstant(g.at)),
});

/** What can not stand in a record of what was given: a dose of the future, and a dose of nothing. */
export const givenIssues = (records: readonly GivenRecord[], at: Minute): Issue[] =>
  records.flatMap((g, i) => {
    const found: Issue[] = [];
    if (given(g).at > at)
      found.push(issue('given-in-future', g.at, { code: 'instant-not-after-now' }, `given.${i}.at`));
    if (isZero(given(g).amount))
      found.push(
        issue('given-amount-zero', g.amount, { code: 'above-zero', what: 'amount' }, `given.${i}.amount`),
      );
    return found;
  });
