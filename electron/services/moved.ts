import type { Command } from '../../bridge/contract.ts';
import type { Part } from '../../bridge/parts.ts';
import type { Shown } from '../../bridge/shown.ts';
import { SIGNS, signs } from '../../bridge/signs.ts';
import type { Read } from '../../db/handle.ts';
import { orderById } from '../../db/orders.ts';
import { issue, Refused } from '../../engine/number/result.ts';
import { loadOrder } from './loaded-order.ts';
import { shownIn } from './shown.ts';

const LOOK = 'the order as it is now: look at what moved, and sign again';

/**
 * Refuses a signature under something else than what was shown to the person who gives it: `shown-moved`, once for each
 * part that is another since. A version of before is refused by the command itself.
 */
export async function refuseMoved(db: Read, name: Command, input: unknown): Promise<void> {
  if (!signs(name)) return;
  const { id, version, shown } = input as { id: string; version: number; shown: Shown };
  const row = await orderById(db, id);
  if (row === undefined || row.version !== version) return;
  const now = await shownIn(db, await loadOrder(db, row));
  const moved = SIGNS[name].filter((part: Part) => shown[part] !== now[part]);
  if (moved.length > 0)
    throw new Refused(...moved.map((part) => issue('shown-moved', part, LOOK, `shown.${part}`)));
}
