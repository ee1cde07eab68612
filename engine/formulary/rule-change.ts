import * as z from 'zod';
import { severity, type DoseRule, type Library } from './formulary.ts';
import { decimalField, instantField } from '../number/fields.ts';
import type { LimitRecord } from './records/limit-record.ts';
import { limits } from './records/limits.ts';
import type { RecordChange, SiteRecord } from './records/site-record.ts';

/** What was proposed of one rule before there were records: read wherever it is stored, and proposed no more. */
export const ruleChange = z.strictObject({
  rule: z.string().min(1).max(64).describe('the id of a dose rule of a drug'),
  amount: decimalField().nullable().describe('in the unit of the rule; null: as it was published'),
  severity: severity.nullable(),
  from: instantField().nullable().default(null).describe('from when it is to hold; null: from its approval'),
});
type RuleChange = z.infer<typeof ruleChange>;

const publishedLimit = (published: Library, id: string): LimitRecord | undefined =>
  limits.rows(published).find((row) => row.key === id)?.record as LimitRecord | undefined;

/** A change of a rule from before, as the record that it makes of what is published. */
export function asRecordChange(published: Library, change: RuleChange): RecordChange {
  const { rule: id, amount, severity: rank, from } = change;
  const limit = publishedLimit(published, id);
  return {
    collection: limits.id,
    id,
    op: 'put',
    record: limit && { ...limit, amount: amount ?? limit.amount, severity: rank ?? limit.severity },
    reference: null,
    from,
    until: null,
  };
}

/** The rules of a site from before there were records, as its records; one that is published no more is left out by name. */
export const asSiteRecords = (published: Library, rules: Library['site']['rules']): SiteRecord[] =>
  Object.entries(rules).map(([id, own]) => {
    const limit = publishedLimit(published, id);
    return {
      collection: limits.id,
      id,
      op: 'put',
      record: { ...limit, ...own },
      reference: null,
      published: limit ?? null,
      laxer: false,
      change: '',
      by: '',
      approvedBy: [],
      at: '',
      until: null,
    };
  });

/** A rule of a drug by its id; undefined where the library does not have it. */
export const ruleOf = (library: Library, id: string): DoseRule | undefined =>
  [...library.formulary.drugs.flatMap((d) => d.rules), ...library.formulary.route_rules].find(
    (r) => r.id === id,
  );
