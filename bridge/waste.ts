import * as z from 'zod';
import { quantityField, wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { shown } from './shown.ts';

const id = z.string().min(1).max(64);
const secret = z.string().max(200);

/** House rule, editable here: why opened drug is wasted (domain: "record quantity, reason, two signatures"). */
export const wasteReason = z.enum([
  'vial-rest',
  'residual',
  'draw-error',
  'contaminated',
  'not-used',
  'other',
]);
export type WasteReason = z.infer<typeof wasteReason>;

const wasteView = z.strictObject({
  id: z.string(),
  drug: z.string(),
  lot: z.string(),
  amount: z.string(),
  reason: wasteReason,
  text: z.string().nullable(),
  by: z.string(),
  witness: z.string(),
  at: z.string(),
  version: z.number().int(),
});
export type WasteView = z.infer<typeof wasteView>;

export const wasteCommands = {
  'waste.list': command('signed-in', 'read', z.strictObject({ id }), z.array(wasteView)),
  /** Signed twice at one window: by the one who wastes, and by a witness who saw it and had no hand in the bag. */
  'waste.record': command(
    'prepare',
    'write',
    z.strictObject({
      id,
      version: z.number().int().positive(),
      lot: wordsField(40).describe('of the ingredient that is wasted'),
      amount: quantityField('mass', 'volume', 'activity'),
      reason: wasteReason,
      text: wordsField(400).nullable(),
      shown,
      password: secret,
      witness: z.strictObject({ username: z.string().max(64), password: secret }),
    }),
    z.array(wasteView),
  ),
} as const;
