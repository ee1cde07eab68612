import { sql } from 'kysely';
import { canonical } from './canonical.ts';
import { GENESIS, hashEvent, verifyChain, type ChainEvent, type Verdict } from './chain.ts';
import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Tables } from './schema.ts';
import { contains } from './dialect/contains.ts';

export interface NewEvent {
  readonly at: string;
  readonly user: string;
  readonly station: string;
  readonly command: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly version?: number | null;
  readonly change: Readonly<Record<string, unknown>>;
  readonly reason?: string | null;
  /** what it is to be found by: order, patient, drug, lot */
  readonly about?: Readonly<Record<string, string>>;
}

export interface EventFilter {
  readonly order?: string | undefined;
  readonly patient?: string | undefined;
  readonly user?: string | undefined;
  readonly command?: string | undefined;
  readonly text?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

const lastEvent = prepared(() =>
  k.selectFrom('event').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1),
);
export const headOf = (db: Read): Head => db.one(lastEvent({})) ?? { seq: 0, hash: GENESIS };

const insertEvent = prepared((v: Tables['event']) =>
  k.insertInto('event').values({
    seq: v.seq,
    at: v.at,
    user: v.user,
    station: v.station,
    command: v.command,
    subject: v.subject,
    subject_id: v.subject_id,
    version: v.version,
    change: v.change,
    reason: v.reason,
    previous: v.previous,
    hash: v.hash,
  }),
);
const insertLink = prepared((v: Tables['event_link']) =>
  k.insertInto('event_link').values({ kind: v.kind, value: v.value, seq: v.seq }),
);

/** Writes the next event of the chain. Called in the transaction of the change that it tells of. */
export function appendEvent(db: Write, e: NewEvent): ChainEvent {
  const head = headOf(db);
  const about = e.about ?? {};
  const unhashed = {
    seq: head.seq + 1,
    at: e.at,
    user: e.user,
    station: e.station,
    command: e.command,
    subject: e.subject,
    subjectId: e.subjectId,
    version: e.version ?? null,
    change: canonical(Object.keys(about).length > 0 ? { ...e.change, about } : e.change),
    reason: e.reason ?? null,
    previous: head.hash,
  };
  const event = { ...unhashed, hash: hashEvent(unhashed) };
  const { subjectId, ...columns } = event;
  db.run(insertEvent({ ...columns, subject_id: subjectId }));
  for (const [kind, value] of Object.entries(about)) db.run(insertLink({ kind, value, seq: event.seq }));
  return event;
}

const columns = [
  'seq',
  'at',
  'user',
  'station',
  'command',
  'subject',
  'subject_id as subjectId',
  'version',
  'change',
  'reason',
  'previous',
  'hash',
] as const;

function filtered(f: EventFilter) {
  let query = k.selectFrom('event');
  for (const kind of ['order', 'patient'] as const) {
    const value = f[kind];
    if (value !== undefined)
      query = query.where(
        'seq',
        'in',
        k.selectFrom('event_link').select('seq').where('kind', '=', kind).where('value', '=', value),
      );
  }
  if (f.user !== undefined) query = query.where('user', '=', f.user);
  if (f.command !== undefined) query = query.where('command', '=', f.command);
  if (f.from !== undefined) query = query.where('at', '>=', f.from);
  if (f.to !== undefined) query = query.where('at', '<', f.to);
  const { text } = f;
  if (text !== undefined)
    query = query.where((eb) =>
      eb.or((['change', 'reason', 'command', 'subject_id', 'user'] as const).map((c) => contains(c, text))),
    );
  return query;
}

/** The newest events first, those before `before` if it is given. */
export function listEvents(db: Read, f: EventFilter, before: number | null, limit: number): ChainEvent[] {
  let query = filtered(f).select(columns).orderBy('seq', 'desc').limit(limit);
  if (before !== null) query = query.where('seq', '<', before);
  return db.all(query);
}

export function countEvents(db: Read, f: EventFilter): number {
  // Nothing is ever removed: without a filter the last number is the count.
  if (Object.values(f).every((value) => value === undefined)) return headOf(db).seq;
  return db.one(filtered(f).select(sql<number>`count(*)`.as('n')))?.n ?? 0;
}

/** Oldest first, one at a time: for exports of any length. */
export function eachEvent(db: Read, f: EventFilter): IterableIterator<ChainEvent> {
  return db.each(filtered(f).select(columns).orderBy('seq'));
}

export const verifyLog = (db: Read): Verdict => verifyChain(eachEvent(db, {}));
