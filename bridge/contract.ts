import * as z from 'zod';
import { orderContent } from '../engine/order.ts';
import { orderReport } from '../engine/report.ts';
import { wordsField } from '../engine/schema.ts';
import { backupCommands, damaged } from './backup.ts';
import { command } from './command.ts';
import { batchCommands } from './batch.ts';
import type { SystemPage } from './channel.ts';
import { calculatorAnswer, calculatorView } from './calculators.ts';
import { doubleCheckCommands } from './double-check.ts';
import { explainCommands } from './explain.ts';
import { exportCommands } from './export.ts';
import { exposureCommands } from './exposure.ts';
import type { Reply } from './failure.ts';
import { paper, printKind } from './forms.ts';
import { libraryCommands } from './library.ts';
import { peopleCommands, seatView } from './people.ts';
import { printingCommands } from './printing.ts';
import {
  drugView,
  eventView,
  ingredient,
  logFilter,
  newUser,
  orderLine,
  orderState,
  orderView,
  password,
  patientRecord,
  prescriberRecord,
  printOut,
  siteSettings,
  verdictView,
  versioned,
} from './records.ts';
import { recheckCommands } from './recheck.ts';
import { wasteCommands } from './waste.ts';
import { scanCommands } from './scan.ts';
import { signalCommands } from './signals.ts';

const nothing = z.strictObject({});
const id = z.string().min(1).max(64);
const version = z.number().int().positive();
const reason = wordsField(400);
/** Asked again for every signature. */
const signed = { password: z.string().max(200) };
const subject = { id, version };
const optionalVersion = { id: id.nullable(), expectedVersion: version.nullable() };

