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

interface Trailer {
  readonly at: string;
  readonly user: string;
  readonly station: string;
  readonly rows: number;
  /** number and hash of the log's last event when the export was made */
  readonly head: { readonly seq: number; readonly hash: string };
  /** canonical JSON of the filter; `{}` for the whole log */
  readonly filter: string;
}

/**
 * Over the hash of every row and over the trailer: a filtered export has gaps, so its chain alone would not tell. SHA-256
 * of the canonical JSON of `{hashes, trailer}`, taken as the rows go by.
 */
export function digester(): { add: (hash: string) => void; end: (trailer: Trailer) => string } {
  const sum = createHash('sha256').update('{"hashes":[');
  let isFirst = true;
  return {
    add: (hash) => {
      sum.update(`${isFirst ? '' : ','}${canonical(hash)}`);
      isFirst = false;
    },
    end: (trailer) => sum.update(`],"trailer":${canonical(trailer)}}`).digest('hex'),
  };
}

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

export const trailerCells = (t: Trailer, digest: string): string[] =>
  [
    TRAILER,
    t.at,
    t.user,
    t.station,
    'log.export',
    'rows',
    String(t.rows),
    String(t.head.seq),
    t.filter,
    '',
    digest,
    t.head.hash,
  ].map(neutral);
