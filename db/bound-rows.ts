import * as z from 'zod';
import { canonical, hashOf, sha256 } from './canonical.ts';
import { lately, sameBytes } from './lately.ts';
import { unpackedOr } from './packed.ts';
import type { Tables } from './schema.ts';

/**
 * The tables of which every row has its digest in the event that wrote it, and the columns that name a row. Sessions,
 * counts of wrong passwords and the steps of a printer's queue are not among them: they decide nothing about a dose, and
 * change without an event. (Whether a label came out, which a final check asks for, is read from the queue: decision 0362.)
 */
export const BOUND = {
  user: ['id'],
  user_version: ['user_id', 'version'],
  station: ['id'],
  policy: ['version'],
  patient: ['id'],
  patient_version: ['patient_id', 'version'],
  patient_merge: ['id'],
  patient_merge_decision: ['merge_id'],
  patient_apart: ['one', 'other'],
  prescriber: ['id'],
  prescriber_version: ['prescriber_id', 'version'],
  library: ['version'],
  library_change: ['id'],
  library_decision: ['change_id'],
  library_start: ['change_id'],
  orders: ['id'],
  order_version: ['order_id', 'version'],
  finding: ['id'],
  resolution: ['finding_id', 'key', 'position'],
  made_resolution: ['order_id', 'version', 'key', 'position'],
  signature: ['id'],
  administration: ['id'],
  double_check_asked: ['order_id', 'version'],
  double_check: ['order_id', 'version', 'seq'],
  program: ['order_id', 'version'],
  preparation: ['id'],
  preparation_record: ['preparation_id'],
  release_code: ['code'],
  waste: ['id'],
  print_out: ['id'],
  print_out_fate: ['id'],
  printer: ['id'],
  printer_version: ['printer_id', 'version'],
  clock_doubt: ['id'],
  product_import: ['id'],
  product: ['code'],
  product_package: ['ndc'],
  product_gtin: ['gtin'],
  signing_key: ['id'],
} as const satisfies Keys & Record<Answered, readonly string[]>;
export type BoundTable = keyof typeof BOUND;

type Keys = { readonly [T in keyof Tables]?: readonly (keyof Tables[T])[] };
/** Rows that name their order, a signature or who wrote them: such a table without a digest does not compile. */
type Answered = {
  [T in keyof Tables]: Extract<keyof Tables[T], 'order_id' | 'signature_id' | 'by_user'> extends never
    ? never
    : T;
}[keyof Tables];

/** Every other table, and why its rows need no digest: a new one does not compile until it stands here or above. */
export const UNBOUND = {
  event: 'its own chain of hashes vouches for it',
  event_link: 'compared with the text of its event',
  row_digest: 'compared with the text of its event',
  session: 'ends with a day of work; who may do what is asked of the user each time',
  open_order: 'which window shows what: it goes with the window, and decides nothing',
  look: 'of who looked: it tells of no change, is bounded, and decides nothing',
  sign_in_failure: 'changes without an event, with every wrong password',
  print_job: 'each step of a queue has its event; what is printed is the print-out, which is bound',
  answer:
    'kept for a day under a key that stands nowhere, and answered again only to the call that was answered so',
  found_twice: 'made from current records: by what one is found, not what it says',
  patient_likeness: 'made from current records: who might be the same person, for people to decide',
  patient_search: 'made from current records',
  patient_word: 'made from current records',
  order_search: 'made from current records',
  order_word: 'made from current records',
  product_search: 'made from products: what is found is read from its own row',
  product_word: 'made from products: what somebody may have meant to type',
} as const satisfies Record<Exclude<keyof Tables, BoundTable>, string>;

export const BOUND_TABLES = Object.keys(BOUND) as BoundTable[];

export const isBound = (table: string): table is BoundTable => Object.hasOwn(BOUND, table);

/** Which row it is, and what it said when it was written. */
export interface RowDigest {
  readonly name: string;
  /** canonical JSON of the values of its key */
  readonly key: string;
  /** SHA-256, hexadecimal */
  readonly digest: string;
}

export type AnyRow = Readonly<Record<string, unknown>>;

export const keyOf = (table: BoundTable, row: AnyRow): string =>
  canonical(BOUND[table].map((column) => row[column]));
/** The values of a key as it was written, or null where a text is no key of a row. */
export function valuesOf(key: string): (string | number)[] | null {
  try {
    const read = keyValues.safeParse(JSON.parse(key));
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
const keyValues = z.array(z.union([z.string(), z.number()]));

/**
 * The digest of a row is that of its canonical JSON: all its columns by name, those that are made from others too, and
 * none that is empty, so that a column that is added later changes no old digest. What is packed stands as its text, and other
 * bytes as hexadecimal text.
 */
export const rowDigest = (table: BoundTable, row: AnyRow): RowDigest =>
  isLarge(row) ? digestOfLarge({ table, row: { ...row } }) : digestOf(table, row);

function digestOf(table: BoundTable, row: AnyRow): RowDigest {
  const said: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row))
    if (value !== null)
      said[column] = value instanceof Uint8Array ? textOf(`${table}.${column}`, value) : value;
  return { name: table, key: keyOf(table, row), digest: sha256(canonical(said)) };
}

/** From so many characters or bytes on, to compare all of a row is quicker than to hash it again: rule sets, reports, orders. */
const LARGE = 2_000;
const isLarge = (row: AnyRow): boolean =>
  Object.values(row).some(
    (value) => (typeof value === 'string' || value instanceof Uint8Array) && value.length >= LARGE,
  );
interface Asked {
  readonly table: BoundTable;
  readonly row: AnyRow;
}
function isSameRow(one: Asked, other: Asked): boolean {
  const names = Object.keys(one.row);
  return (
    one.table === other.table &&
    names.length === Object.keys(other.row).length &&
    names.every((name) => Object.hasOwn(other.row, name) && isSame(one.row[name], other.row[name]))
  );
}
const isSame = (one: unknown, other: unknown): boolean =>
  one instanceof Uint8Array && other instanceof Uint8Array ? sameBytes(one, other) : one === other;
const digestOfLarge = lately(16, isSameRow, ({ table, row }) => digestOf(table, row));

const PACKED: readonly string[] = ['finding.report'];
const textOf = (column: string, bytes: Uint8Array): string =>
  (PACKED.includes(column) ? unpackedOr(bytes) : null) ?? Buffer.from(bytes).toString('hex');

/** The rows that one change wrote, each as it was left, in the order in which they are hashed and kept. */
export class Written {
  private readonly rows = new Map<string, RowDigest>();

  add(row: RowDigest): void {
    this.rows.set(`${row.name} ${row.key}`, row);
  }

  digestOf({ name, key }: Pick<RowDigest, 'name' | 'key'>): string | undefined {
    return this.rows.get(`${name} ${key}`)?.digest;
  }

  get size(): number {
    return this.rows.size;
  }

  /** Hands them over to the event that tells of them. */
  take(): RowDigest[] {
    const rows = [...this.rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    this.rows.clear();
    return rows;
  }
}

/** What stands in an event of the rows that it wrote. */
export const digestOfRows = (rows: readonly RowDigest[]): string =>
  hashOf(rows.map(({ name, key, digest }) => [name, key, digest]));
