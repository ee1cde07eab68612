import { sql, type Compilable } from 'kysely';
import { keyOf, type AnyRow, type BoundTable } from './bound-rows.ts';
import { hashEvent } from './chain.ts';
import { eventAt } from './event-log.ts';
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
  const look = (table: BoundTable, rows: readonly AnyRow[]) => {
    for (const row of rows) {
      const key = keyOf(table, row);
      const name = `${table} ${key}`;
      if (found !== null || seen.has(name)) continue;
      seen.add(name);
      found = alteredRow(db, table, row);
      seqs.add(latestDigest(db, table, key)?.seq ?? 0);
      for (const who of [row['by_user'], row['witness']]) if (typeof who === 'string') people.add(who);
    }
  };
  const there = (table: BoundTable, key: string) => {
    if (found !== null || seen.has(`${table} ${key}`)) return;
    seen.add(`${table} ${key}`);
    found = alteredAt(db, table, key);
    seqs.add(latestDigest(db, table, key)?.seq ?? 0);
  };
  return {
    people,
    look,
    at: there,
    there: (table: BoundTable, values: readonly (string | number)[]) => there(table, JSON.stringify(values)),
    /** the versions of a record: each that was ever written */
    versions: (table: BoundTable, column: string, id: string) => {
      look(table, rowsWhere(db, table, column, id));
      for (const key of keysUnder(db, table, id)) there(table, key);
    },
    wrote: (kind: string, value: string, tables: readonly string[]) =>
      void (found ??= lost(db, kind, value, seen, tables)),
    /** the first record that is not what the log says, the events that vouch for them among them */
    found: () => {
      for (const seq of seqs) found ??= alteredEvent(db, seq);
      return found;
    },
    seqs,
  };
}

/** The rows of an order itself, in every table, read the way in which they are read for a print. */
function ownRows(db: Read, orderId: string, { look, wrote }: ReturnType<typeof looking>) {
  for (const [table, column] of Object.entries(OF_ORDER) as [BoundTable, string][])
    look(table, rowsWhere(db, table, column, orderId));
  const of = (table: BoundTable): AnyRow[] => rowsWhere(db, table, 'order_id', orderId);
  for (const row of of('finding')) look('resolution', rowsWhere(db, 'resolution', 'finding_id', row['id']));
  for (const row of of('preparation'))
    look('preparation_record', rowsWhere(db, 'preparation_record', 'preparation_id', row['id']));
  for (const row of of('print_out'))
    look('print_out_fate', rowsWhere(db, 'print_out_fate', 'print_out_id', row['id']));
  look('signature', db.all(signaturesQuery({ id: orderId })));
  wrote('order', orderId, OWN);
}

/** Are the rows of an order itself what the log says? For what stops it, whatever else is wrong. */
export function alteredOwn(db: Read, orderId: string): Altered | null {
  const looked = looking(db);
  ownRows(db, orderId, looked);
  return looked.found();
}

/**
 * Is everything that an order stands on what the log says? Its own rows, those of its patient (with the other orders and
 * the given doses, which its checks count), its prescriber, everybody who did something on it, the rule set and the site's
 * policy, and the events that vouch for them. Answers the first record that is not, or null.
 */
