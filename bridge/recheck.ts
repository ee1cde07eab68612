import * as z from 'zod';
import { findingChange } from '../engine/checks/finding-changes.ts';
import { command } from './command.ts';

const id = z.string().min(1).max(64);

/** What a proposed change of the library does to the active orders: how far the recheck is, and what it found. */
const recheckStatus = z.strictObject({
  job: z.string(),
  change: z.string().describe('the proposal that is tried'),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  checked: z.number().int(),
  total: z.number().int(),
  changed: z.number().int().describe('orders in which a finding appears, vanishes or changes'),
  blocked: z.number().int().describe('of these, orders in whose way something new stands'),
  byRule: z
    .array(
      z.strictObject({
        rule: z.string(),
        failing: z.number().int().describe('orders in which it fails now, or weighs more'),
        passing: z.number().int().describe('orders in which it passes now, or weighs less'),
        moved: z.number().int().describe('orders in which its limit alone is another'),
      }),
    )
    .describe('what changes, by rule, those with something new in the way first'),
  orders: z
    .array(
      z.strictObject({
        order: z.string(),
        version: z.number().int().nullable(),
        changes: z.array(findingChange),
        refused: z.array(z.string()).describe('why it could not be computed under the proposal'),
      }),
    )
    .describe('the first of them, those with something new in the way before the others'),
});
export type RecheckStatus = z.infer<typeof recheckStatus>;

export const recheckCommands = {
  'library.recheck': command('library.propose', 'read', z.strictObject({ id }), recheckStatus),
  'library.recheck-status': command('library.propose', 'read', z.strictObject({ job: id }), recheckStatus),
  'library.recheck-cancel': command('library.propose', 'read', z.strictObject({ job: id }), recheckStatus),
} as const;
