import { GENESIS, hashEvent, type ChainEvent, type Verdict } from './chain.ts';
import { readCsv } from './csv.ts';
import { COLUMNS, digester, plain, TRAILER, type Trailer } from './export-format.ts';

const WHOLE = /^(?:0|[1-9]\d{0,14})$/;
const whole = (cell: string | undefined): number | null =>
  cell !== undefined && WHOLE.test(cell) ? parseInt(cell, 10) : null;

/**
 * Verifies an exported log from its text alone, which may come in pieces: a log of a million events is no one string. Names the first event that was changed, removed, inserted or moved; in a
 * filtered export, which has gaps, a missing one is told by the trailer without its number.
 */
export function verifyExport(text: string | Iterable<string>): Verdict {
  const state = { last: null as ChainEvent | null, rows: 0, sum: digester(), gap: null as number | null };
  const broken = (seq: number, why: string): Verdict => ({
    events: state.rows,
    head: state.last?.hash ?? GENESIS,
    broken: seq,
    why,
  });
  const next = () => (state.last?.seq ?? 0) + 1;
  const records = readCsv(text);
  try {
    if (headerOf(records) !== COLUMNS.join(','))
      return broken(0, 'it is not an exported log: the header differs');
    for (const record of records) {
      const cells = record.map(plain);
      if (cells.length !== COLUMNS.length)
        return broken(next(), `a row of ${cells.length} cells stands in its place`);
      if (cells[0] === TRAILER) {
        const rest = records.next();
        return rest.done === true ? closing(cells, state, broken) : broken(next(), 'rows follow the trailer');
      }
      const event = eventOf(cells);
      if (!event) return broken(next(), 'its numbers do not read');
      const { last } = state;
      if (hashEvent(event) !== event.hash) return broken(event.seq, 'its fields do not give its hash');
      if (last && event.seq <= last.seq) return broken(event.seq, 'it stands after a later event');
      if (last && event.seq === last.seq + 1 && event.previous !== last.hash)
        return broken(event.seq, 'it does not carry the hash of the event before it');
      if (event.seq === 1 && event.previous !== GENESIS) return broken(1, 'it does not begin the chain');
      if (event.seq > next()) state.gap ??= next();
      state.last = event;
      state.rows += 1;
      state.sum.add(event.hash);
    }
    return broken(next(), 'the file ends before its trailer');
  } catch (error) {
    if (error instanceof SyntaxError) return broken(next(), 'the file does not read as CSV from here');
    throw error;
  }
}

/** The first record; nothing if it does not even read as CSV. */
function headerOf(records: Iterator<string[]>): string {
  try {
    const first = records.next();
    return first.done === true ? '' : first.value.join(',');
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

function eventOf(cells: readonly string[]): ChainEvent | null {
  const [
    seq,
    at = '',
    user = '',
    station = '',
    command = '',
    subject = '',
    subjectId = '',
    version,
    change = '',
    reason,
    previous = '',
    hash = '',
  ] = cells;
  const number = whole(seq);
  const versionNumber = version === '' ? null : whole(version);
  if (number === null || (version !== '' && versionNumber === null)) return null;
  return {
    seq: number,
    at,
    user,
    station,
    command,
    subject,
    subjectId,
    version: versionNumber,
    change,
    reason: reason === '' ? null : (reason ?? null),
    previous,
    hash,
  };
}

interface State {
  readonly last: ChainEvent | null;
  /** the first number that is not there: right in a filtered export, wrong in a whole one */
  readonly gap: number | null;
  readonly rows: number;
  readonly sum: ReturnType<typeof digester>;
}

/** The trailer says how many rows there are, up to which event, and binds them all. */
function closing(
  cells: readonly string[],
  { last, gap, rows: seen, sum }: State,
  broken: (seq: number, why: string) => Verdict,
): Verdict {
  const [
    ,
    at = '',
    user = '',
    station = '',
    command,
    subject,
    count,
    headSeq,
    filter = '',
    reason,
    digest,
    head = '',
  ] = cells;
  const rows = whole(count);
  const seq = whole(headSeq);
  const after = (last?.seq ?? 0) + 1;
  if (rows === null || seq === null || command !== 'log.export' || subject !== 'rows' || reason !== '')
    return broken(after, 'the trailer does not read');
  if (filter === '{}') {
    const missing = gap ?? (after <= seq ? after : null);
    if (missing !== null) return broken(missing, 'it is missing');
    if (head !== (last?.hash ?? GENESIS)) return broken(seq, 'it is not the head that the trailer names');
  }
  const trailer: Trailer = { at, user, station, rows, head: { seq, hash: head }, filter };
  if (rows !== seen) return broken(after, `the trailer counts ${rows} rows, the file has ${seen}`);
  if (sum.end(trailer) !== digest) return broken(after, 'rows or trailer are not those that were exported');
  return { events: seen, head, broken: null, why: null };
}
