import { canonical } from '../db/canonical.ts';
import { csvLine } from '../db/csv.ts';
import type { ChainEvent } from '../db/chain.ts';
import { COLUMNS, digester, eventCells, trailerCells, type Trailer } from '../db/export-format.ts';

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

/** The log as CSV (RFC 4180) that can be verified from the file alone: `verifyExport` of db/verify-export.ts. */
export function exportLog(events: Iterable<ChainEvent>, about: About): LogExport {
  const sum = digester();
  let rows = 0;
  const parts = [csvLine([...COLUMNS])];
  for (const event of events) {
    sum.add(event.hash);
    rows += 1;
    parts.push(csvLine(eventCells(event)));
  }
  const trailer: Trailer = {
    at: about.at,
    user: about.user,
    station: about.station,
    rows,
    head: about.head,
    filter: canonical(about.filter),
  };
  const digest = sum.end(trailer);
  parts.push(csvLine(trailerCells(trailer, digest)));
  return { csv: parts.join(''), head: about.head.hash, rows, digest };
}
