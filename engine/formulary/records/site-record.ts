import * as z from 'zod';
import { instantField, wordsField } from '../../number/fields.ts';

/** House rule: no record of a library is longer, written as JSON; what is longer is no record but a file. */
const LONGEST_RECORD = 20_000;

const named = (most: number) => z.string().min(1).max(most);

/** The length of what can be written as JSON, else null: what comes from another process may be a cycle. */
function written(record: unknown): number | null {
  try {
    return JSON.stringify(record)?.length ?? 0;
  } catch {
    return null;
  }
}

/** A record before its collection has read it: JSON of a bounded length. */
const rawRecord = z.unknown().superRefine((record, context) => {
  const length = written(record);
  if (length !== null && length <= LONGEST_RECORD) return;
  context.addIssue({
    code: 'custom',
    message: 'record-too-large',
    params: {
      code: 'record-too-large',
      given: length === null ? null : `${length}`,
      accepted: { code: 'at-most-many', most: `${LONGEST_RECORD}`, of: 'characters' },
    },
  });
});

const about = {
  collection: named(40).describe('which collection of the library'),
  id: named(400).describe('the key of the record in it'),
  op: z.enum(['put', 'withdraw']),
};

/** What somebody proposes: a record as it is to be, or that one is withdrawn; with where it is read, and from when to when. */
export const recordChange = z.strictObject({
  ...about,
  record: rawRecord.optional().describe('the whole record; of a withdrawal nothing'),
  reference: wordsField(300)
    .nullable()
    .describe('where it stands: document, edition, page; null only in changes from before it was asked'),
  from: instantField().nullable().default(null).describe('from when it is to hold; null: from its approval'),
  until: instantField().nullable().default(null).describe('until when; null: until it is changed again'),
});
export type RecordChange = z.infer<typeof recordChange>;

/**
 * A record that a site put into the library or withdrew from it. The records of a site lie in `site.records`, in the order
 * in which they came into force, over whatever the seed publishes: the last of a key counts.
 */
export const siteRecord = z.strictObject({
  ...about,
  record: z.unknown().optional(),
  reference: z.string().nullable(),
  /** what was published under this key when it was approved; null: nothing */
  published: z.unknown(),
  /** it was approved as laxer than what was published or in force, which takes two supervisors */
  laxer: z.boolean(),
  /** the proposal, who made it, who approved it, and since when it is in force; empty in rule sets from before */
  change: z.string(),
  by: z.string(),
  approvedBy: z.array(z.string()),
  at: z.string(),
  /** in UTC, so that it compares as text */
  until: z.string().nullable(),
});
export type SiteRecord = z.infer<typeof siteRecord>;
