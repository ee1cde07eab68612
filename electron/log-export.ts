import { stringify } from 'csv-stringify/sync';
import { canonical } from '../db/canonical.ts';
import type { ChainEvent } from '../db/chain.ts';
import { COLUMNS, digestOf, eventCells, trailerCells, type Trailer } from '../db/export-format.ts';

export interface LogExport {
  readonly csv: string;
  readonly head: string;
  readonly rows: number;
  readonly digest: string;
}

interface About {
  readonly at: string;
  readonly user: string;
  readonly station: string;
  readonly filter: unknown;
  readonly head: Trailer['head'];
}

const lines = (records: string[][]): string => stringify(records, { record_delimiter: 'windows' });

/** The log as CSV (RFC 4180) that can be verified from the file alone: `verifyExport` of db/verify-export.ts. */
export function exportLog(events: Iterable<ChainEvent>, about: About): LogExport {
  const hashes: string[] = [];
  const parts = [lines([[...COLUMNS]])];
  for (const event of events) {
    hashes.push(event.hash);
    parts.push(lines([eventCells(event)]));
  }
  const trailer: Trailer = {
    at: about.at,
    user: about.user,
    station: about.station,
    rows: hashes.length,
    head: about.head,
    filter: canonical(about.filter),
  };
  const digest = digestOf(hashes, trailer);
  parts.push(lines([trailerCells(trailer, digest)]));
  return { csv: parts.join(''), head: about.head.hash, rows: hashes.length, digest };
}
