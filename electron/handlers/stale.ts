import { insertFate } from '../../db/printing.ts';
import { newId } from '../services/ids.ts';
import { staleIn } from '../services/stale.ts';
import { found, refuse, type Handlers } from '../services/call.ts';

export const staleHandlers = {
  'stale.list': ({ db }) => staleIn(db),

  'stale.account': async (call, { printOutId, fate, copies, heldBy, note }) => {
    const { db, user, now, context } = call;
    const stale = found(
      (await staleIn(db)).find((p) => p.id === printOutId),
      'stale print-out',
    );
    if (copies > stale.outstanding)
      refuse(
        'copies-too-many',
        String(copies),
        `up to ${stale.outstanding}: the rest is accounted for`,
        'copies',
      );
    const row = { print_out_id: printOutId, fate, copies, held_by: heldBy, note };
    await insertFate(db, { ...row, id: newId(context, 'fat'), by_user: user.id, at: now });
    await call.event({
      subject: 'print-out',
      subjectId: printOutId,
      version: stale.version,
      reason: note,
      about: { order: stale.orderId },
      change: { fate, copies, heldBy, left: stale.outstanding - copies },
    });
    return staleIn(db);
  },
} satisfies Partial<Handlers>;
