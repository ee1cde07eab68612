import * as z from 'zod';
import { instantField, wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { newUser, password, userView } from './records.ts';

const nothing = z.strictObject({});
const id = z.string().min(1).max(64);
const reason = wordsField(400);
const signed = { password: z.string().max(200) };

/** Four to eight digits; not one digit over and over, not a run (house rule). Only unlocks a station, never signs. */
export const pin = z
  .string()
  .regex(/^\d{4,8}$/, 'four to eight digits')
  .refine((t) => !isSimple(t), {
    params: { code: 'pin-too-simple', accepted: 'digits that are not all alike and not a run such as 1234' },
  });

function isSimple(text: string): boolean {
  const steps = new Set([...text].slice(1).map((c, i) => c.charCodeAt(0) - text.charCodeAt(i)));
  return steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 2);
}

/**
 * What a badge's barcode carries when it is not the user name itself. Capitals and digits, so that no badge is ever
 * another's user name. It stands for the name only: the password is asked for all the same.
 */
export const badge = z.string().regex(/^[0-9A-Z][0-9A-Z-]{3,31}$/, '4 to 32 capitals, digits or dashes');

/** Who sits at this window. `locked`: only `session.unlock`, `session.sign-out` and `session.sign-in` do anything. */
export const seatView = userView.extend({
  locked: z.boolean(),
  hasPin: z.boolean(),
  mustChangePassword: z.boolean().describe('a one-time password: nothing else is done before it is changed'),
  mustEnrol: z
    .boolean()
    .describe('the site asks for a second factor: nothing else is done before one is set up'),
  hasFactor: z.boolean(),
  idleMinutes: z.number().int(),
});
export type SeatView = z.infer<typeof seatView>;

export const personView = userView.extend({
  activeFrom: z.string(),
  activeTo: z.string().nullable(),
  badge: z.string().nullable(),
  oneTimePassword: z.boolean(),
  hasFactor: z.boolean(),
});
export type PersonView = z.infer<typeof personView>;

/** What a site decides about its windows and about wrong passwords. Figures and bounds are house rules. */
export const policySettings = z.strictObject({
  idleMinutes: z.number().int().min(1).max(120),
  freeTries: z.number().int().min(1).max(5).describe('wrong passwords before there is a wait'),
  firstWaitSeconds: z.number().int().min(5).max(60).describe('then doubling with each further one'),
  longestWaitSeconds: z.number().int().min(60).max(86_400),
  pinTries: z.number().int().min(1).max(3).describe('wrong PINs before only the password opens'),
  secondFactor: z
    .enum(['nobody', 'supervisors', 'everybody'])
    .describe('who is asked for a code of an app at sign-in, besides the password'),
});
export type PolicySettings = z.infer<typeof policySettings>;
const policy = z.strictObject({ version: z.number().int(), settings: policySettings });

/** A password that is read out to its person: good for one sign-in, after which they choose their own. */
const handedOver = z.strictObject({
  oneTime: z.string().describe('shown once, kept nowhere'),
  until: z.string(),
});

export const peopleCommands = {
  'session.lock': command('signed-in', 'write', nothing, seatView),
  'session.unlock': command(
    'signed-in',
    'write',
    z.strictObject({ kind: z.enum(['pin', 'password']), secret: z.string().max(200) }),
    seatView,
  ),
  'session.set-pin': command(
    'signed-in',
    'write',
    z.strictObject({ pin: pin.nullable(), ...signed }),
    seatView,
  ),
  'session.change-password': command(
    'signed-in',
    'write',
    z.strictObject({ old: z.string().max(200), new: password }),
    seatView,
  ),

  'user.list': command('administer', 'read', nothing, z.array(personView)),
  'user.add': command(
    'administer',
    'write',
    newUser.omit({ password: true }).extend({ badge: badge.optional(), ...signed }),
    handedOver.extend({ person: personView }),
  ),
  'user.update': command(
    'administer',
    'write',
    newUser.omit({ username: true, password: true }).extend({ id, reason, ...signed }),
    personView,
  ),
  'user.set-badge': command(
    'administer',
    'write',
    z.strictObject({ id, badge: badge.nullable(), ...signed }),
    personView,
  ),
  'user.set-active': command(
    'administer',
    'write',
    z.strictObject({ id, from: instantField(), to: instantField().nullable(), reason, ...signed }),
    personView,
  ),
  'user.deactivate': command('administer', 'write', z.strictObject({ id, reason, ...signed }), personView),
  'user.reset-password': command(
    'administer',
    'write',
    z.strictObject({ id, reason, ...signed }),
    handedOver,
  ),

  'policy.get': command('signed-in', 'read', nothing, policy),
  'policy.save': command(
    'administer',
    'write',
    z.strictObject({ expectedVersion: z.number().int().min(0), settings: policySettings, ...signed }),
    policy,
  ),
} as const;
