import * as z from 'zod';
import { command } from './command.ts';
import { isFrame } from './frame.ts';

/** A message never comes along: it may hold what was typed. */
const frame = z.string().refine(isFrame);

export const incidentCommands = {
  /** A room of the window that broke: which, with which kind of error, and where in the program. */
  'incident.report': command(
    'signed-in',
    'read',
    z.strictObject({
      room: z.string().regex(/^[a-z-]{1,20}$/),
      kind: z.string().regex(/^[A-Za-z]{1,40}$/),
      stack: z.array(frame).max(12),
    }),
    z.strictObject({ incident: z.string() }),
  ),
} as const;
