import * as z from 'zod';
import { command } from './command.ts';
import { orderState } from './order-state.ts';

/** One field of an order that is another now than when the code was printed. */
const changedField = z.strictObject({
  path: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

/** Why a code is not to be used: the next version of the order, or its being held, voided, discontinued or completed. */
const ending = z.strictObject({
  what: z.enum(['version', 'order.hold', 'order.void', 'order.discontinue', 'order.complete']),
  version: z.number().int(),
  at: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
});

const scanAnswer = z.strictObject({
  status: z.enum([
    'current',
    'not-released',
    'on-hold',
    'superseded',
    'void',
    'completed',
    'unknown',
    'product',
  ]),
  code: z.string().nullable(),
  orderId: z.string().nullable(),
  number: z.string().nullable(),
  version: z.number().int().nullable(),
  currentVersion: z.number().int().nullable(),
  state: orderState.nullable(),
  at: z.string().nullable().describe('when the code was made'),
  by: z.string().nullable(),
  serial: z.string().nullable().describe('of the container, where its DataMatrix was scanned'),
  ended: ending.nullable(),
  restored: z
    .strictObject({ at: z.string(), by: z.string() })
    .nullable()
    .describe(
      'a backup was put back, and nothing was done to the order since: what was decided before may be missing',
    ),
  changed: z.array(changedField),
  elements: z
    .array(z.strictObject({ ai: z.string(), title: z.string(), value: z.string() }))
    .describe("of a manufacturer's pack"),
});
export type ScanAnswer = z.infer<typeof scanAnswer>;

export const scanCommands = {
  'code.scan': command('signed-in', 'read', z.strictObject({ code: z.string().max(200) }), scanAnswer),
} as const;