/** Every command that crosses a process boundary. Adding one: here, a handler, and its words in the renderer. */
export const contract = {
  'system.status': command(
    'public',
    'read',
    nothing,
    z.strictObject({
      firstRun: z.boolean(),
      version: z.string(),
      ruleSet: z.string(),
      pharmacy: z.string(),
      timeZone: z.string(),
      damaged: damaged
        .nullable()
        .describe(
          'the data file can not be used: until it was replaced, what changes anything is refused, but for recovery.restore',
        ),
    }),
  ),
  'system.first-run': command('public', 'write', newUser.omit({ role: true }), seatView),
  'session.sign-in': command(
    'public',
    'write',
    z.strictObject({ username: z.string().max(64), password: z.string().max(200) }),
    seatView,
  ),
  'session.sign-out': command('signed-in', 'write', nothing, nothing),
  'session.me': command('public', 'read', nothing, seatView.nullable()),

  ...peopleCommands,
  ...backupCommands,
  ...exportCommands,
  ...recheckCommands,
  ...libraryCommands,
  ...wasteCommands,
  ...explainCommands,
  ...doubleCheckCommands,
  ...signalCommands,

  'patient.list': command(
    'signed-in',
    'read',
    z.strictObject({ search: z.string().max(80).optional() }),
    z.array(
      z.strictObject({
        id: z.string(),
        version: z.number().int(),
        name: z.string(),
        birthDate: z.string(),
        mrn: z.string(),
      }),
    ),
  ),
  'patient.get': command('signed-in', 'read', z.strictObject({ id }), versioned(patientRecord)),
  'patient.save': command(
    'order.draft',
    'write',
    z.strictObject({ ...optionalVersion, record: patientRecord }),
    versioned(patientRecord),
  ),
  'prescriber.list': command('signed-in', 'read', nothing, z.array(versioned(prescriberRecord))),
  'prescriber.save': command(
    'order.draft',
    'write',
    z.strictObject({ ...optionalVersion, record: prescriberRecord }),
    versioned(prescriberRecord),
  ),

  'site.get': command(
    'signed-in',
    'read',
    nothing,
    z.strictObject({ ruleSet: z.string(), site: siteSettings }),
  ),
  'site.save': command(
    'administer',
    'write',
    z.strictObject({ expectedRuleSet: z.string(), site: siteSettings }),
    z.strictObject({ ruleSet: z.string(), site: siteSettings }),
  ),

  'formulary.list': command(
    'signed-in',
    'read',
    nothing,
    z.strictObject({
      ruleSet: z.string(),
      drugs: z.array(drugView),
      diluents: z.array(z.strictObject({ id: z.string(), name: z.string() })),
      pumps: z.array(z.strictObject({ id: z.string(), model: z.string() })),
    }),
  ),

  'calculator.list': command('signed-in', 'read', nothing, z.array(calculatorView)),
  'calculator.run': command(
    'signed-in',
    'read',
    z.strictObject({ id: z.string().max(64), input: z.record(z.string().max(64), z.unknown()) }),
    calculatorAnswer,
  ),

  'order.list': command(
    'signed-in',
    'read',
    z.strictObject({ state: orderState.optional(), search: z.string().max(80).optional() }),
    z.strictObject({ counts: z.record(z.string(), z.number().int()), orders: z.array(orderLine) }),
  ),
  'order.get': command('signed-in', 'read', z.strictObject({ id }), orderView),
  'order.check': command(
    'signed-in',
    'read',
    z.strictObject({ patientId: id, content: orderContent, orderId: id.optional() }),
    orderReport,
  ),
  ...exposureCommands,
  'order.save': command(
    'order.draft',
    'write',
    z.strictObject({
      ...optionalVersion,
      patientId: id,
      prescriberId: id,
      rx: wordsField(30),
      content: orderContent,
      reason: reason.nullable(),
    }),
    orderView,
  ),
  'order.submit': command('order.draft', 'write', z.strictObject(subject), orderView),
  'order.resolve': command(
    'order.verify',
    'write',
    z.strictObject({
      ...subject,
      key: z.string().max(200),
      reason: z.string().max(60),
      text: wordsField(600),
      prescriberContact: wordsField(200).nullable(),
      ...signed,
    }),
    orderView,
  ),
  'order.verify': command('order.verify', 'write', z.strictObject({ ...subject, ...signed }), orderView),
  'order.hold': command('order.verify', 'write', z.strictObject({ ...subject, reason }), orderView),
  'order.resume': command('order.verify', 'write', z.strictObject({ ...subject, reason }), orderView),
  'order.discontinue': command('order.verify', 'write', z.strictObject({ ...subject, reason }), orderView),
  'order.void': command(
    'order.verify',
    'write',
    z.strictObject({ ...subject, reason, ...signed }),
    orderView,
  ),
  'order.final-check': command('final-check', 'write', z.strictObject({ ...subject, ...signed }), orderView),
  'order.release': command('final-check', 'write', z.strictObject({ ...subject, ...signed }), orderView),
  'order.complete': command('prepare', 'write', z.strictObject(subject), orderView),

  'preparation.start': command('prepare', 'write', z.strictObject(subject), orderView),
  'preparation.record': command(
    'prepare',
    'write',
    z.strictObject({
      ...subject,
      ingredients: z.array(ingredient).min(1).max(20),
      deviations: wordsField(600).nullable(),
    }),
    orderView,
  ),

  'print.preview': command(
    'signed-in',
    'read',
    z.strictObject({ ...subject, kind: printKind, paper }),
    z.strictObject({ pdf: z.string().describe('base64') }),
  ),
  'print.issue': command(
    'prepare',
    'write',
    z.strictObject({
      ...subject,
      kind: printKind,
      paper,
      copies: z.number().int().min(1).max(20),
      reprintReason: reason.nullable(),
    }),
    z.strictObject({ pdf: z.string().describe('base64'), printOut }),
  ),
  ...printingCommands,
  ...batchCommands,
  ...scanCommands,

  'log.list': command(
    'signed-in',
    'read',
    z.strictObject({
      filter: logFilter,
      before: z.number().int().nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    z.strictObject({
      events: z.array(eventView.extend({ correctedBy: z.array(z.number().int()) })),
      head: z.string(),
      total: z.number().int(),
      totalIsLeast: z.boolean().describe('there are this many or more: counting stopped'),
    }),
  ),
  'log.verify': command('signed-in', 'read', nothing, verdictView),
  'log.correct': command(
    'administer',
    'write',
    z.strictObject({ event: z.number().int().positive(), reason, text: wordsField(2_000) }),
    eventView,
  ),
} as const;

export type Command = keyof typeof contract;
export type Input<C extends Command> = z.input<(typeof contract)[C]['input']>;
export type Parsed<C extends Command> = z.output<(typeof contract)[C]['input']>;
export type Output<C extends Command> = z.output<(typeof contract)[C]['output']>;

/** Asked by screens on their own, on a timer: no sign that somebody is there, so they do not put off the idle lock. */
export const PASSIVE: ReadonlySet<Command> = new Set<Command>([
  'session.me',
  'system.status',
  'export.status',
  'library.recheck-status',
  'backup.status',
  'job.list',
  'batch.status',
]);

/** What a locked window may still ask; the rest waits for the PIN or the password. */
export const WHILE_LOCKED: ReadonlySet<Command> = new Set<Command>([
  'system.status',
  'session.me',
  'session.sign-in',
  'session.sign-out',
  'session.unlock',
]);

/** What a person with a one-time password may ask before it is changed. */
export const BEFORE_CHANGE: ReadonlySet<Command> = new Set<Command>([
  ...WHILE_LOCKED,
  'session.lock',
  'session.change-password',
]);

export const isCommand = (name: unknown): name is Command =>
  typeof name === 'string' && Object.hasOwn(contract, name);

/** What a window may do: call a command and get a reply, and print the page that it shows. Failures are data. */
export interface Bridge {
  call<C extends Command>(name: C, input: Input<C>): Promise<Reply<Output<C>>>;
  print(page: SystemPage): Promise<Reply<null>>;
}

export { password };
