import * as z from 'zod';
import { ingredient } from '../engine/order/ingredient.ts';
import { orderContent } from '../engine/order/order.ts';
import { orderReport } from '../engine/checks/report.ts';
import { wordsField } from '../engine/number/fields.ts';
import { backupCommands, damaged } from './backup.ts';
import { command } from './command.ts';
import { incidentCommands } from './incident.ts';
import { batchCommands } from './batch.ts';
import { calculatorAnswer, calculatorView } from './calculators.ts';
import { downtimeCommands } from './downtime.ts';
import { doubleCheckCommands } from './double-check.ts';
import { explainCommands } from './explain.ts';
import { exportCommands } from './export.ts';
import { exposureCommands } from './exposure.ts';
import { paper, printKind } from './forms.ts';
import { interchangeCommands } from './interchange.ts';
import { mergeCommands } from './merge.ts';
import { peopleCommands, seatView } from './people.ts';
import { productCommands } from './products.ts';
import { printingCommands } from './printing.ts';
import {
  drugView,
  eventView,
  logFilter,
  newUser,
  orderLine,
  orderView,
  password,
  patientLine,
  patientLike,
  patientRecord,
  patientView,
  patientWho,
  prescriberRecord,
  printOut,
  siteSettings,
  verdictView,
  versioned,
} from './records.ts';
import { liveAsked, liveView } from './live.ts';
import { orderNowCommands } from './order-now.ts';
import { orderStartCommands } from './order-start.ts';
import { orderState } from './order-state.ts';
import { recheckCommands } from './recheck.ts';
import { factorCode, secondFactorCommands } from './second-factor.ts';
import { shown } from './shown.ts';
import { stationCommands } from './stations.ts';
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
/** A signature about an order, under what its window showed of it. */
const signing = { ...subject, shown, ...signed };
const optionalVersion = { id: id.nullable(), expectedVersion: version.nullable() };

/** Lists come in pages, and say how much there is besides. */
const page = {
  from: z.number().int().min(0).max(10_000_000).default(0),
  limit: z.number().int().min(1).max(500).default(50),
};
const total = {
  total: z.number().int(),
  totalIsLeast: z.boolean().describe('there are this many or more: counting stopped'),
};

