import * as z from 'zod';
import { command } from './command.ts';

const pumpLibraryFormat = z.enum(['pdf', 'csv', 'json']);

/** What the people who keep the pumps' own libraries get: a file, and the digest under which the log knows what is in it. */
export const pumpLibraryCommands = {
  'protocol.for-pump': command(
    'prepare',
    'write',
    z.strictObject({ pump: z.string().min(1).max(64), format: pumpLibraryFormat }),
    z.strictObject({
      name: z.string(),
      type: z.string(),
      data: z.string().describe('base64'),
      digest: z.string(),
      entries: z.number().int(),
    }),
  ),
} as const;
