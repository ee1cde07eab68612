import * as z from 'zod';
import { command } from './command.ts';
import { orderLine } from './records.ts';

const id = z.string().min(1).max(64);

/** One program that is active, and the key of its sheet as it is now: under another key it is another sheet. */
const sheetLine = orderLine
  .pick({
    id: true,
    number: true,
    version: true,
    state: true,
    patient: true,
    birthDate: true,
    drug: true,
    summary: true,
  })
  .extend({ key: z.string() });
export type DowntimeLine = z.infer<typeof sheetLine>;

/** What a window keeps in its memory for the time when the host does not answer: docs/decisions/0340. */
export const downtimeCommands = {
  'downtime.list': command(
    'signed-in',
    'read',
    z.strictObject({}),
    z.strictObject({
      sheets: z.array(sheetLine),
      left: z.number().int().describe('active programs beyond the bound, of which no sheet is kept'),
    }),
  ),
  'downtime.sheet': command(
    'signed-in',
    'read',
    z.strictObject({ id }),
    z.strictObject({
      key: z.string(),
      asOf: z.string().describe('the instant that stands on the sheet'),
      pdf: z.string(),
    }),
  ),
} as const;
