import {
  countEvents,
  eachEvent,
  headOf,
  listEvents,
  verifyLog,
  type EventFilter,
} from '../../db/event-log.ts';
import type { Read } from '../../db/handle.ts';
import { orderNamed } from '../../db/orders.ts';
import type { LogFilter } from '../../bridge/records.ts';
import { exportLog } from '../log-export.ts';
import type { Handlers } from './handler.ts';

const utc = (instant: string | undefined) =>
  instant === undefined ? undefined : new Date(instant).toISOString();

/** A person names an order by its number; instants compare as text in UTC. */
function filterOf(db: Read, f: LogFilter): EventFilter {
  const order = f.order === undefined ? undefined : (orderNamed(db, f.order) ?? f.order);
  return { ...f, order, from: utc(f.from), to: utc(f.to) };
}

export const logHandlers = {
  'log.list': ({ db }, { filter, before, limit }) => {
    const f = filterOf(db, filter);
    return { events: listEvents(db, f, before, limit), head: headOf(db).hash, total: countEvents(db, f) };
  },

  'log.export': (call, { filter }) => {
    const { db } = call;
    const about = {
      at: call.now,
      user: call.user.username,
      station: call.session.station,
      filter,
      head: headOf(db),
    };
    const made = exportLog(eachEvent(db, filterOf(db, filter)), about);
    call.event({
      subject: 'log',
      subjectId: '-',
      change: { filter, rows: made.rows, head: made.head, digest: made.digest },
    });
    return { csv: made.csv, head: made.head, rows: made.rows };
  },

  'log.verify': ({ db }) => verifyLog(db),
} satisfies Partial<Handlers>;
