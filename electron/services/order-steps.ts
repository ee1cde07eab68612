import * as z from 'zod';
import type { OrderStep } from '../../bridge/order-now.ts';
import { orderState } from '../../bridge/order-state.ts';
import { eventsAfter, headOf } from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { keptJson } from '../../db/kept.ts';
import { nameAt, userNamed } from '../../db/people.ts';

const moved = z.looseObject({ state: z.looseObject({ to: orderState }) });
/** More than an order comes to: each state change is decided by a person. */
const MOST = 1_000;

/** The states that a version of an order really went through, by the log: who took each step, when and why. */
export const stepsOf = async (db: Read, id: string, version: number): Promise<OrderStep[]> =>
  (
    await Array.fromAsync(
      (await eventsAfter(db, { order: id }, 0, (await headOf(db)).seq, MOST)).filter(
        (e) => e.subjectId === id && e.version === version,
      ),
      async (e) => {
        const change = moved.safeParse(keptJson(e.change, 'event', e.seq));
        if (!change.success) return [];
        const user = await userNamed(db, e.user);
        const by = user ? await nameAt(db, user.id, e.at) : e.user;
        return [{ state: change.data.state.to, by, at: e.at, reason: e.reason }];
      },
    )
  ).flat();
