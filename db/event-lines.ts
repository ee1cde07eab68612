import { sql } from 'kysely';
import { csvCells, jsonTexts, together } from './dialect/csv-cells.ts';
import { eventsBetween, type EventFilter } from './event-log.ts';
import { COLUMNS } from './export-format.ts';
import type { Read } from './handle.ts';
import { prepared } from './prepared.ts';
import { k } from './schema.ts';

/** Some events as they stand in an exported log. */
export interface EventLines {
  /** CSV in UTF-8, one record after the other */
  readonly text: Uint8Array;
  /** the hash of each, as JSON, with commas between: what the digest of an export is made of */
  readonly hashes: string;
  readonly rows: number;
  /** the number of the last of them */
  readonly at: number;
}

const WHOLE: ReadonlySet<string> = new Set(['e.seq', 'e.version']);

interface Piece {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/**
 * Reads the same events as `eventsAfter`, as text that is ready for the file; null where there are none. For one filter
 * it is compiled once: putting these cells into words takes longer than reading a hundred events.
 */
export function eventLines(f: EventFilter): (db: Read, piece: Piece) => Promise<EventLines | null> {
  const cells = csvCells(
    COLUMNS.map((c) => `e.${c}`),
    WHOLE,
  );
  const query = prepared((v: Piece) =>
    k
      .selectFrom(
        eventsBetween(f, v.after, v.upTo, v.limit)
          .select(['e.seq', 'e.hash', cells.as('line')])
          .as('page'),
      )
      .select([
        together('line').as('text'),
        jsonTexts('hash').as('hashes'),
        sql<number>`count(*)`.as('rows'),
        sql<number>`max(seq)`.as('at'),
      ]),
  );
  return async (db, piece) => {
    const lines = await db.one(query(piece));
    return lines === undefined || lines.rows === 0 ? null : lines;
  };
}
