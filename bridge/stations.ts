import * as z from 'zod';
import { wordsField } from '../engine/number/fields.ts';
import { command } from './command.ts';

const id = z.string().min(1).max(64);
const signed = { password: z.string().max(200) };

const stationView = z.strictObject({
  id,
  state: z.enum(['waiting', 'lapsed', 'enrolled', 'withdrawn']),
  name: z.string().nullable().describe('none before it is enrolled'),
  madeBy: z.string(),
  at: z.string(),
  until: z.string().describe('its code is good before this'),
  enrolledAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
  reason: z.string().nullable(),
  here: z.boolean().describe('the station from which is asked'),
});
export type StationView = z.infer<typeof stationView>;

export const stationCommands = {
  'station.list': command('administer', 'read', z.strictObject({}), z.array(stationView)),
  'station.invite': command(
    'administer',
    'write',
    z.strictObject(signed),
    z.strictObject({ code: z.string().describe('shown once, good once'), until: z.string() }),
  ),
  'station.enrol': command(
    'public',
    'write',
    z.strictObject({ code: z.string().max(40), name: wordsField(60) }),
    z.strictObject({ name: z.string() }),
  ),
  'station.withdraw': command(
    'administer',
    'write',
    z.strictObject({ id, reason: wordsField(400), ...signed }),
    stationView,
  ),
} as const;
