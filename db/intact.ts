import { sql, type Compilable } from 'kysely';
import { keyOf, valuesOf, type AnyRow, type BoundTable } from './bound-rows.ts';
import { hashEvent } from './chain.ts';
import { eventAt, listEvents } from './event-log.ts';
import type { Read } from './handle.ts';
import { recordsOf } from './merges.ts';
import { alteredAt, alteredRow, isThere, latestDigest, type Altered } from './row-digests.ts';
import { prepared } from './prepared.ts';
import { k, type Tables } from './schema.ts';
import { besideEvent } from './verify.ts';

/** What is looked at in one go: rows as they were read, and those that an event wrote and that are not there. */
function looking(db: Read) {
  const seen = new Set<string>();
  const seqs = new Set<number>();
  const people = new Set<string>();
  let found: Altered | null = null;
  const look = async (table: BoundTable, rows: readonly AnyRow[]) => {
    for (const row of rows) {
      const key = keyOf(table, row);
      const name = `${table} ${key}`;
      if (found !== null || seen.has(name)) continue;
      seen.add(name);
      found = await alteredRow(db, table, row);
      seqs.add((await latestDigest(db, table, key))?.seq ?? 0);
      for (const who of [row['by_user'], row['witness']]) if (typeof who === 'string') people.add(who);
    }
  };
  const there = async (table: BoundTable, key: string) => {
    if (found !== null || seen.has(`${table} ${key}`)) return;
    seen.add(`${table} ${key}`);
    found = await alteredAt(db, table, key);
    seqs.add((await latestDigest(db, table, key))?.seq ?? 0);
  };
  return {
    people,
    look,
    at: there,
    there: (table: BoundTable, values: readonly (string | number)[]) => there(table, JSON.stringify(values)),
    /** the versions of a record: each that was ever written */
    versions: async (table: BoundTable, column: string, id: string) => {
      await look(table, await rowsWhere(db, table, column, id));
      for (const key of await keysUnder(db, table, id)) await there(table, key);
    },
    wrote: async (kind: string, value: string, tables: readonly string[]) =>
      void (found ??= await lost(db, kind, value, seen, tables)),
    /** the first record that is not what the log says, the events that vouch for them among them */
    found: async () => {
      for (const seq of seqs) found ??= await alteredEvent(db, seq);
      return found;
    },
    seqs,
  };
}

/** The rows of an order itself, in every table, read the way in which they are read for a print. */
async function ownRows(db: Read, orderId: string, { look, wrote }: ReturnType<typeof looking>) {
  for (const [table, column] of Object.entries(OF_ORDER) as [BoundTable, string][])
    await look(table, await rowsWhere(db, table, column, orderId));
  const of = (table: BoundTable): Promise<AnyRow[]> => rowsWhere(db, table, 'order_id', orderId);
  for (const row of await of('finding'))
    await look('resolution', await rowsWhere(db, 'resolution', 'finding_id', row['id']));
  for (const row of await of('preparation'))
    await look('preparation_record', await rowsWhere(db, 'preparation_record', 'preparation_id', row['id']));
  for (const row of await of('print_out'))
    await look('print_out_fate', await rowsWhere(db, 'print_out_fate', 'print_out_id', row['id']));
  await look('signature', await db.all(signaturesQuery({ id: orderId })));
  await wrote('order', orderId, OWN);
}

/** Are the rows of an order itself what the log says? For what stops it, whatever else is wrong. */
export async function alteredOwn(db: Read, orderId: string): Promise<Altered | null> {
  const looked = looking(db);
  await ownRows(db, orderId, looked);
  return looked.found();
}

/**
 * Is everything that an order stands on what the log says? Its own rows, those of its patient (with the other orders and
 * the given doses, which its checks count), its prescriber, everybody who did something on it, the rule set and the site's
 * policy, and the events that vouch for them. Answers the first record that is not, or null.
 */
export async function alteredOf(db: Read, orderId: string): Promise<Altered | null> {
  const looked = looking(db);
  const { look, there, versions, wrote } = looked;
  await ownRows(db, orderId, looked);
  const ordered = (await rowsWhere(db, 'order_version', 'order_id', orderId)) as {
    patient_id: string;
    prescriber_id: string;
  }[];
  // Every record of the person: what came into one counts with it.
  for (const id of new Set((await Array.fromAsync(ordered, (v) => recordsOf(db, v.patient_id))).flat())) {
    await there('patient', [id]);
    await versions('patient_version', 'patient_id', id);
    await look('administration', await rowsWhere(db, 'administration', 'patient_id', id));
    for (const column of ['stays', 'goes']) {
      const merges = await rowsWhere(db, 'patient_merge', column, id);
      await look('patient_merge', merges);
      for (const { id: merge } of merges)
        await look(
          'patient_merge_decision',
          await rowsWhere(db, 'patient_merge_decision', 'merge_id', merge),
        );
    }
    const orders = await rowsWhere(db, 'order_version', 'patient_id', id);
    await look('order_version', orders);
    for (const order of new Set(orders.map((o) => o['order_id'] as string))) await there('orders', [order]);
    await wrote('patient', id, OF_PATIENT);
  }
  for (const id of new Set(ordered.map((v) => v.prescriber_id))) {
    await there('prescriber', [id]);
    await versions('prescriber_version', 'prescriber_id', id);
  }
  for (const id of looked.people) {
    await there('user', [id]);
    await versions('user_version', 'user_id', id);
  }
  for (const table of IN_FORCE) await look(table, await db.all(newestOf[table]({})));
  // The newest that is there may not be the newest that was written.
  for (const table of IN_FORCE)
    for (const key of await keysUnder(db, table, null))
      if (!(await isThere(db, table, key))) await looked.at(table, key);
  for (const { seq } of await db.all(linksQuery({ kind: 'order', value: orderId }))) looked.seqs.add(seq);
  return looked.found();
}

