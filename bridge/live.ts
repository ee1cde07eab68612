import * as z from 'zod';

const id = z.string().min(1).max(64);

/** What a window says of itself, again and again: the order that it shows, or that it shows the worklist, and a name that it gave itself. */
export const liveAsked = z.strictObject({
  order: id.nullable(),
  window: id,
  work: z.boolean().default(false),
});

/** The end of the log, and who else has the order open; of a worklist, who has which. */
export const liveView = z.strictObject({
  seq: z.number().int(),
  others: z.array(
    z.strictObject({
      order: id,
      name: z.string(),
      own: z.boolean(),
      station: z.string(),
      since: z.string(),
    }),
  ),
});
