import * as z from 'zod';
import { doseRule } from '../engine/formulary/formulary.ts';
import { recordChange } from '../engine/formulary/records/site-record.ts';
import { siteAnswer } from '../engine/formulary/site-answer.ts';
import { siteFormulation } from '../engine/formulary/site-knowledge.ts';
import { wordsField } from '../engine/number/fields.ts';
import { FIELD_IDS } from '../engine/pumps/pump.ts';
import { limitLookCommands } from './limit-look.ts';
import { pumpLibraryCommands } from './pump-library.ts';
import { command } from './command.ts';

const id = z.string().min(1).max(64);
const reason = wordsField(400);
const signed = { password: z.string().max(200) };
const nothing = z.strictObject({});

/** One dose rule: as it was published, and as it is in force at this site. */
export const ruleView = z.strictObject({
  rule: doseRule.pick({
    id: true,
    kind: true,
    direction: true,
    amount: true,
    unit: true,
    per: true,
    severity: true,
    message: true,
    provenance: true,
    comparator: true,
    routes: true,
  }),
  published: doseRule.pick({ amount: true, severity: true, message: true }),
  source: z.string(),
  coming: z
    .array(z.strictObject({ from: z.string(), amount: z.string(), severity: doseRule.shape.severity }))
    .describe('approved for later: shown, and not applied before'),
});
export type RuleView = z.infer<typeof ruleView>;

export const difference = z.strictObject({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

const changeView = z.strictObject({
  id: z.string(),
  /** what it is about: the drug, the formulation, the pump */
  drug: z.string(),
  /** which kind of record it changes, in a word or two */
  one: z.string(),
  change: z.union([recordChange, siteAnswer]),
  differences: z
    .array(difference)
    .describe('field by field from what it was proposed against; none of an answer of the pharmacy'),
  fromPublished: z
    .array(difference)
    .describe('the same from what is published, where that is something else'),
  laxer: z.boolean().describe('than what is in force or published: two supervisors sign it'),
  /** why it can not come into force as the library is now; null: it can, or was decided */
  unfit: z.string().nullable(),
  endorsed: z
    .array(z.strictObject({ by: z.string(), byId: z.string(), at: z.string() }))
    .describe('who signed it as the first of two'),
  reason: z.string(),
  by: z.string(),
  byId: z.string(),
  at: z.string(),
  decision: z
    .strictObject({
      decision: z.enum(['approve', 'decline', 'at-once']),
      by: z.string(),
      at: z.string(),
      reason: z.string().nullable(),
      ruleSet: z
        .string()
        .nullable()
        .describe('the rule set that the change brought into force; null while it waits for its instant'),
      from: z.string().nullable().describe('from when it holds; null: from the approval'),
      leftOut: z.string().nullable().describe('why it did not come into force when its instant had come'),
    })
    .nullable(),
});
export type ChangeView = z.infer<typeof changeView>;

/** A record of the library as it is in force, with where it comes from and what the site decided of it. */
const recordView = z.strictObject({
  collection: z.string(),
  key: z.string(),
  drugs: z.array(z.string()).describe('ids of the drugs that it speaks of; none: of all of them'),
  /** what it says, made from its figures */
  says: z.string(),
  record: z.unknown(),
  facts: z.array(z.strictObject({ field: z.string(), value: z.string() })).describe('its fields in words'),
  differences: z.array(difference).describe('from what is published; none where that is in force'),
  isPublished: z.boolean(),
  source: z
    .strictObject({
      citation: z.string(),
      section: z.string().nullable(),
      year: z.string().nullable(),
      url: z.string().nullable(),
    })
    .nullable(),
  provenance: z.string(),
  toVerify: z.boolean().describe('nobody has compared it with its document yet'),
  site: z
    .strictObject({
      op: z.enum(['put', 'withdraw']),
      by: z.string(),
      approvedBy: z.array(z.string()),
      at: z.string(),
      until: z.string().nullable(),
      reference: z.string().nullable(),
      laxer: z.boolean(),
      leftOut: z.string().nullable().describe('why it does not hold beside what is published now'),
    })
    .nullable(),
});
export type RecordView = z.infer<typeof recordView>;

const collectionView = z.strictObject({
  id: z.string(),
  title: z.string(),
  one: z.string(),
  staysPublished: z.boolean(),
  form: z.unknown().describe('JSON Schema of a record, with a title for each field'),
});
export type CollectionView = z.infer<typeof collectionView>;

/** What the pharmacy has answered once, and what each pump's manual still has to be asked. */
const answersView = z.strictObject({
  formulations: z.array(siteFormulation.extend({ name: z.string() })),
  pumps: z.array(
    z.strictObject({
      id: z.string(),
      model: z.string(),
      reference: z.string().nullable(),
      asks: z.array(
        z.strictObject({
          id: z.enum(FIELD_IDS),
          label: z.string(),
          basis: z.enum(['volume', 'volume/time', 'time', 'count', 'mass', 'mass/volume']),
          range: z.boolean(),
          step: z.boolean(),
        }),
      ),
      accuracy: z.boolean(),
      tolerance: z.boolean(),
      atLimit: z.boolean(),
      /** whether nothing that was read says whether its limit window rolls */
      limitWindow: z.boolean(),
    }),
  ),
});
export type AnswersView = z.infer<typeof answersView>;

const ofRecord = recordChange.pick({ collection: true, id: true });
const proposal = recordChange.extend({
  id: recordChange.shape.id
    .optional()
    .describe('of a record that is new: left out, it follows from the record'),
  reference: recordChange.shape.reference.unwrap(),
  reason,
});

export const libraryCommands = {
  ...pumpLibraryCommands,
  ...limitLookCommands,
  'library.rules': command('signed-in', 'read', z.strictObject({ drug: id }), z.array(ruleView)),
  'library.collections': command('signed-in', 'read', nothing, z.array(collectionView)),
  'library.records': command(
    'signed-in',
    'read',
    z.strictObject({ drug: id.optional(), collection: id.optional() }),
    z.array(recordView),
  ),
  'library.history': command('signed-in', 'read', ofRecord, z.array(changeView)),
  'library.changes': command('signed-in', 'read', nothing, z.array(changeView)),
  'library.propose': command('library.propose', 'write', proposal, changeView),
  'library.stop': command(
    'order.verify',
    'write',
    z.strictObject({
      drug: id,
      ndc: z.string().max(40).optional(),
      lot: z.string().max(40).optional(),
      reason: wordsField(300),
      ...signed,
    }),
    changeView,
  ),
  'library.answer': command(
    'library.propose',
    'write',
    z.strictObject({ answer: siteAnswer, reason }),
    changeView,
  ),
  'library.answers': command('signed-in', 'read', nothing, answersView),
  'library.approve': command('administer', 'write', z.strictObject({ id, ...signed }), changeView),
  'library.decline': command('administer', 'write', z.strictObject({ id, reason, ...signed }), changeView),
} as const;
