import * as z from 'zod';
import { command } from './command.ts';
import { logFilter } from './records.ts';

export const exportKind = z.enum(['audit', 'compounding', 'controlled', 'override', 'signal', 'look']);
export type ExportKind = z.infer<typeof exportKind>;
export const exportFormat = z.enum(['csv', 'jsonl', 'xlsx', 'pdf']);
export type ExportFormat = z.infer<typeof exportFormat>;
/** Whether patients are named, left out, or stand under a name that only this pharmacy's key can make again. */
export const identifiers = z.enum(['full', 'none', 'pseudonym']);
export type Identifiers = z.infer<typeof identifiers>;

const signed = { password: z.string().max(200) };
const job = z.string().min(1).max(64);
const exportStatus = z.strictObject({
  job: z.string(),
  kind: exportKind,
  format: exportFormat,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int().describe('rows written'),
  total: z.number().int().describe('rows that there will be, as far as is known'),
  bytes: z.number().int(),
  name: z.string().describe('a file name without patient data'),
  type: z.string().describe('the media type'),
  head: z.string().describe('the last event of the log when the export began'),
  why: z
    .string()
    .nullable()
    .describe('the code of what went wrong; `incident-` and its number where nobody foresaw it'),
});
export type ExportStatus = z.infer<typeof exportStatus>;

export const exportCommands = {
  'export.start': command(
    'administer',
    'write',
    z.strictObject({ kind: exportKind, format: exportFormat, filter: logFilter, identifiers, ...signed }),
    exportStatus,
  ),
  'export.status': command('administer', 'read', z.strictObject({ job }), exportStatus),
  'export.cancel': command('administer', 'read', z.strictObject({ job }), exportStatus),
  'export.fetch': command(
    'administer',
    'read',
    z.strictObject({ job, offset: z.number().int().min(0) }),
    z.strictObject({
      data: z.string().describe('base64'),
      next: z.number().int().nullable().describe('where to go on; null at the end'),
    }),
  ),
} as const;
