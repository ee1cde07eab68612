import * as z from 'zod';
import { instantField } from '../engine/number/fields.ts';
import { command } from './command.ts';

/** How one rule is met: how often it stood in the way, how often it was passed, and what the reasons are worth. */
const ruleSignal = z.strictObject({
  rule: z.string(),
  message: z.string(),
  alerts: z.number().int(),
  orders: z.number().int(),
  overridden: z.number().int(),
  acknowledged: z.number().int(),
  /** reasons that say nothing: too short, a stock phrase, or copied */
  useless: z.number().int(),
  /** of 100 alerts, how many were passed; and of 100 reasons, how many are of no use. Null where there are none. */
  passedShare: z.string().nullable(),
  uselessShare: z.string().nullable(),
});
export type RuleSignal = z.infer<typeof ruleSignal>;

export const signalCommands = {
  'signal.report': command(
    'administer',
    'read',
    z.strictObject({ from: instantField().optional(), to: instantField().optional() }),
    z.array(ruleSignal),
  ),
} as const;
