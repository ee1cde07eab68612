import * as z from 'zod';
import { parseJson } from '../engine/number/json.ts';
import { readCsv } from './csv.ts';
import { plain, TRAILER } from './export-format.ts';

const count = z.number().int().min(0);
/** What an export says of itself, on whatever it was written. */
export const aboutExport = z.strictObject({
  kind: z.string(),
  title: z.string(),
  at: z.string(),
  user: z.string(),
  station: z.string(),
  filter: z.string(),
  identifiers: z.enum(['full', 'none', 'pseudonym']),
  head: z.strictObject({ seq: count, hash: z.string() }),
});
export type AboutExport = z.infer<typeof aboutExport>;

/** The end of an export: how many rows there are, and what binds them. */
export const exportEnd = z.strictObject({ rows: count, digest: z.string() });
export interface Ending extends z.infer<typeof exportEnd> {
  readonly about: AboutExport;
}

/** An export that is read again: its rows one by one, and, once the last of them was taken, what it says of itself. */
export interface Exported {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly string[]>;
  ending(): Ending;
}

/** It is not as an export is written, from the row after the last that was given. */
export class NotExported extends Error {}

const WHOLE = /^(?:0|[1-9]\d{0,14})$/;
export const wholeNumber = (cell: string | undefined): number | null =>
  cell !== undefined && WHOLE.test(cell) ? parseInt(cell, 10) : null;

/** An export as text, CSV or JSON Lines, which may come in pieces: a log of a million events is no one string. */
export function textExport(text: string | Iterable<string>): Exported {
  const pieces = (typeof text === 'string' ? [text] : text)[Symbol.iterator]();
  const first = pieces.next();
  // Programs that save a text again put a mark before it.
  const begun = first.done === true ? '' : first.value.replace(/^\uFEFF/, '');
  const all = (function* () {
    yield begun;
    for (let next = pieces.next(); next.done !== true; next = pieces.next()) yield next.value;
  })();
  return begun.startsWith('{') ? jsonLines(all) : csv(all);
}

function* csvRecords(text: Iterable<string>): Generator<readonly string[]> {
  try {
    for (const record of readCsv(text)) yield record.map(plain);
  } catch (error) {
    throw error instanceof SyntaxError ? new NotExported('the file does not read as CSV from here') : error;
  }
}

function csv(text: Iterable<string>): Exported {
  const records = csvRecords(text);
  const columns = firstOf(records);
  let last: readonly string[] | null = null;
  return {
    columns,
    rows: (function* () {
      for (const record of records) {
        if (record.length !== columns.length)
          throw new NotExported(`a row of ${record.length} cells stands in its place`);
        if (record[0] === TRAILER) {
          last = record;
          if (records.next().done !== true) throw new NotExported('rows follow the trailer');
          return;
        }
        yield record;
      }
      throw new NotExported('the file ends before its trailer');
    })(),
    ending: () => trailerOf(last ?? []),
  };
}

/** The first record; nothing if it does not even read. */
function firstOf(records: Iterator<readonly string[]>): readonly string[] {
  try {
    const first = records.next();
    return first.done === true ? [] : first.value;
  } catch (error) {
    if (error instanceof NotExported) return [];
    throw error;
  }
}

/** The audit log with everything in it has a cell for each word of its trailer; the others have all of them in one. */
function trailerOf(cells: readonly string[]): Ending {
  const [
    ,
    at = '',
    user = '',
    station = '',
    command,
    subject,
    rows,
    seq,
    filter = '',
    reason,
    digest = '',
    hash = '',
  ] = cells;
  const [counted, headSeq] = [wholeNumber(rows), wholeNumber(seq)];
  if (command === 'log.export' && subject === 'rows' && reason === '' && counted !== null && headSeq !== null)
    return {
      about: {
        kind: 'audit',
        title: 'Audit log',
        at,
        user,
        station,
        filter,
        identifiers: 'full',
        head: { seq: headSeq, hash },
      },
      rows: counted,
      digest,
    };
  return parsed(
    aboutExport.extend(exportEnd.shape),
    at,
    'the trailer does not read',
    ({ rows: n, digest: d, ...about }) =>
      cells.slice(2).every((cell) => cell === '') ? { about, rows: n, digest: d } : null,
  );
}

/** What JSON says, by schema; refused where it says anything else. */
function parsed<T, U>(schema: z.ZodType<T>, text: string, why: string, take: (value: T) => U | null): U {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw new NotExported(why);
  }
  const found = schema.safeParse(value);
  const taken = found.success ? take(found.data) : null;
  if (taken === null) throw new NotExported(why);
  return taken;
}

function* linesOf(text: Iterable<string>): Generator<string> {
  let rest = '';
  for (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest;
}

const row = z.record(z.string(), z.string());

function jsonLines(text: Iterable<string>): Exported {
  const lines = linesOf(text);
  const opening = lines.next();
  const { export: about, columns } = parsed(
    z.strictObject({ export: aboutExport, columns: z.array(z.string()).min(1) }),
    opening.done === true ? '' : opening.value,
    'its first line does not say what it is',
    (v) => v,
  );
  let end: z.infer<typeof exportEnd> | null = null;
  return {
    columns,
    rows: (function* () {
      for (const line of lines) {
        if (line.startsWith('{"end":')) {
          end = parsed(z.strictObject({ end: exportEnd }), line, 'its last line does not read', (v) => v.end);
          if (lines.next().done !== true) throw new NotExported('lines follow the last one');
          return;
        }
        yield parsed(row, line, 'a line does not read', (v) => {
          const names = Object.keys(v);
          return names.length === columns.length && names.every((n, i) => n === columns[i])
            ? Object.values(v)
            : null;
        });
      }
      throw new NotExported('the file ends before its last line');
    })(),
    ending: () => {
      if (end === null) throw new NotExported('the file ends before its last line');
      return { about, ...end };
    },
  };
}
