import type { Command, Parsed } from '../../bridge/contract.ts';
import { canonical } from '../../db/canonical.ts';
import { insertLook } from '../../db/looks.ts';
import type { Store } from '../../db/open.ts';
import type { Context } from './context.ts';
import { failureOf } from './incident.ts';

interface Looked {
  readonly subject: string;
  readonly id: string;
  /** asked for again within so long it is one look; otherwise `ONE_LOOK_MS` */
  readonly within?: number;
}

/** What counts as looking: each opens what is said of a person. */
const LOOKS: { readonly [C in Command]?: (input: Parsed<C>) => Looked } = {
  'patient.get': ({ id }) => ({ subject: 'patient', id }),
  'order.get': ({ id }) => ({ subject: 'order', id }),
  'order.start': ({ patientId }) => ({ subject: 'patient', id: patientId }),
  'print.preview': ({ id }) => ({ subject: 'order', id }),
  // The sheets of all active programs, into the memory of a window: it asks each minute, and one line a sitting says it.
  'downtime.list': () => ({ subject: 'downtime', id: '-', within: Infinity }),
  'log.list': ({ filter, before }) => ({ subject: 'log', id: canonical({ filter, before }).slice(0, 400) }),
};

/** House rule: a window asks for what it shows again and again; within so long that is one look. */
const ONE_LOOK_MS = 300_000;
const MOST_REMEMBERED = 10_000;
const remembered = new WeakMap<Store, Map<string, number>>();

interface Seat {
  readonly user: string;
  readonly station: string;
  /** this sitting at the window: after signing in anew it is another look */
  readonly seat: string | null;
}

/**
 * Notes that somebody opened something, once it was answered. Where the line can not be written the answer stands, and the
 * fault is told: nobody at a bedside waits for a log.
 */
export async function noteLook<C extends Command>(
  context: Context,
  name: C,
  input: Parsed<C>,
  { user, station, seat }: Seat,
  now: string,
): Promise<void> {
  const { store } = context;
  const looked = LOOKS[name]?.(input);
  if (looked === undefined || store.readonly) return;
  const recent = remembered.get(store) ?? new Map<string, number>();
  remembered.set(store, recent);
  const key = canonical([seat, name, looked.id]);
  const at = Date.parse(now);
  const last = recent.get(key);
  if (last !== undefined && at >= last && at - last < (looked.within ?? ONE_LOOK_MS)) return;
  if (recent.size >= MOST_REMEMBERED) recent.clear();
  // Before it is written: who opens it twice at once looks once.
  recent.set(key, at);
  try {
    await store.write((db) =>
      insertLook(db, {
        at: now,
        user,
        station,
        command: name,
        subject: looked.subject,
        subject_id: looked.id,
      }),
    );
  } catch (error) {
    recent.delete(key);
    failureOf(context, name, error);
  }
}
