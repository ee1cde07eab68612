import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { paper } from './forms.ts';
import { language } from './printing.ts';

/** House rule: as many orders in one batch as a shift prepares. */
const MOST_ORDERS = 200;

/** Forms that hang on a container, one for each. */
export const batchKind = z.enum(['label', 'flag', 'overwrap', 'auxiliary']);
export type BatchKind = z.infer<typeof batchKind>;

const job = z.string().min(1).max(64);
const batchStatus = z.strictObject({
  job: z.string(),
  kind: batchKind,
  paper,
  language,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int().describe('labels made'),
  total: z.number().int().describe('labels that there will be'),
  name: z.string().describe('a file name without patient data'),
  number: z.string().nullable().describe('the order that nothing could be made of'),
  why: z.string().nullable().describe('what went wrong, in words: what was given, and what is needed'),
});
export type BatchStatus = z.infer<typeof batchStatus>;

export const batchCommands = {
  'batch.start': command(
    'prepare',
    'write',
    z.strictObject({
      orders: z
        .array(z.strictObject({ id: z.string().min(1).max(64), version: z.number().int().positive() }))
        .min(1)
        .max(MOST_ORDERS),
      kind: batchKind,
      paper,
      language,
      reprintReason: wordsField(400).nullable().describe('needed where one of them was printed before'),
    }),
    batchStatus,
  ),
  'batch.status': command('prepare', 'read', z.strictObject({ job }), batchStatus),
  'batch.cancel': command('prepare', 'read', z.strictObject({ job }), batchStatus),
  'batch.fetch': command(
    'prepare',
    'read',
    z.strictObject({ job }),
    z.strictObject({ file: z.string().describe('base64') }),
  ),
} as const;
