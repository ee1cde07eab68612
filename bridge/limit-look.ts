import * as z from 'zod';
import { command } from './command.ts';

/** A limit while it is written: its sentence, and what the last orders had of what it bounds. */
export const limitLookCommands = {
  'library.limit-look': command(
    'library.propose',
    'read',
    z.strictObject({ record: z.unknown() }),
    z.strictObject({
      sentence: z.string().nullable().describe('null: not all is written yet that a sentence needs'),
      amount: z.string().nullable().describe('in decimals, for a drawing'),
      orders: z.number().int().describe('of the drug, the newest, at most a hundred'),
      had: z
        .array(
          z.strictObject({
            value: z.string().describe('in decimals, in the unit of the limit'),
            beyond: z.boolean(),
          }),
        )
        .describe('what each order had where the rule of this name spoke of an amount'),
    }),
  ),
} as const;
