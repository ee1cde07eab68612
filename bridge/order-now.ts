import * as z from 'zod';
import { finding } from '../engine/checks/report.ts';
import { command } from './command.ts';
import { issue } from './failure.ts';
import { orderState } from './order-state.ts';
import { orderView, patientRecord, versioned } from './records.ts';

const id = z.string().min(1).max(64);

const orderStep = z.strictObject({
  state: orderState,
  by: z.string(),
  at: z.string(),
  reason: z.string().nullable(),
});
export type OrderStep = z.infer<typeof orderStep>;

/** What is known now of an order's patient, and what of it is not as in the report that people work by. */
const orderNow = z.strictObject({
  patient: versioned(patientRecord),
  differs: z.array(z.string()).describe('facts of the patient that are others than those of the report'),
  merged: z.boolean().describe('the record that the order is of went into another one'),
  fresh: z.array(finding).describe('findings that stand now and do not stand so in the report'),
  issues: z.array(issue).describe('what keeps it from being computed with what is known now'),
  holds: z
    .boolean()
    .describe('false: nobody verifies, begins, checks, releases or resumes it before it is checked again'),
  steps: z.array(orderStep).describe('the states that this version went through, as the log has them'),
  again: z
    .enum(['report', 'version'])
    .nullable()
    .describe('what checking it again makes: a report of this version, or a new version that is submitted'),
});
export type OrderNow = z.infer<typeof orderNow>;

export const orderNowCommands = {
  'order.now': command('signed-in', 'read', z.strictObject({ id }), orderNow),
  'order.check-again': command(
    'order.draft',
    'write',
    z.strictObject({ id, version: z.number().int().positive() }),
    orderView,
  ),
};