type OfOrder = { [T in BoundTable]: 'order_id' extends keyof Tables[T] ? T : never }[BoundTable];

/** The tables whose rows name their order: one that is left out here does not compile, since its rows would be missed. */
const OF_ORDER = {
  orders: 'id',
  order_version: 'order_id',
  finding: 'order_id',
  program: 'order_id',
  preparation: 'order_id',
  made_resolution: 'order_id',
  release_code: 'order_id',
  double_check_asked: 'order_id',
  double_check: 'order_id',
  waste: 'order_id',
  print_out: 'order_id',
} as const satisfies Record<'orders' | OfOrder, string>;

const OWN: readonly string[] = [
  ...Object.keys(OF_ORDER),
  'resolution',
  'preparation_record',
  'print_out_fate',
  'signature',
];

/** What of a patient's other orders the checks of one count. */
const OF_PATIENT: readonly string[] = [
  'patient',
  'patient_version',
  'patient_merge',
  'patient_merge_decision',
  'administration',
  'orders',
  'order_version',
];

const queries = new Map<string, (v: { value: unknown }) => Compilable<AnyRow>>();
async function rowsWhere(db: Read, table: BoundTable, column: string, value: unknown): Promise<AnyRow[]> {
  const name = `${table} ${column}`;
  let query = queries.get(name);
  if (query === undefined) {
    query = prepared((v) => k.selectFrom(table).selectAll().where(sql.ref<unknown>(column), '=', v.value));
    queries.set(name, query);
  }
  return db.all(query({ value }));
}

const signaturesQuery = prepared((v: { id: string }) =>
  k.selectFrom('signature').selectAll().where('subject', '=', 'order').where('subject_id', '=', v.id),
);
/** Of which the last that was written is the one that counts. */
const IN_FORCE = ['library', 'policy'] as const;
const newestOf = {
  library: prepared(() => k.selectFrom('library').selectAll().orderBy('seq', 'desc').limit(1)),
  policy: prepared(() => k.selectFrom('policy').selectAll().orderBy('version', 'desc').limit(1)),
};
const keysQuery = prepared((v: { name: string; from: string; to: string }) =>
  k
    .selectFrom('row_digest')
    .select('key')
    .distinct()
    .where('name', '=', v.name)
    .where('key', '>=', v.from)
    .where('key', '<', v.to),
);
/** The keys that were ever written of a table: those that begin with one value, or all. */
async function keysUnder(db: Read, table: BoundTable, first: string | null): Promise<string[]> {
  const from = first === null ? '[' : `[${JSON.stringify(first)},`;
  const to = from.slice(0, -1) + String.fromCharCode(from.charCodeAt(from.length - 1) + 1);
  return (await db.all(keysQuery({ name: table, from, to }))).map((row) => row.key);
}
const linksQuery = prepared((v: { kind: string; value: string }) =>
  k.selectFrom('event_link').select('seq').where('kind', '=', v.kind).where('value', '=', v.value),
);
const wroteQuery = prepared((v: { kind: string; value: string }) =>
  k
    .selectFrom('event_link as l')
    .innerJoin('row_digest as d', 'd.seq', 'l.seq')
    .select(['d.name', 'd.key', 'd.seq'])
    .where('l.kind', '=', v.kind)
    .where('l.value', '=', v.value),
);

/** A row that an event about this subject wrote, and that was not found where it is looked for. */
async function lost(
  db: Read,
  kind: string,
  value: string,
  seen: ReadonlySet<string>,
  tables: readonly string[],
): Promise<Altered | null> {
  const wrote = await db.all(wroteQuery({ kind, value }));
  const row = wrote.find((w) => tables.includes(w.name) && !seen.has(`${w.name} ${w.key}`));
  return row ? { table: row.name, key: row.key, why: 'missing', event: row.seq } : null;
}

