import * as z from 'zod';
import { protocolRecord } from '../engine/formulary/protocols.ts';
import { orderContent } from '../engine/order/order.ts';
import { preparation } from '../engine/order/preparation.ts';
import { command } from './command.ts';
import { orderState } from './order-state.ts';

/** What a new order can start with: the fields of a protocol with its bag in exact amounts, and the last order of the patient. */
const orderStart = z.strictObject({
  protocol: z
    .strictObject({
      record: protocolRecord,
      unit: z.string().describe('unit of mass of its drug'),
      preparation: preparation.nullable().describe('null: the protocol says nothing of a bag'),
    })
    .nullable(),
  last: z
    .strictObject({
      number: z.string(),
      version: z.number().int().positive(),
      state: orderState,
      content: orderContent,
    })
    .nullable()
    .describe('the last order of the patient that was verified; null: none was'),
});
export type OrderStart = z.infer<typeof orderStart>;

export const orderStartCommands = {
  'order.start': command(
    'order.draft',
    'read',
    z.strictObject({
      patientId: z.string().min(1).max(64),
      protocol: z.string().min(1).max(64).nullable(),
    }),
    orderStart,
  ),
};
