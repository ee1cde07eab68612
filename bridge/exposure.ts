import * as z from 'zod';
import { givenRecord } from '../engine/order/dose-given.ts';
import { orderContent } from '../engine/order/order.ts';
import { wordsField } from '../engine/number/fields.ts';
import { exposureAnswer, exposureQuestion } from '../engine/timeline/answer.ts';
import { command } from './command.ts';

const id = z.string().min(1).max(64);

/** One entry of the administration record. It is never changed; a later entry takes its place. */
const administrationView = z.strictObject({
  id: z.string(),
  /** null: the corrected entry was not given at all */
  record: givenRecord.nullable(),
  corrects: z.string().nullable(),
  correctedBy: z.string().nullable(),
  reason: z.string().nullable(),
  by: z.string(),
  at: z.string(),
});
export type AdministrationView = z.infer<typeof administrationView>;

export const exposureCommands = {
  'order.exposure': command(
    'signed-in',
    'read',
    z.strictObject({
      patientId: id,
      content: orderContent,
      orderId: id.optional().describe('the saved order that this is, so that it is not counted twice'),
      question: exposureQuestion,
    }),
    exposureAnswer,
  ),
  'administration.list': command(
    'signed-in',
    'read',
    z.strictObject({ patientId: id }),
    z.array(administrationView),
  ),
  'administration.add': command(
    'monitor',
    'write',
    z.strictObject({
      patientId: id,
      record: givenRecord.nullable().describe('null: the entry that is corrected was not given'),
      corrects: id.nullable(),
      reason: wordsField(400).nullable().describe('of a correction'),
    }),
    z.array(administrationView),
  ),
} as const;
