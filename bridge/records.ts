import * as z from 'zod';
import { instantField, wordsField } from '../engine/number/fields.ts';
import { labelSize, pharmacy, site } from '../engine/formulary/formulary.ts';
import { ingredient } from '../engine/order/ingredient.ts';
import { orderContent } from '../engine/order/order.ts';
import { patientFacts } from '../engine/order/patient.ts';
import { finding, orderReport } from '../engine/checks/report.ts';
import { doubleCheckView } from './double-check.ts';
import { paper, printKind } from './forms.ts';
import { orderState } from './order-state.ts';
import { role } from './permissions.ts';
import { printingPlaces } from './places.ts';
import { shown } from './shown.ts';

/** The records that cross the bridge. Stored content and what a screen gets are the same shapes. */
export const username = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{1,31}$/, 'a user name of 2 to 32 small letters, digits, dot, dash or underscore');
export const password = z.string().min(10, 'at least 10 characters').max(200);

export const userView = z.strictObject({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  credentials: z.string(),
  licence: z.string().nullable(),
  role,
  pharmacist: z.boolean(),
  active: z.boolean(),
});
export type UserView = z.infer<typeof userView>;

export const newUser = z.strictObject({
  username,
  password,
  name: wordsField(80),
  credentials: wordsField(40),
  licence: wordsField(40).nullable(),
  role,
  pharmacist: z.boolean(),
});

export const patientRecord = patientFacts.extend({
  family: wordsField(60),
  given: wordsField(60),
  mrn: wordsField(30).describe('medical record number'),
  phone: wordsField(40).optional(),
});
export type PatientRecord = z.infer<typeof patientRecord>;

/** What tells one person from another. */
export const patientWho = patientRecord.pick({ family: true, given: true, mrn: true, birthDate: true });
/** Another record that could be the same person's. */
export const patientLike = z.strictObject({
  id: z.string(),
  name: z.string(),
  birthDate: z.string(),
  mrn: z.string(),
  why: z.enum(['name-and-birth-date', 'record-number']),
});

export const prescriberRecord = z.strictObject({
  name: wordsField(80),
  credentials: wordsField(40),
  npi: z
    .string()
    .regex(/^\d{10}$/, 'ten digits')
    .optional(),
  phone: wordsField(40),
});
export type PrescriberRecord = z.infer<typeof prescriberRecord>;

export const versioned = <T extends z.ZodType>(record: T) =>
  z.strictObject({ id: z.string(), version: z.number().int(), record });

const resolutionView = z.strictObject({
  key: z.string(),
  kind: z.enum(['override', 'acknowledge']),
  reason: z.string(),
  text: z.string(),
  prescriberContact: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  complete: z.boolean().describe('false while a second pharmacist is still needed'),
});

export const preparationView = z.strictObject({
  id: z.string(),
  lot: z.string(),
  startedBy: z.string(),
  startedAt: z.string(),
  compoundedBy: z.string().nullable(),
  compoundedAt: z.string().nullable(),
  ingredients: z.array(ingredient),
  deviations: z.string().nullable(),
  bud: z.string().nullable().describe('instant after which administration may not start'),
  budBinds: z.string().nullable(),
  findings: z
    .array(finding)
    .describe('what blocks of it as it was made, and did not when the order was verified'),
  resolutions: z.array(resolutionView),
  open: z.array(z.string()).describe('keys of these findings that still block'),
});

export const signatureView = z.strictObject({
  meaning: z.enum([
    'verify',
    'resolve',
    'final-check',
    'release',
    'hold',
    'resume',
    'discontinue',
    'void',
    'waste',
    'waste-witness',
    'double-check',
  ]),
  user: z.string(),
  credentials: z.string(),
  at: z.string(),
  hash: z.string(),
  finding: z.string().nullable().describe('key of the finding that it passed; null of another signature'),
});

export const printOut = z.strictObject({
  id: z.string(),
  kind: printKind,
  paper,
  template: z.string(),
  sha256: z.string(),
  copies: z.number().int(),
  reprint: z.number().int(),
  reason: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  version: z.number().int(),
  code: z.string().nullable().describe('null: printed before there was a release code'),
  stale: z.boolean(),
});

/** What is known of the label of an order's version: it was printed and is still there, or why it does not count as printed. */
export const labelState = z.enum(['printed', 'none', 'under-way', 'failed', 'unknown', 'gone']);
export type LabelState = z.infer<typeof labelState>;