/** An event that is not what it was, has lost its place in the chain, or what stands beside it. */
async function alteredEvent(db: Read, seq: number): Promise<Altered | null> {
  const wrong = (why: Altered['why']): Altered => ({ table: 'event', key: String(seq), why, event: seq });
  const event = await eventAt(db, seq);
  if (event === undefined) return wrong('missing');
  const next = await eventAt(db, seq + 1);
  if (hashEvent(event) !== event.hash || (next !== undefined && next.previous !== event.hash))
    return wrong('differs');
  return besideEvent(db, event);
}

/** One row and the event that wrote it: of the person who signs in, of a printer. Null too for what nobody ever wrote. */
export async function alteredRecord(
  db: Read,
  table: BoundTable,
  values: readonly (string | number)[],
): Promise<Altered | null> {
  const key = JSON.stringify(values);
  const found = await alteredAt(db, table, key);
  if (found?.why === 'missing' && found.event === null) return null;
  return found ?? (await alteredEvent(db, (await latestDigest(db, table, key))?.seq ?? 0));
}

/** Commands whose events wrote a row of a table: a row that went with its digest is missed there. */
const WROTE = {
  clock_doubt: ['clock.doubt'],
  policy: ['policy.save'],
  station: ['station.invite', 'station.enrol', 'station.withdraw'],
} as const satisfies Partial<Record<BoundTable, readonly string[]>>;
/** House rule: as many of the newest of each. */
const MOST_EVENTS = 100;

/** A whole table, one that stays small: each row that is there, and each that was ever written. */
export async function alteredTable(db: Read, table: BoundTable): Promise<Altered | null> {
  const looked = looking(db);
  await looked.look(table, await db.all(k.selectFrom(table).selectAll() as unknown as Compilable<AnyRow>));
  for (const key of await keysUnder(db, table, null)) await looked.at(table, key);
  const commands: Partial<Record<BoundTable, readonly string[]>> = WROTE;
  for (const command of commands[table] ?? [])
    for (const { seq } of await listEvents(db, { command }, null, MOST_EVENTS)) looked.seqs.add(seq);
  return looked.found();
}

const PAPERS: readonly BoundTable[] = [
  'orders',
  'order_version',
  'release_code',
  'print_out',
  'print_out_fate',
];
/** Commands after which a paper of before is no longer true, besides a new version of its order. */
const ENDS = ['order.discontinue', 'order.void'] as const;

/**
 * Every paper that could have gone stale: those of each order that, as the log says, has another version or came to an end. A list
 * that is made of rows shows nothing of a row that is gone, or that was made to look as before.
 */
export async function alteredPapers(db: Read): Promise<Altered | null> {
  const found = await alteredTable(db, 'patient_merge_decision');
  if (found !== null) return found;
  for (const id of await changedOrders(db)) {
    const printed = (await db.all(wroteQuery({ kind: 'order', value: id }))).some(
      (w) => w.name === 'print_out',
    );
    if (!printed) continue;
    const looked = looking(db);
    for (const table of PAPERS)
      if (table !== 'print_out_fate')
        await looked.look(table, await rowsWhere(db, table, table === 'orders' ? 'id' : 'order_id', id));
    for (const { id: paper } of await rowsWhere(db, 'print_out', 'order_id', id))
      await looked.look('print_out_fate', await rowsWhere(db, 'print_out_fate', 'print_out_id', paper));
    await looked.wrote('order', id, PAPERS);
    const altered = await looked.found();
    if (altered !== null) return altered;
  }
  return null;
}

async function changedOrders(db: Read): Promise<ReadonlySet<string>> {
  const orders = new Set<string>();
  for (const key of await keysUnder(db, 'order_version', null)) {
    const [id, version] = valuesOf(key) ?? [];
    if (typeof id === 'string' && version !== 1) orders.add(id);
  }
  for (const { subject_id: id } of await db.all(endedQuery({}))) orders.add(id);
  return orders;
}
const endedQuery = prepared(() =>
  k.selectFrom('event').select('subject_id').distinct().where('command', 'in', ENDS),
);

/** A print-out: its own row, what became of it, and the order and the code by which it is true or stale. */
export async function alteredPaper(db: Read, id: string): Promise<Altered | null> {
  const [paper] = await rowsWhere(db, 'print_out', 'id', id);
  if (paper === undefined) return alteredRecord(db, 'print_out', [id]);
  const rows = (
    await Array.fromAsync(['orders', 'release_code'] as const, async (table) =>
      (await rowsWhere(db, table, table === 'orders' ? 'id' : 'order_id', paper['order_id'])).map(
        (r) => [table, r] as const,
      ),
    )
  ).flat();
  const fates = (await rowsWhere(db, 'print_out_fate', 'print_out_id', id)).map(
    (r) => ['print_out_fate', r] as const,
  );
  for (const [table, row] of [['print_out', paper] as const, ...fates, ...rows]) {
    const found = await alteredRow(db, table, row);
    if (found !== null) return found;
  }
  return null;
}
