import * as z from 'zod';
import { doseRule } from '../engine/formulary/formulary.ts';
import { ruleChange } from '../engine/formulary/rule-change.ts';
import { siteAnswer } from '../engine/formulary/site-answer.ts';
import { siteFormulation } from '../engine/formulary/site-knowledge.ts';
import { wordsField } from '../engine/number/fields.ts';
import { FIELD_IDS } from '../engine/pumps/pump.ts';
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

const changeView = z.strictObject({
  id: z.string(),
  /** what it is about: the drug, the formulation, the pump */
  drug: z.string(),
  change: z.union([ruleChange, siteAnswer]),
  /** the rule as it was published, for whoever decides; null of an answer of the pharmacy */
  published: doseRule.pick({ amount: true, unit: true, severity: true, message: true }).nullable(),
  reason: z.string(),
  by: z.string(),
  byId: z.string(),
  at: z.string(),
  decision: z
    .strictObject({
      decision: z.enum(['approve', 'decline']),
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

export const libraryCommands = {
  'library.rules': command('signed-in', 'read', z.strictObject({ drug: id }), z.array(ruleView)),
  'library.changes': command('signed-in', 'read', nothing, z.array(changeView)),
  'library.propose': command('library.propose', 'write', ruleChange.extend({ reason }), changeView),
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
