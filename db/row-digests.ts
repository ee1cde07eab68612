import { sql } from 'kysely';
import {
  BOUND,
  isBound,
  rowDigest,
  valuesOf,
  Written,
  type AnyRow,
  type BoundTable,
  type RowDigest,
} from './bound-rows.ts';
import { issue } from '../engine/number/result.ts';
import type { Read } from './handle.ts';
import { ALTERED, RESTORE } from './kept.ts';
import { prepared } from './prepared.ts';
import { k } from './schema.ts';

/** A record that is not what the log says, and how. */
export interface Altered {
  readonly table: string;
  readonly key: string;
  readonly why: 'differs' | 'missing' | 'unknown';
  /** the event that wrote it last, if there is one */
  readonly event: number | null;
}

const latestQuery = prepared((v: { name: string; key: string }) =>
  k
    .selectFrom('row_digest')
    .select(['seq', 'digest'])
    .where('name', '=', v.name)
    .where('key', '=', v.key)
    .orderBy('seq', 'desc')
    .limit(1),
);
/** What the last event that wrote a row says of it. */
export const latestDigest = (db: Read, name: string, key: string) => db.one(latestQuery({ name, key }));

const ofEventQuery = prepared((v: { seq: number }) =>
  k.selectFrom('row_digest').select(['name', 'key', 'digest']).where('seq', '=', v.seq),
);
/** The rows that an event wrote, in the order in which they are hashed. */
export async function rowsOfEvent(db: Read, seq: number): Promise<RowDigest[]> {
  const written = new Written();
  for (const row of await db.all(ofEventQuery({ seq }))) written.add({ ...row, digest: hex(row.digest) });
  return written.take();
}

const hex = (digest: Uint8Array): string => Buffer.from(digest).toString('hex');

/** Is a row what the last event that wrote it says? */
export const alteredRow = (db: Read, table: BoundTable, row: AnyRow): Promise<Altered | null> =>
  againstLatest(db, rowDigest(table, row));

/** The same of a row whose digest is made. */
export async function againstLatest(db: Read, { name, key, digest }: RowDigest): Promise<Altered | null> {
  const latest = await latestDigest(db, name, key);
  if (latest === undefined) return { table: name, key, why: 'unknown', event: null };
  return hex(latest.digest) === digest ? null : { table: name, key, why: 'differs', event: latest.seq };
}

/** The first of some rows of one table that is not what the last event that wrote it says: in one question. */
export async function alteredAmong(
  db: Read,
  table: BoundTable,
  rows: readonly AnyRow[],
): Promise<Altered | null> {
  const made = rows.map((row) => rowDigest(table, row));
  const keys = made.map(({ key }) => key);
  const latest = new Map<string, { readonly seq: number; readonly digest: Uint8Array }>();
  if (keys.length > 0)
    for (const { key, ...written } of await db.all(
      k
        .selectFrom('row_digest')
        .select(['key', 'seq', 'digest'])
        .where('name', '=', table)
        .where('key', 'in', keys)
        .orderBy('seq'),
    ))
      latest.set(key, written);
  for (const { key, digest } of made) {
    const written = latest.get(key);
    if (written === undefined) return { table, key, why: 'unknown', event: null };
    if (hex(written.digest) !== digest) return { table, key, why: 'differs', event: written.seq };
  }
  return null;
}

const byKey = new Map<BoundTable, (values: Record<string, unknown>) => ReturnType<typeof rowQuery>>();
function rowQuery(table: BoundTable, values: Record<string, unknown>) {
  let query = k.selectFrom(table).selectAll();
  for (const column of BOUND[table]) query = query.where(column as never, '=', values[column] as never);
  return query;
}

/** The row that a key names, as it is now. */
export async function rowAt(db: Read, table: BoundTable, key: string): Promise<AnyRow | undefined> {
  let query = byKey.get(table);
  if (query === undefined) {
    query = prepared((v: Record<string, unknown>) => rowQuery(table, v)) as never;
    byKey.set(table, query as never);
  }
  const values = valuesOf(key);
  if (values === null) return undefined;
  const named = Object.fromEntries(BOUND[table].map((c, i) => [c, values[i]]));
  return (await db.one((query as never as Query)(named))) as AnyRow | undefined;
}
type Query = (values: Record<string, unknown>) => ReturnType<typeof rowQuery>;

/** Is there a row of this key? Its columns are not read: some are large. */
export async function isThere(db: Read, table: BoundTable, key: string): Promise<boolean> {
  const values = valuesOf(key);
  if (values === null) return false;
  let query = k.selectFrom(table).select(sql<number>`1`.as('one'));
  BOUND[table].forEach((column, i) => (query = query.where(column as never, '=', values[i] as never)));
  return (await db.one(query)) !== undefined;
}

/** Is the row that a key names there, and what the last event that wrote it says? */
export async function alteredAt(db: Read, table: BoundTable, key: string): Promise<Altered | null> {
  const row = await rowAt(db, table, key);
  return row === undefined
    ? { table, key, why: 'missing', event: (await latestDigest(db, table, key))?.seq ?? null }
    : await alteredRow(db, table, row);
}

/** A record as a person who looks for it in the file would name it. */
export const recordName = ({ table, key }: Pick<Altered, 'table' | 'key'>): string =>
  `${table} ${(isBound(table) ? valuesOf(key)?.join(' ') : undefined) ?? key}`;

export const alteredIssue = (found: Altered) => issue(ALTERED, `${recordName(found)}: ${found.why}`, RESTORE);
