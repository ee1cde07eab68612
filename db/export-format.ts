import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';

/** The exported log: a header, one row for each event with every hashed field, and a trailer that carries the head. */
export const COLUMNS = [
  'seq',
  'at',
  'user',
  'station',
  'command',
  'subject',
  'subject_id',
  'version',
  'change',
  'reason',
  'previous',
  'hash',
] as const;

/** Stands where a row has its number: this row is about the export itself. */
export const TRAILER = 'head';

/** What an export says of itself. */
interface About {
  readonly kind: string;
  readonly at: string;
  readonly user: string;
  readonly station: string;
  readonly identifiers: string;
  /** number and hash of the log's last event when the export was made */
  readonly head: { readonly seq: number; readonly hash: string };
  /** canonical JSON of the filter; `{}` for the whole log */
  readonly filter: string;
}

/** Does what stands in it give the hashes of the events? Not where names are left out, and no other table has any. */
export const givesHashes = ({ kind, identifiers }: Pick<About, 'kind' | 'identifiers'>): boolean =>
  kind === 'audit' && identifiers === 'full';

/**
 * What binds an export, taken as its items go by: SHA-256 of the canonical JSON of the items and of what it says of itself. A
 * filtered export has gaps, so its chain alone would not tell.
 */
interface Digester {
  /** an item, as canonical JSON, or some with commas between */
  add(json: string): void;
  end(about: About, rows: number): string;
}

function digester(opening: string, trailer: (about: About, rows: number) => object): Digester {
  const sum = createHash('sha256').update(opening);
  let isFirst = true;
  return {
    add: (json) => {
      sum.update(isFirst ? json : `,${json}`);
      isFirst = false;
    },
    end: (about, rows) => sum.update(`],"trailer":${canonical(trailer(about, rows))}}`).digest('hex'),
  };
}

/** Of events that give their hashes: over these. */
export const hashesDigester = (): Digester =>
  digester('{"hashes":[', ({ at, user, station, head, filter }, rows) => ({
    at,
    user,
    station,
    rows,
    head,
    filter,
  }));

/** Of any other table: over the names of its columns and every cell of every row. */
export const rowsDigester = (columns: readonly string[]): Digester =>
  digester(`{"columns":${canonical(columns)},"rows":[`, (about, rows) => ({ ...about, rows }));

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that begins with an
 * apostrophe: taking one apostrophe away always gives the text back, so the hashes still hold.
 */
export function neutral(cell: string): string {
  const first = cell.charCodeAt(0);
  // Most cells begin with a letter, a digit or a brace, and need no closer look: an export has millions of them.
  const isPlain = (first > 0x40 && first < 0x80) || (first >= 0x30 && first <= 0x39);
  return !isPlain && FORMULA.test(cell) ? `'${cell}` : cell;
}
const FORMULA = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/;
export const plain = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

export const trailerCells = (a: About, rows: number, digest: string): string[] =>
  [
    TRAILER,
    a.at,
    a.user,
    a.station,
    'log.export',
    'rows',
    String(rows),
    String(a.head.seq),
    a.filter,
    '',
    digest,
    a.head.hash,
  ].map(neutral);
