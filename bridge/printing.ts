import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { paper, printKind } from './forms.ts';
import { folder, host } from './places.ts';
import { printOut, versioned } from './records.ts';

const id = z.string().min(1).max(64);
const version = z.number().int().positive();
const reason = wordsField(400);
const signed = { password: z.string().max(200) };

/** How a printer is reached. */
const way = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tcp'),
    host,
    port: z.number().int().min(1).max(65_535),
  }),
  z.strictObject({
    kind: z.literal('spooler'),
    queue: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,126}$/, 'the name of a print queue'),
  }),
  z.strictObject({ kind: z.literal('file'), folder }),
]);

/** What a printer prints: ZPL at its own resolution, or PDF. */
export const language = z.enum(['zpl-203', 'zpl-300', 'pdf']);
export type Language = z.infer<typeof language>;

export const printer = z.strictObject({
  name: wordsField(60),
  way,
  language,
  papers: z.array(paper).min(1).max(20).describe('what is loaded'),
  active: z.boolean(),
});
export type Printer = z.infer<typeof printer>;

export const jobState = z.enum(['queued', 'sending', 'sent', 'failed', 'unknown']);
export type JobState = z.infer<typeof jobState>;

const printJob = z.strictObject({
  id: z.string(),
  printOutId: z.string(),
  orderId: z.string(),
  number: z.string(),
  version: z.number().int(),
  kind: printKind,
  paper,
  template: z.string(),
  copies: z.number().int(),
  reprint: z.number().int(),
  printer: z.string(),
  state: jobState,
  attempts: z.number().int(),
  why: z.string().nullable().describe('a code: what went wrong, without patient data'),
  by: z.string(),
  at: z.string(),
  changedAt: z.string(),
});
export type PrintJob = z.infer<typeof printJob>;

/** A print-out that is no longer true and that nobody has fully accounted for. */
const stalePrintOut = z.strictObject({
  id: z.string(),
  orderId: z.string(),
  number: z.string(),
  version: z.number().int(),
  currentVersion: z.number().int(),
  kind: printKind,
  paper,
  copies: z.number().int(),
  outstanding: z.number().int().describe('copies that were neither returned nor destroyed'),
  reprint: z.number().int(),
  by: z.string(),
  at: z.string(),
  staleSince: z.string(),
  holder: z
    .enum(['patient', 'pharmacy'])
    .describe(
      'patient: the version was released, and the paper is one that leaves with it; else it is where it was printed',
    ),
  holderName: z.string(),
  fates: z.array(
    z.strictObject({
      fate: z.enum(['returned', 'destroyed']),
      copies: z.number().int(),
      heldBy: z.string(),
      note: z.string().nullable(),
      by: z.string(),
      at: z.string(),
    }),
  ),
});
export type StalePrintOut = z.infer<typeof stalePrintOut>;

export const printingCommands = {
  'printer.list': command('signed-in', 'read', z.strictObject({}), z.array(versioned(printer))),
  'printer.save': command(
    'administer',
    'write',
    z.strictObject({ id: id.nullable(), expectedVersion: version.nullable(), record: printer, ...signed }),
    versioned(printer),
  ),
  'printer.test': command(
    'prepare',
    'write',
    z.strictObject({ id, paper }),
    z.strictObject({
      state: z.enum(['sent', 'failed', 'unknown']),
      why: z.string().nullable(),
    }),
  ),
  'print.send': command(
    'prepare',
    'write',
    z.strictObject({
      id,
      version,
      kind: printKind,
      paper,
      copies: z.number().int().min(1).max(20),
      reprintReason: reason.nullable(),
      printerId: id,
    }),
    z.strictObject({ printOut, job: printJob }),
  ),
  'job.list': command(
    'signed-in',
    'read',
    z.strictObject({ state: jobState.optional(), orderId: id.optional() }),
    z.array(printJob),
  ),
  'job.retry': command('prepare', 'write', z.strictObject({ id }), printJob),
  'job.cancel': command('prepare', 'write', z.strictObject({ id }), printJob),
  'job.settle': command(
    'prepare',
    'write',
    z.strictObject({ id, printed: z.boolean().describe('what the printer shows'), note: reason }),
    printJob,
  ),
  'stale.list': command('signed-in', 'read', z.strictObject({}), z.array(stalePrintOut)),
  'stale.account': command(
    'prepare',
    'write',
    z.strictObject({
      printOutId: id,
      fate: z.enum(['returned', 'destroyed']),
      copies: z.number().int().min(1).max(20),
      heldBy: wordsField(80).describe('who had it'),
      note: reason.nullable(),
    }),
    z.array(stalePrintOut),
  ),
} as const;