/** Every command that crosses a process boundary. Adding one: CONTRIBUTING.md says where. */
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
      clock: z
        .strictObject({
          why: z.enum(['behind', 'ahead']),
          trusted: z.string().describe('the last instant that is certain'),
          now: z.string().describe('what the clock says now'),
        })
        .nullable()
        .describe('the clock of this machine does not fit the log, and nobody has confirmed it'),
    }),
  ),
  'system.first-run': command('public', 'write', newUser.omit({ role: true }), seatView),
  'session.sign-in': command(
    'public',
    'write',
    z.strictObject({
      username: z.string().max(64),
      password: z.string().max(200),
      code: factorCode.optional(),
    }),
    seatView,
  ),
  'session.sign-out': command('signed-in', 'write', nothing, nothing),
  'clock.confirm': command('administer', 'write', z.strictObject(signed), nothing),
  'session.me': command('public', 'read', nothing, seatView.nullable()),

  ...peopleCommands,
  ...secondFactorCommands,
  ...stationCommands,
  ...backupCommands,
  ...exportCommands,
  ...recheckCommands,
  ...interchangeCommands,
  ...wasteCommands,
  ...explainCommands,
  ...incidentCommands,
  ...doubleCheckCommands,
  ...signalCommands,
  ...productCommands,

  'patient.list': command(
    'signed-in',
    'read',
    z.strictObject({ search: z.string().max(80).optional(), ...page }),
    z.strictObject({ patients: z.array(patientLine), ...total }),
  ),
  'patient.get': command('signed-in', 'read', z.strictObject({ id }), patientView),
  'patient.alike': command(
    'signed-in',
    'read',
    z.strictObject({ id: id.nullable(), record: patientWho }),
    z.array(patientLike),
  ),
  'patient.save': command(
    'order.draft',
    'write',
    z.strictObject({
      ...optionalVersion,
      record: patientRecord,
      besides: z
        .array(id)
        .max(20)
        .optional()
        .describe('records that look like the same person’s and are another’s'),
    }),
    versioned(patientRecord),
  ),
  'patient.papers': command(
    'signed-in',
    'read',
    z.strictObject({
      record: patientRecord.pick({ family: true, given: true, mrn: true, phone: true }),
    }),
    z
      .strictObject({ fits: z.array(paper), tooSmall: z.array(paper) })
      .describe('of a name that is long or unusual: labels with room for it, and without'),
  ),
  ...mergeCommands,
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
    z.strictObject({ expectedRuleSet: z.string(), site: siteSettings, ...signed }),
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

  'names.read': command(
    'signed-in',
    'read',
    z.strictObject({ texts: z.array(wordsField(80)).max(100) }),
    z.strictObject({
      names: z.array(
        z.strictObject({
          text: z.string(),
          stands: z.array(z.string()).describe('what the tables know of it: ingredients and groups'),
          near: z.boolean().describe('read as another spelling'),
          unknown: z.boolean().describe('holds a word that no table knows, or names only a kind'),
        }),
      ),
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
    z.strictObject({
      states: z.array(orderState).min(1).max(20).optional(),
      search: z.string().max(80).optional(),
      ...page,
    }),
    z.strictObject({ orders: z.array(orderLine), ...total }),
  ),
  'order.counts': command('signed-in', 'read', nothing, z.record(z.string(), z.number().int())),
  'order.get': command('signed-in', 'read', z.strictObject({ id }), orderView),
  'order.check': command(
    'signed-in',
    'read',
    z.strictObject({ patientId: id, content: orderContent, orderId: id.optional() }),
    orderReport,
  ),
  ...exposureCommands,
  ...orderNowCommands,
  ...orderStartCommands,
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
      ...signing,
      key: z.string().max(200),
      reason: z.string().max(60),
      text: wordsField(600),
      prescriberContact: wordsField(200).nullable(),
    }),
    orderView,
  ),
  'order.verify': command('order.verify', 'write', z.strictObject(signing), orderView),
  'order.hold': command('order.verify', 'write', z.strictObject({ ...signing, reason }), orderView),
  'order.resume': command('order.verify', 'write', z.strictObject({ ...signing, reason }), orderView),
  'order.discontinue': command('order.verify', 'write', z.strictObject({ ...signing, reason }), orderView),
  'order.void': command('order.verify', 'write', z.strictObject({ ...signing, reason }), orderView),
  'order.final-check': command('final-check', 'write', z.strictObject(signing), orderView),
  'order.release': command('final-check', 'write', z.strictObject(signing), orderView),
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
      events: z.array(
        eventView.extend({
          correctedBy: z.array(z.number().int()),
          name: z.string().nullable().describe('of the subject, as people call it'),
        }),
      ),
      head: z.string(),
      ...total,
    }),
  ),
  ...downtimeCommands,
  'live.look': command('signed-in', 'read', liveAsked, liveView),
  'log.verify': command('signed-in', 'read', nothing, verdictView),
  'log.correct': command(
    'administer',
    'write',
    z.strictObject({ event: z.number().int().positive(), reason, text: wordsField(2_000), ...signed }),
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
  'live.look',
  'downtime.list',
  'downtime.sheet',
  'export.status',
  'library.recheck-status',
  'backup.status',
  'job.list',
  'station.list',
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

/** What a person may ask of whom the site asks a second factor, before they have set one up. */
export const BEFORE_FACTOR: ReadonlySet<Command> = new Set<Command>([
  ...BEFORE_CHANGE,
  'factor.offer',
  'factor.enrol',
]);

export const isCommand = (name: unknown): name is Command =>
  typeof name === 'string' && Object.hasOwn(contract, name);

export { password };
