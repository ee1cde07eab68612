import {
  countEvents,
  correctionsOf,
  CORRECTS,
  eventAt,
  headOf,
  linksOf,
  listEvents,
  MOST_COUNTED,
} from '../../db/event-log.ts';
import { subjectNames } from '../../db/subject-names.ts';
import { underSignature } from '../services/credentials.ts';
import { liveNow, noteWindow } from '../services/open-orders.ts';
import { filterOf } from '../services/log-filter.ts';
import { verifyLive } from '../services/log-state.ts';
import { found, type Handlers } from '../services/call.ts';

export const logHandlers = {
  'log.list': async ({ db }, { filter, before, limit }) => {
    const f = await filterOf(db, filter);
    const events = await listEvents(db, f, before, limit);
    const corrected = await correctionsOf(
      db,
      events.map((e) => e.seq),
    );
    const nameOf = await subjectNames(db, events);
    const total = await countEvents(db, f);
    return {
      events: events.map((e) => ({ ...e, correctedBy: corrected.get(e.seq) ?? [], name: nameOf(e) })),
      head: (await headOf(db)).hash,
      total,
      totalIsLeast: total === MOST_COUNTED && Object.keys(filter).length > 0,
    };
  },

  'live.look': {
    before: async (call, input) => {
      await noteWindow(call, input);
      return (look) => liveNow(look, input);
    },
  },

  'log.verify': {
    before: async ({ context }) => {
      const verdict = await verifyLive(context.store);
      return () => verdict;
    },
  },

  'log.correct': underSignature(
    'log.correct',
    async (call, { event, reason, text }) => {
      const { db } = call;
      const old = found(await eventAt(db, event), 'event');
      // Found by whatever the old one is found by, so that nobody reads the one without the other.
      const about: Record<string, string[]> = { [CORRECTS]: [String(event)] };
      for (const { kind, value } of await linksOf(db, event))
        if (kind !== CORRECTS) about[kind] = [...(about[kind] ?? []), value];
      return call.event({
        subject: 'event',
        subjectId: String(event),
        reason,
        about,
        change: { corrects: event, hash: old.hash, text },
      });
    },
    async ({ db }, { event }) => void found(await eventAt(db, event), 'event'),
  ),
} satisfies Partial<Handlers>;
