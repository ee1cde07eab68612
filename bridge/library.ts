import * as z from 'zod';
import { doseRule } from '../engine/formulary.ts';
import { ruleChange } from '../engine/rule-change.ts';
import { wordsField } from '../engine/schema.ts';
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

export const changeView = z.strictObject({
  id: z.string(),
  drug: z.string(),
  change: ruleChange,
  /** the rule as it was published, for whoever decides */
  published: doseRule.pick({ amount: true, unit: true, severity: true, message: true }),
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

export const libraryCommands = {
  'library.rules': command('signed-in', 'read', z.strictObject({ drug: id }), z.array(ruleView)),
  'library.changes': command('signed-in', 'read', nothing, z.array(changeView)),
  'library.propose': command('library.propose', 'write', ruleChange.extend({ reason }), changeView),
  'library.approve': command('administer', 'write', z.strictObject({ id, ...signed }), changeView),
  'library.decline': command('administer', 'write', z.strictObject({ id, reason, ...signed }), changeView),
} as const;
