import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';
import { personView, seatView } from './people.ts';

const signed = { password: z.string().max(200) };
/** Six digits of the app, or a recovery code. */
export const factorCode = z.string().max(40);

export const secondFactorCommands = {
  'factor.offer': command(
    'signed-in',
    'read',
    z.strictObject({}),
    z.strictObject({
      secret: z.string().describe('base32, 160 random bits: kept nowhere before it is sent back'),
      uri: z.string().describe('what the QR code says: otpauth://totp/…'),
      qr: z.strictObject({ path: z.string(), size: z.number().int().describe('modules on a side') }),
    }),
  ),
  'factor.enrol': command(
    'signed-in',
    'write',
    z.strictObject({
      secret: z.string().regex(/^[A-Z2-7]{32}$/, 'the secret that was offered'),
      code: factorCode.describe('of the new secret'),
      current: factorCode.nullable().describe('of the factor that this one takes the place of'),
      ...signed,
    }),
    z.strictObject({
      seat: seatView,
      recovery: z.array(z.string()).describe('shown once, each good once'),
    }),
  ),
  'user.reset-factor': command(
    'administer',
    'write',
    z.strictObject({ id: z.string().min(1).max(64), reason: wordsField(400), ...signed }),
    personView,
  ),
} as const;
