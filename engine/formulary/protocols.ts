import * as z from 'zod';
import { countField, decimalField, wordsField } from '../number/fields.ts';
import type { Dimension } from '../number/units.ts';
import { REGIMEN_KINDS } from './regimen-kinds.ts';
import { source } from './source.ts';

/** What a protocol may bound, by the name under which the order and the screen have it, and what it is measured in. */
export const PROTOCOL_LINES = {
  'demand dose': 'mass',
  lockout: 'time',
  'basal rate': 'mass/time',
  'continuous rate': 'mass/time',
  'loading dose': 'mass',
  'clinician bolus': 'mass',
  'scheduled dose': 'mass',
  'interval of doses': 'time',
  'pump limit': 'mass',
} as const satisfies Readonly<Record<string, Dimension>>;
type ProtocolLine = keyof typeof PROTOCOL_LINES;
const lines = Object.keys(PROTOCOL_LINES) as [ProtocolLine, ...ProtocolLine[]];

const named = <T extends z.ZodType>(title: string, schema: T): T => schema.meta({ title });
const figure = (title: string) => named(title, decimalField().describe('a number such as 0.5'));

/** One field of a protocol: what an order starts with, outside of what it is asked about, and outside of what it is stopped. */
const protocolField = z.strictObject({
  line: named('Field', z.enum(lines)),
  unit: named('Unit', z.string().min(1).max(20).describe('such as mg, mcg/h or min')),
  window_h: figure('Window of the limit, in hours').optional(),
  start: figure('Starts at').optional(),
  soft_least: figure('Asked about below').optional(),
  soft_most: figure('Asked about above').optional(),
  hard_least: figure('Stopped below').optional(),
  hard_most: figure('Stopped above').optional(),
});
export type ProtocolField = z.infer<typeof protocolField>;

/**
 * The container that orders of a protocol are compounded into. How much drug is in it is not written here: it follows from
 * the fill and the concentration of the protocol, so that the two can not contradict each other.
 */
const protocolBag = z.strictObject({
  vial_strength: figure('Strength of the product, in the unit of the concentration'),
  vial_mL: figure('Volume of one product, in mL'),
  fill_mL: figure('Fill volume, in mL'),
  diluent: named('Diluent', z.string().min(1).max(64).describe('id of a diluent of the formulary, or none')),
  container: named('Container', z.enum(['cassette', 'bag', 'syringe'])),
  capacity_mL: figure('It holds, in mL').optional(),
  containers: named('How many are made', countField(100)).optional(),
  storage: named('Storage', z.enum(['room', 'refrigerated', 'frozen'])),
  priming_mL: figure('Priming, in mL').optional(),
  residual_mL: figure('Residual, in mL').optional(),
});
export type ProtocolBag = z.infer<typeof protocolBag>;

/** When the sessions of an order of a protocol run; their start is the patient's. */
const protocolSessions = z.strictObject({
  duration_h: figure('Length of a session, in hours'),
  every_h: figure('From start to start, in hours'),
  count: named('How many sessions', countField(1000)).optional(),
});

/** Whom a protocol is for, by what the record says of opioids. */
const QUALIFIERS = ['opioid-naive', 'opioid-tolerant', 'any'] as const;

/** A protocol as pump libraries have it: profile, therapy, qualifier, drug and concentration, and its fields. */
export const protocolRecord = z.strictObject({
  id: named(
    'Name in the library',
    z
      .string()
      .regex(/^[a-z][a-z0-9_-]{1,39}$/)
      .describe('small letters, digits, - and _: such as home-hm-naive'),
  ),
  profile: named('Profile', wordsField(60).describe('such as Home, adult')),
  kind: named('Kind of regimen', z.enum(REGIMEN_KINDS)),
  route: named('Route', wordsField(40)),
  qualifier: named('For patients', z.enum(QUALIFIERS)),
  drug: named('Drug', z.string().min(1).max(64).describe('id of a drug of the formulary')),
  concentration: figure('Concentration'),
  concentration_unit: named('Unit of the concentration', z.string().min(1).max(20).describe('such as mg/mL')),
  fields: named('Fields', z.array(protocolField).min(1).max(20)),
  bag: named('Bag that orders start with', protocolBag).optional(),
  sessions: named('Sessions that orders start with', protocolSessions).optional(),
  pump: named(
    'Pump that orders start with',
    z.string().min(1).max(64).describe('id of a pump model'),
  ).optional(),
});
export type ProtocolRecord = z.infer<typeof protocolRecord>;

/** A protocol as it stands in a library. */
export const protocol = protocolRecord.extend({ source, provenance: z.string() });
export type Protocol = z.infer<typeof protocol>;

/** A protocol by its name; undefined where the library does not have it, or not any more. */
export const findProtocol = (
  { protocols }: { readonly protocols: readonly Protocol[] },
  id: string,
): Protocol | undefined => protocols.find((p) => p.id === id);
