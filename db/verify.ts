import * as z from 'zod';
import { sql } from 'kysely';
import { BOUND_TABLES, digestOfRows, isBound, keyOf, type AnyRow } from './bound-rows.ts';
import { chainWalk, type ChainEvent, type Verdict } from './chain.ts';
import { rowsFrom } from './dialect/in-storage-order.ts';
import { eventAt, eventsAfter, headOf } from './event-log.ts';
import type { Read } from './handle.ts';
import { prepared } from './prepared.ts';
import { alteredRow, rowAt, rowsOfEvent, type Altered } from './row-digests.ts';
import { k, type Tables } from './schema.ts';
import type { Store } from './store.ts';

/** What an event says beside its own fields: what it is found by, and the digest of the rows that it wrote. */
const said = z.object({
  about: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  digests: z.string().optional(),
});
type Said = z.infer<typeof said>;

/** Null where the text of an event is none that was ever written. */
function saidIn({ change }: Pick<ChainEvent, 'change'>): Said | null {
  try {
    const read = said.safeParse(JSON.parse(change));
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const linkQuery = prepared((v: Tables['event_link']) =>
  k
    .selectFrom('event_link')
    .select('seq')
    .where('kind', '=', v.kind)
    .where('value', '=', v.value)
    .where('seq', '=', v.seq),
);

const linksOf = (about: Said['about']): [kind: string, value: string][] =>
  Object.entries(about ?? {}).flatMap(([kind, values]) =>
    (typeof values === 'string' ? [values] : values).map((value): [string, string] => [kind, value]),
  );

/** Are the rows that stand beside an event, its digests and its links, those that its own text names? */
export async function besideEvent(
  db: Read,
  event: Pick<ChainEvent, 'seq' | 'change'>,
): Promise<Altered | null> {
  const key = String(event.seq);
  const differs = (table: string): Altered => ({ table, key, why: 'differs', event: event.seq });
  const says = saidIn(event);
  if (says === null) return differs('event');
  const { about, digests } = says;
  const rows = await rowsOfEvent(db, event.seq);
  if ((rows.length === 0 ? undefined : digestOfRows(rows)) !== digests) return differs('row_digest');
  for (const [kind, value] of linksOf(about))
    if ((await db.one(linkQuery({ kind, value, seq: event.seq }))) === undefined)
      return differs('event_link');
  return null;
}

/** Longest piece of work between two looks of the host at whoever else waits. */
const PIECE_MS = 8;
const PIECE = 200;

export interface Everything {
  readonly verdict: Verdict;
  /** the first records that are not what the log says; no more are looked for once there are so many */
  readonly altered: readonly Altered[];
  readonly rows: number;
}
const MOST = 20;

/**
 * Everything that the log vouches for: its chain, the digests and links beside each event, every row against the last
 * event that wrote it, and every row that an event wrote and that is not there. In pieces, each on one consistent look;
 * what others write meanwhile is looked at as it then is.
 */
export async function* verifyEverything(store: Pick<Store, 'read'>): AsyncGenerator<void, Everything> {
  const altered: Altered[] = [];
  const note = (found: Altered | null) => {
    if (found !== null && altered.length < MOST) altered.push(found);
  };
  const walk = chainWalk();
  const head = await store.read(headOf);
  for (let at = 0; at < head.seq && walk.verdict().broken === null;) {
    const from = at;
    await store.read(async (db) => {
      const until = performance.now() + PIECE_MS;
      do {
        const events = await eventsAfter(db, {}, at, head.seq, PIECE);
        walk.step(events);
        if (walk.verdict().broken === null) for (const event of events) note(await besideEvent(db, event));
        at = events.at(-1)?.seq ?? head.seq;
      } while (at < head.seq && walk.verdict().broken === null && performance.now() < until);
    });
    if (at <= from) break;
    yield;
  }
  let rows = 0;
  for (const table of BOUND_TABLES) {
    for (let after: number | null = 0; after !== null;) {
      const from: number = after;
      after = await store.read(async (db) => {
        const until = performance.now() + PIECE_MS;
        for await (const { place, ...row } of db.each(rowsFrom(table, from)) as AsyncIterable<AnyRow>) {
          rows += 1;
          note(await alteredRow(db, table, row));
          if (performance.now() > until) return place as number;
        }
        return null;
      });
      // A place that does not go on is one that the file itself does not know any more.
      if (after !== null && after <= from) break;
      yield;
    }
  }
  yield* missingRows(store, note);
  yield* unknownLinks(store, note);
  return { verdict: walk.verdict(), altered, rows };
}

type Note = (found: Altered | null) => void;

async function* missingRows(store: Pick<Store, 'read'>, note: Note): AsyncGenerator<void> {
  for (let after: { name: string; key: string } | null = { name: '', key: '' }; after !== null;) {
    const { name, key } = after as { name: string; key: string };
    after = await store.read(async (db) => {
      const until = performance.now() + PIECE_MS;
      const from = sql<boolean>`(name, key) > (${name}, ${key})`;
      const query = k.selectFrom('row_digest').select(['name', 'key', 'seq']).where(from);
      let before = { name, key };
      for await (const row of db.each(query.orderBy('name').orderBy('key').orderBy('seq'))) {
        if (row.name === before.name && row.key === before.key) continue;
        before = { name: row.name, key: row.key };
        note(await missing(db, row.name, row.key, row.seq));
        if (performance.now() > until) return before;
      }
      return null;
    });
    yield;
  }
}

async function missing(db: Read, table: string, key: string, event: number): Promise<Altered | null> {
  if (!isBound(table)) return { table, key, why: 'unknown', event };
  const row = await rowAt(db, table, key);
  return row !== undefined && keyOf(table, row) === key ? null : { table, key, why: 'missing', event };
}

/** Links that their event does not name: an event would be found by what it is not about. */
async function* unknownLinks(store: Pick<Store, 'read'>, note: Note): AsyncGenerator<void> {
  type Link = Tables['event_link'];
  for (let after: Link | null = { kind: '', value: '', seq: 0 }; after !== null;) {
    const { kind, value, seq } = after as Link;
    after = await store.read(async (db) => {
      const until = performance.now() + PIECE_MS;
      const from = sql<boolean>`(kind, value, seq) > (${kind}, ${value}, ${seq})`;
      const query = k.selectFrom('event_link').selectAll().where(from);
      for await (const link of db.each(query.orderBy('kind').orderBy('value').orderBy('seq'))) {
        const event = await eventAt(db, link.seq);
        const about = event && saidIn(event)?.about;
        if (!linksOf(about).some(([k2, v]) => k2 === link.kind && v === link.value))
          note({ table: 'event_link', key: String(link.seq), why: 'unknown', event: link.seq });
        if (performance.now() > until) return link;
      }
      return null;
    });
    yield;
  }
}
