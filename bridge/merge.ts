import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { MERGE_CHOICE_NAMES } from './merge-records.ts';
import { patientLine, patientRecord } from './records.ts';

const id = z.string().min(1).max(64);
const version = z.number().int().positive();
const reason = wordsField(400);
const signed = { password: z.string().max(200) };

const choice = z.enum(MERGE_CHOICE_NAMES);
const chosen = z.partialRecord(choice, z.enum(['stays', 'goes']));

/** A proposal that two records become one, and what another person said of it. */
export const mergeView = z.strictObject({
  id: z.string(),
  stays: patientLine,
  goes: patientLine,
  chosen,
  identity: z.string().nullable().describe('why they are one person, though what tells who it is differs'),
  reason: z.string(),
  by: z.string(),
  byId: z.string(),
  at: z.string(),
  outdated: z.boolean().describe('one of the records was changed since: it can not be approved any more'),
  decision: z
    .strictObject({
      decision: z.enum(['approve', 'decline']),
      by: z.string(),
      at: z.string(),
      reason: z.string().nullable(),
    })
    .nullable(),
});
export type MergeView = z.infer<typeof mergeView>;

const side = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  record: patientRecord,
  orders: z.array(
    z.strictObject({ id: z.string(), number: z.string(), drug: z.string(), state: z.string() }),
  ),
  inPreparation: z.array(z.string()).describe('numbers of the orders of which a container is being made'),
  doses: z.number().int().describe('entries of the administration record'),
  merged: z.boolean(),
});
export type MergeSide = z.infer<typeof side>;

export const mergeCommands = {
  'patient.doubles': command(
    'signed-in',
    'read',
    z.strictObject({}),
    z.strictObject({
      pairs: z.array(
        z.strictObject({
          one: patientLine,
          other: patientLine,
          why: z.enum(['name-and-birth-date', 'record-number']),
        }),
      ),
      rx: z
        .array(
          z.strictObject({
            rx: z.string(),
            orders: z.array(z.strictObject({ id: z.string(), number: z.string(), patient: z.string() })),
          }),
        )
        .describe('prescription numbers that an older file gave to more than one order'),
      proposals: z.array(mergeView),
    }),
  ),
  'patient.compare': command(
    'signed-in',
    'read',
    z.strictObject({ one: id, other: id }),
    z.strictObject({
      one: side,
      other: side,
      identity: z.array(z.enum(['name', 'birthDate', 'sex'])).describe('what tells who it is, and differs'),
      apart: z.boolean(),
      proposal: mergeView.nullable(),
    }),
  ),
  'patient.merge-propose': command(
    'order.draft',
    'write',
    z.strictObject({
      stays: id,
      staysVersion: version,
      goes: id,
      goesVersion: version,
      chosen,
      identity: wordsField(400).nullable(),
      reason,
    }),
    mergeView,
  ),
  'patient.merge-approve': command('order.verify', 'write', z.strictObject({ id, ...signed }), mergeView),
  'patient.merge-decline': command(
    'order.verify',
    'write',
    z.strictObject({ id, reason, ...signed }),
    mergeView,
  ),
  'patient.apart': command(
    'order.draft',
    'write',
    z.strictObject({ one: id, other: id, reason }),
    z.strictObject({}),
  ),
} as const;
