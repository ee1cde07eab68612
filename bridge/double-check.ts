import * as z from 'zod';
import { blindEntry, comparedField } from '../engine/order/double-check.ts';
import { command } from './command.ts';

const subject = { id: z.string().min(1).max(64), version: z.number().int().positive() };

/** One comparison: who entered what when, the first entry beside the second. */
export const doubleCheckView = z.strictObject({
  firstBy: z.string(),
  firstAt: z.string(),
  by: z.string(),
  at: z.string(),
  agrees: z.boolean(),
  fields: z.array(comparedField),
});
export type DoubleCheckView = z.infer<typeof doubleCheckView>;

/** An order that waits for its second entry. Nothing of the first one is in here. */
export const blindOrder = z.strictObject({
  id: z.string(),
  number: z.string(),
  version: z.number().int(),
  rx: z.string(),
  patient: z.string(),
  birthDate: z.string(),
  prescriber: z.string(),
  enteredAt: z.string(),
  /** whether the person who asks may be the second one */
  may: z.enum(['yes', 'entered-it', 'did-it-before']),
});

export const doubleCheckCommands = {
  'double-check.list': command('prepare', 'read', z.strictObject({}), z.array(blindOrder)),
  'double-check.enter': command(
    'prepare',
    'write',
    z.strictObject({ ...subject, entry: blindEntry, password: z.string().max(200) }),
    doubleCheckView,
  ),
} as const;