export const orderView = z.strictObject({
  id: z.string(),
  number: z.string(),
  rx: z.string(),
  state: orderState,
  version: z.number().int(),
  patient: versioned(patientRecord),
  prescriber: versioned(prescriberRecord),
  recordNow: z
    .string()
    .describe('the record that counts for this person by now: another one where this one was merged'),
  content: orderContent,
  report: orderReport,
  carried: z
    .array(z.string())
    .describe('of a mixture: each line of the regimen as what flows of every drug; else empty'),
  resolutions: z.array(resolutionView),
  open: z.array(z.string()).describe('keys of findings that still block'),
  signatures: z.array(signatureView),
  preparation: preparationView.nullable(),
  releaseCode: z.string().nullable(),
  printOuts: z.array(printOut),
  history: z.array(
    z.strictObject({
      version: z.number().int(),
      by: z.string(),
      at: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  label: labelState,
  heldFrom: orderState.nullable(),
  doubleCheck: z
    .strictObject({ asked: z.boolean(), checks: z.array(doubleCheckView) })
    .describe('blind second entries; the last one counts'),
  shown: shown.describe('digests of the parts of this view: what is signed is signed under these'),
});
export type OrderView = z.infer<typeof orderView>;

export const patientLine = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  name: z.string(),
  birthDate: z.string(),
  mrn: z.string(),
  merged: z.boolean().describe('it went into another record: nothing is written to it any more'),
});
export type PatientLine = z.infer<typeof patientLine>;

/** A patient's record as it stands, and the records that it was merged with. */
export const patientView = versioned(patientRecord).extend({
  wentTo: z
    .strictObject({ patient: patientLine, by: z.string(), at: z.string(), reason: z.string() })
    .nullable(),
  came: z.array(patientLine).describe('records that went into this one'),
});

export const orderLine = z.strictObject({
  id: z.string(),
  number: z.string(),
  rx: z.string(),
  version: z.number().int(),
  state: orderState,
  patient: z.string(),
  birthDate: z.string(),
  drug: z.string(),
  summary: z.string(),
  start: z.string(),
  updatedAt: z.string(),
  blocking: z.number().int(),
  factsChanged: z.boolean().describe('facts of the patient are others than the order was checked with'),
  doubleCheck: z
    .enum(['differs', 'left'])
    .nullable()
    .describe('of a submitted order: the last blind entry differs, or one is asked for and not made'),
  label: labelState.nullable().describe('of a prepared order: whether its label was printed'),
});

export const eventView = z.strictObject({
  seq: z.number().int(),
  at: z.string(),
  user: z.string(),
  station: z.string(),
  command: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  version: z.number().int().nullable(),
  change: z.string(),
  reason: z.string().nullable(),
  previous: z.string(),
  hash: z.string(),
});
export type EventView = z.infer<typeof eventView>;

/** Events that the log is known to have lost, and the event that says so. */
const lossView = z.strictObject({
  event: z.number().int(),
  at: z.string(),
  from: z.number().int(),
  to: z.number().int().nullable(),
  why: z.string(),
  correctedBy: z.number().int().nullable(),
});
export const verdictView = z.strictObject({
  events: z.number().int(),
  head: z.string(),
  broken: z.number().int().nullable(),
  why: z.string().nullable(),
  losses: z.array(lossView),
});
export type VerdictView = z.infer<typeof verdictView>;

export const logFilter = z.strictObject({
  order: z.string().optional(),
  patient: z.string().optional(),
  drug: z.string().max(80).optional(),
  lot: z.string().max(80).optional(),
  user: z.string().optional(),
  command: z.string().optional(),
  text: wordsField(80).optional(),
  from: instantField().optional(),
  to: instantField().optional(),
});
export type LogFilter = z.infer<typeof logFilter>;

/** What a site says of itself; the house rules of its rule set stay in the library. */
export const siteSettings = z.strictObject({
  pharmacy: pharmacy.nullable(),
  timeZone: z.string().refine(isTimeZone, 'a time zone such as America/New_York'),
  ownLabel: labelSize.nullable().optional().describe('label stock of a size of the site’s own'),
  doubleCheck: site.shape.doubleCheck.optional(),
  printing: printingPlaces.optional(),
});
export type SiteSettings = z.infer<typeof siteSettings>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const drugView = z.strictObject({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  schedule: z.string().nullable(),
  highAlert: z.boolean(),
  routes: z.array(z.string()),
  vials: z.array(
    z.strictObject({
      strength: z.string(),
      volume: z.string(),
      container: z.string(),
      provenance: z.string(),
    }),
  ),
  standardConcentrations: z.array(z.string()),
  isOpioid: z.boolean(),
  ruleCount: z.number().int(),
});
