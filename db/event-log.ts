import { sql, type SelectQueryBuilder } from 'kysely';
import { digestOfRows } from './bound-rows.ts';
import { canonical } from './canonical.ts';
import { GENESIS, hashEvent, type ChainEvent } from './chain.ts';
import type { Read, Write } from './handle.ts';
import { prepared } from './prepared.ts';
import { k, type Row, type Tables } from './schema.ts';
import { contains } from './dialect/contains.ts';

export type About = Readonly<Record<string, string | readonly string[]>>;

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
  /** what it is to be found by: order, patient, drug, lots */
  readonly about?: About;
}

export interface EventFilter {
  readonly order?: string | undefined;
  readonly patient?: string | undefined;
  readonly drug?: string | undefined;
  readonly lot?: string | undefined;
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
export const headOf = async (db: Read): Promise<Head> =>
  (await db.one(lastEvent({}))) ?? { seq: 0, hash: GENESIS };

const fromQuery = prepared((v: { seq: number; limit: number }) =>
  k
    .selectFrom('event')
    .select(['seq', 'hash', 'subject'])
    .where('seq', '>=', v.seq)
    .orderBy('seq')
    .limit(v.limit),
);
/** What events are about, from one of them on. */
export const eventsFrom = (db: Read, seq: number, limit: number) => db.all(fromQuery({ seq, limit }));

const hashOfEventQuery = prepared((v: { seq: number }) =>
  k.selectFrom('event').select('hash').where('seq', '=', v.seq),
);
export const hashOfEvent = async (db: Read, seq: number): Promise<string | undefined> =>
  (await db.one(hashOfEventQuery({ seq })))?.hash;

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

const insertDigest = prepared((v: Tables['row_digest']) =>
  k.insertInto('row_digest').values({ name: v.name, key: v.key, seq: v.seq, digest: v.digest }),
);

/**
 * Writes the next event of the chain, which vouches for every row that was written since the one before it. Called in
 * the transaction of the change that it tells of, when the change is made.
 */
export async function appendEvent(db: Write, e: NewEvent): Promise<ChainEvent> {
  const head = await headOf(db);
  const about = e.about ?? {};
  const rows = db.written.take();
  const change = {
    ...e.change,
    ...(Object.keys(about).length > 0 && { about }),
    ...(rows.length > 0 && { digests: digestOfRows(rows) }),
  };
  const unhashed = {
    seq: head.seq + 1,
    at: e.at,
    user: e.user,
    station: e.station,
    command: e.command,
    subject: e.subject,
    subjectId: e.subjectId,
    version: e.version ?? null,
    change: canonical(change),
    reason: e.reason ?? null,
    previous: head.hash,
  };
  // Half a character is stored as another one, and the chain would break at what was an honest event.
  if (Object.values(unhashed).some((v) => typeof v === 'string' && /\p{Surrogate}/u.test(v)))
    throw new TypeError('an event with half a character');
  const event = { ...unhashed, hash: hashEvent(unhashed) };
  const { subjectId, ...columns } = event;
  await db.run(insertEvent({ ...columns, subject_id: subjectId }));
  for (const [kind, values] of Object.entries(about))
    for (const value of new Set(typeof values === 'string' ? [values] : values))
      await db.run(insertLink({ kind, value, seq: event.seq }));
  for (const { name, key, digest } of rows)
    await db.run(insertDigest({ name, key, seq: event.seq, digest: Buffer.from(digest, 'hex') }));
  return event;
}

const columns = [
  'e.seq',
  'e.at',
  'e.user',
  'e.station',
  'e.command',
  'e.subject',
  'e.subject_id as subjectId',
  'e.version',
  'e.change',
  'e.reason',
  'e.previous',
  'e.hash',
] as const;

type Events = SelectQueryBuilder<{ e: Row<'event'> }, 'e', object>;

/** Joined by what it is about: the links come in order, so that a page of them is read and not all of them. */
function filtered(f: EventFilter, isWide = false): Events {
  let query = k.selectFrom('event as e') as unknown as Events;
  for (const kind of LINKED) {
    const value = f[kind];
    if (value !== undefined)
      query = linked(query).innerJoin(`event_link as ${kind}`, (join) =>
        join
          .onRef(`${kind}.seq` as 'e.seq', '=', 'e.seq')
          .on(`${kind}.kind` as 'e.user', '=', kind)
          .on(`${kind}.value` as 'e.user', '=', value),
      ) as unknown as Events;
  }
  if (f.user !== undefined) query = query.where('e.user', '=', f.user);
  if (f.command !== undefined) query = query.where('e.command', '=', f.command);
  // A term with "+" is not looked up in an index.
  const at = isWide ? sql<string>`+e.at` : sql.ref<string>('e.at');
  if (f.from !== undefined) query = query.where(at, '>=', f.from);
  if (f.to !== undefined) query = query.where(at, '<', f.to);
  const { text } = f;
  if (text !== undefined)
    query = query.where((eb) =>
      eb.or(['e.change', 'e.reason', 'e.command', 'e.subject_id', 'e.user'].map((c) => contains(c, text))),
    );
  return query;
}
/** The rarest first: pages come in the order of its links. */
const LINKED = ['order', 'patient', 'lot', 'drug'] as const;
/** The column that has the events' order already in the index that the filter is read from. */
const orderOf = (f: EventFilter) =>
  sql.ref<number>(`${LINKED.find((kind) => f[kind] !== undefined) ?? 'e'}.seq`);

/** More than this many events in a time range: then the range is not read as a whole to find one page of it. */
const WIDE = 5_000;

/**
 * The index by time gives its events in the order of their time, and a page wants theirs: a wide range would be sorted
 * as a whole. The highest number in the range comes from the index alone; from there the log is read backwards. (Time
 * and number may disagree: a clock can be set back.)
 */
async function lastInRange(db: Read, { from, to }: EventFilter): Promise<number | null> {
  if (from === undefined && to === undefined) return null;
  let range = k.selectFrom('event');
  if (from !== undefined) range = range.where('at', '>=', from);
  if (to !== undefined) range = range.where('at', '<', to);
  const some = await db.all(range.select('seq').orderBy('at').limit(WIDE));
  if (some.length < WIDE) return null;
  return (await db.one(range.select(sql<number>`max(seq)`.as('last'))))?.last ?? null;
}
const linked = (query: Events) =>
  query as unknown as SelectQueryBuilder<Tables & { e: Row<'event'> }, 'e', object>;

/** The newest events first, those before `before` if it is given. */
export async function listEvents(
  db: Read,
  f: EventFilter,
  before: number | null,
  limit: number,
): Promise<ChainEvent[]> {
  const last = await lastInRange(db, f);
  const seq = orderOf(f);
  let query = filtered(f, last !== null)
    .select(columns)
    .orderBy(seq, 'desc')
    .limit(limit);
  if (before !== null) query = query.where(seq, '<', before);
  if (last !== null) query = query.where(seq, '<=', last);
  return db.all(query);
}

/** Counting goes no further than this: nobody pages through more, and each count would read them all. */
export const MOST_COUNTED = 10_000;

export async function countEvents(db: Read, f: EventFilter): Promise<number> {
  // Nothing is ever removed: without a filter the last number is the count.
  if (Object.values(f).every((value) => value === undefined)) return (await headOf(db)).seq;
  const some = filtered(f).select('e.seq').limit(MOST_COUNTED).as('some');
  return (await db.one(k.selectFrom(some).select(sql<number>`count(*)`.as('n'))))?.n ?? 0;
}

/** Oldest first, one at a time. */
export function eachEvent(db: Read, f: EventFilter): AsyncIterableIterator<ChainEvent> {
  return db.each(filtered(f).select(columns).orderBy('e.seq'));
}

/** Oldest first, from after one event up to another: for what walks a log of any length in pieces. */
export function eventsAfter(
  db: Read,
  f: EventFilter,
  after: number,
  upTo: number,
  limit: number,
): Promise<ChainEvent[]> {
  return db.all(eventsBetween(f, after, upTo, limit).select(columns));
}

/** The events of a piece, without saying what of them is wanted. */
export function eventsBetween(f: EventFilter, after: number, upTo: number, limit: number): Events {
  const seq = orderOf(f);
  return filtered(f, true).where(seq, '>', after).where(seq, '<=', upTo).orderBy(seq).limit(limit);
}

const eventAtQuery = prepared((v: { seq: number }) =>
  k.selectFrom('event as e').select(columns).where('e.seq', '=', v.seq),
);
export const eventAt = (db: Read, seq: number): Promise<ChainEvent | undefined> =>
  db.one(eventAtQuery({ seq }));

/** What events are found by, as they were written. */
export const linksOf = (db: Read, seq: number): Promise<Pick<Row<'event_link'>, 'kind' | 'value'>[]> =>
  db.all(k.selectFrom('event_link').select(['kind', 'value']).where('seq', '=', seq));

/** The kind of link by which a correction names the event that it corrects. */
export const CORRECTS = 'event';
/** Of these events, which have been corrected, and by which. */
export async function correctionsOf(db: Read, seqs: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await db.all(
    k
      .selectFrom('event_link')
      .select(['value', 'seq'])
      .where('kind', '=', CORRECTS)
      .where('value', 'in', seqs.map(String))
      .orderBy('seq'),
  );
  const found = new Map<number, number[]>();
  for (const { value, seq } of rows) {
    const of = parseInt(value, 10);
    found.set(of, [...(found.get(of) ?? []), seq]);
  }
  return found;
}