export function alteredOf(db: Read, orderId: string): Altered | null {
  const looked = looking(db);
  const { look, there, versions, wrote } = looked;
  ownRows(db, orderId, looked);
  const ordered = rowsWhere(db, 'order_version', 'order_id', orderId) as {
    patient_id: string;
    prescriber_id: string;
  }[];
  // Every record of the person: what came into one counts with it.
  for (const id of new Set(ordered.flatMap((v) => recordsOf(db, v.patient_id)))) {
    there('patient', [id]);
    versions('patient_version', 'patient_id', id);
    look('administration', rowsWhere(db, 'administration', 'patient_id', id));
    for (const column of ['stays', 'goes']) {
      const merges = rowsWhere(db, 'patient_merge', column, id);
      look('patient_merge', merges);
      for (const { id: merge } of merges)
        look('patient_merge_decision', rowsWhere(db, 'patient_merge_decision', 'merge_id', merge));
    }
    const orders = rowsWhere(db, 'order_version', 'patient_id', id);
    look('order_version', orders);
    for (const order of new Set(orders.map((o) => o['order_id'] as string))) there('orders', [order]);
    wrote('patient', id, OF_PATIENT);
  }
  for (const id of new Set(ordered.map((v) => v.prescriber_id))) {
    there('prescriber', [id]);
    versions('prescriber_version', 'prescriber_id', id);
  }
  for (const id of looked.people) {
    there('user', [id]);
    versions('user_version', 'user_id', id);
  }
  for (const table of IN_FORCE) look(table, db.all(newestOf[table]({})));
  // The newest that is there may not be the newest that was written.
  for (const table of IN_FORCE)
    for (const key of keysUnder(db, table, null)) if (!isThere(db, table, key)) looked.at(table, key);
  for (const { seq } of db.all(linksQuery({ kind: 'order', value: orderId }))) looked.seqs.add(seq);
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
function rowsWhere(db: Read, table: BoundTable, column: string, value: unknown): AnyRow[] {
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
function keysUnder(db: Read, table: BoundTable, first: string | null): string[] {
  const from = first === null ? '[' : `[${JSON.stringify(first)},`;
  const to = from.slice(0, -1) + String.fromCharCode(from.charCodeAt(from.length - 1) + 1);
  return db.all(keysQuery({ name: table, from, to })).map((row) => row.key);
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
function lost(
  db: Read,
  kind: string,
  value: string,
  seen: ReadonlySet<string>,
  tables: readonly string[],
): Altered | null {
  const wrote = db.all(wroteQuery({ kind, value }));
  const row = wrote.find((w) => tables.includes(w.name) && !seen.has(`${w.name} ${w.key}`));
  return row ? { table: row.name, key: row.key, why: 'missing', event: row.seq } : null;
}

/** An event that is not what it was, has lost its place in the chain, or what stands beside it. */
function alteredEvent(db: Read, seq: number): Altered | null {
  const wrong = (why: Altered['why']): Altered => ({ table: 'event', key: String(seq), why, event: seq });
  const event = eventAt(db, seq);
  if (event === undefined) return wrong('missing');
  const next = eventAt(db, seq + 1);
  if (hashEvent(event) !== event.hash || (next !== undefined && next.previous !== event.hash))
    return wrong('differs');
  return besideEvent(db, event);
}

/** One row and the event that wrote it: of the person who signs in, of a printer. Null too for what nobody ever wrote. */
export function alteredRecord(
  db: Read,
  table: BoundTable,
  values: readonly (string | number)[],
): Altered | null {
  const key = JSON.stringify(values);
  const found = alteredAt(db, table, key);
  if (found?.why === 'missing' && found.event === null) return null;
  return found ?? alteredEvent(db, latestDigest(db, table, key)?.seq ?? 0);
}

/** A print-out: its own row, what became of it, and the order and the code by which it is true or stale. */
export function alteredPaper(db: Read, id: string): Altered | null {
  const [paper] = rowsWhere(db, 'print_out', 'id', id);
  if (paper === undefined) return alteredRecord(db, 'print_out', [id]);
  const rows = (['orders', 'release_code'] as const).flatMap((table) =>
    rowsWhere(db, table, table === 'orders' ? 'id' : 'order_id', paper['order_id']).map(
      (r) => [table, r] as const,
    ),
  );
  const fates = rowsWhere(db, 'print_out_fate', 'print_out_id', id).map(
    (r) => ['print_out_fate', r] as const,
  );
  for (const [table, row] of [['print_out', paper] as const, ...fates, ...rows]) {
    const found = alteredRow(db, table, row);
    if (found !== null) return found;
  }
  return null;
}
