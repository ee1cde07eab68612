import { drugsOfOrder } from '../../engine/order/order.ts';
import * as z from 'zod';
import { canonical } from '../../db/canonical.ts';
import { appendEvent, listEvents } from '../../db/event-log.ts';
import { ALTERED, kept } from '../../db/kept.ts';
import { Refused } from '../../engine/number/result.ts';
import { Altered } from './bound.ts';
import type { Context } from './context.ts';

/** The event of a kept record that was found to be another. */
const FOUND = 'record.altered';

const told = z.looseObject({ altered: z.unknown() });

const found = (error: unknown) =>
  error instanceof Altered
    ? error.found
    : error instanceof Refused
      ? error.issues.filter((i) => i.code === ALTERED).map((i) => ({ record: i.given }))
      : [];

/**
 * Writes down that a kept record is not what it was, when a command was refused for it: the command's own transaction is
 * undone, so this is one of its own. The same finding is written once; the refusal is the same each time.
 */
export async function tellAltered(
  { store }: Pick<Context, 'store'>,
  asked: { readonly at: string; readonly user: string; readonly station: string; readonly command: string },
  error: unknown,
): Promise<void> {
  const altered = found(error);
  if (altered.length === 0 || store.readonly) return;
  const order = error instanceof Altered ? error.order : null;
  const text = canonical(altered);
  await store.write(async (db) => {
    const before = await listEvents(db, { command: FOUND }, null, 200);
    if (before.some((e) => canonical(kept(told, e.change, 'event', e.seq).altered) === text)) return;
    await appendEvent(db, {
      at: asked.at,
      user: asked.user,
      station: asked.station,
      command: FOUND,
      ...(order === null
        ? { subject: 'data-file', subjectId: '-' }
        : {
            subject: 'order',
            subjectId: order.row.id,
            version: order.version.version,
            about: {
              order: order.row.id,
              patient: order.version.patient_id,
              drug: drugsOfOrder(order.content),
            },
          }),
      change: { asked: asked.command, altered },
    });
  });
}
