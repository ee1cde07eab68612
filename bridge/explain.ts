import * as z from 'zod';
import { explanation } from '../engine/explain/explanation.ts';
import { orderContent } from '../engine/order/order.ts';
import { command } from './command.ts';

const id = z.string().min(1).max(64);

export const explainCommands = {
  // apart from order.check, so that typing does not wait for it
  'order.explain': command(
    'signed-in',
    'read',
    z.strictObject({ patientId: id, content: orderContent, orderId: id.optional() }),
    explanation,
  ),
} as const;
