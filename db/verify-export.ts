import { canonical } from './canonical.ts';
import { GENESIS, hashEvent, type ChainEvent, type Verdict } from './chain.ts';
import { COLUMNS, givesHashes, hashesDigester, rowsDigester } from './export-format.ts';
import { NotExported, wholeNumber, type AboutExport, type Ending, type Exported } from './exported.ts';

/** What was found in an export: `broken` names an event of a log, and the row of any other table. */
export interface ExportVerdict extends Verdict {
  /** what the file says that it is, and what binds it; null where it does not come to its end */
  readonly ending: Ending | null;
  /** it has the columns of an audit log */
  readonly isLog: boolean;
}

interface Problem {
  readonly at: number;
  readonly why: string;
}

/** What was seen of a log so far. */
interface Seen {
  last: ChainEvent | null;
  rows: number;
  /** the first number that is not there: right in a filtered export, wrong in a whole one */
  gap: number | null;
  /** the first event that is not in its place */
  place: Problem | null;
  /** the first event that its fields do not give: right where names were left out */
  fields: Problem | null;
}

/**
 * Verifies an export from itself alone. Of an audit log it names the first event that was changed, removed, inserted or
 * moved; in a filtered one, which has gaps, a missing one is told by its end without its number. Where names are left out,
 * or stand under a pseudonym, an event can not give its hash any more: then its rows are held to what was exported, and
 * its hashes to each other. The other tables are held to what was exported.
 */
export function verifyExport(file: Exported): ExportVerdict {
  const isLog = file.columns.join(',') === COLUMNS.join(',');
  const seen: Seen = { last: null, rows: 0, gap: null, place: null, fields: null };
  const sums = { events: hashesDigester(), rows: rowsDigester(file.columns) };
  const nextRow = () => (isLog ? (seen.last?.seq ?? 0) + 1 : seen.rows === 0 ? 0 : seen.rows + 1);
  const verdict = (ending: Ending | null, problem: Problem | null): ExportVerdict => ({
    events: seen.rows,
    head: isLog ? (seen.last?.hash ?? GENESIS) : (ending?.about.head.hash ?? GENESIS),
    broken: problem?.at ?? null,
    why: problem?.why ?? null,
    ending,
    isLog,
  });
  try {
    if (file.columns.length === 0)
      return verdict(null, { at: 0, why: 'it is not an exported log: the header differs' });
    for (const cells of file.rows) {
      sums.rows.add(canonical(cells));
      if (isLog) {
        const event = eventOf(cells);
        if (event === null) throw new NotExported('its numbers do not read');
        sums.events.add(canonical(event.hash));
        look(event, seen);
      }
      seen.rows += 1;
    }
    const ending = file.ending();
    const { about } = ending;
    const isWhole = givesHashes(about);
    if (isLog !== (about.kind === 'audit'))
      throw new NotExported('its columns are not those of what it says it is');
    const problem = first(seen.place, isWhole ? seen.fields : null) ?? (isLog ? atEnd(about, seen) : null);
    if (problem) return verdict(ending, problem);
    if (ending.rows !== seen.rows)
      throw new NotExported(`the trailer counts ${ending.rows} rows, the file has ${seen.rows}`);
    if ((isWhole ? sums.events : sums.rows).end(about, ending.rows) !== ending.digest)
      throw new NotExported('rows or trailer are not those that were exported');
    return verdict(ending, null);
  } catch (error) {
    if (!(error instanceof NotExported)) throw error;
    const why = isLog ? error.message : `it is not an exported log as it was made: ${error.message}`;
    return verdict(null, first(seen.place, seen.fields) ?? { at: nextRow(), why });
  }
}

const first = (a: Problem | null, b: Problem | null): Problem | null =>
  a === null || (b !== null && b.at < a.at) ? b : a;

function look(event: ChainEvent, seen: Seen): void {
  const { last } = seen;
  const next = (last?.seq ?? 0) + 1;
  const at = (why: string): Problem => ({ at: event.seq, why });
  if (hashEvent(event) !== event.hash) seen.fields ??= at('its fields do not give its hash');
  if (last && event.seq <= last.seq) seen.place ??= at('it stands after a later event');
  else if (last && event.seq === next && event.previous !== last.hash)
    seen.place ??= at('it does not carry the hash of the event before it');
  else if (event.seq === 1 && event.previous !== GENESIS) seen.place ??= at('it does not begin the chain');
  if (event.seq > next) seen.gap ??= next;
  seen.last = event;
}

/** A whole log comes to the event that it says it comes to. */
function atEnd({ filter, head }: AboutExport, { last, gap }: Seen): Problem | null {
  if (filter !== '{}') return null;
  const after = (last?.seq ?? 0) + 1;
  const missing = gap ?? (after <= head.seq ? after : null);
  if (missing !== null) return { at: missing, why: 'it is missing' };
  return head.hash === (last?.hash ?? GENESIS)
    ? null
    : { at: head.seq, why: 'it is not the head that the trailer names' };
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
  const number = wholeNumber(seq);
  const versionNumber = version === '' ? null : wholeNumber(version);
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
