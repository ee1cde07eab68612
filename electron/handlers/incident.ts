import type { Handlers } from '../services/call.ts';

/** What broke in a window goes where every incident goes: beside the data file, without any data in it. */
export const incidentHandlers = {
  'incident.report': ({ context, now }, { room, kind, stack }) => {
    const id = Buffer.from(context.random(6)).toString('hex');
    context.report({ id, at: now, command: 'incident.report', kind: `${kind} in ${room}`, stack });
    return { incident: id };
  },
} satisfies Partial<Handlers>;
