import { canonical, sha256 } from './canonical.ts';

/** One row of the event log, as hashed, listed and exported. */
export interface ChainEvent {
  readonly seq: number;
  readonly at: string;
  readonly user: string;
  readonly station: string;
  readonly command: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly version: number | null;
  /** canonical JSON of what changed */
  readonly change: string;
  readonly reason: string | null;
  /** hash of the event before; `GENESIS` for the first */
  readonly previous: string;
  readonly hash: string;
}

export const GENESIS = '0'.repeat(64);

/** SHA-256 over the canonical JSON of every field, that of the event before included. */
export function hashEvent(e: Omit<ChainEvent, 'hash'>): string {
  const { seq, at, user, station, command, subject, subjectId, version, change, reason, previous } = e;
  return sha256(
    canonical({ seq, at, user, station, command, subject, subjectId, version, change, reason, previous }),
  );
}

export interface Verdict {
  readonly events: number;
  readonly head: string;
  /** the first event that does not fit; null if all do */
  readonly broken: number | null;
  readonly why: string | null;
}

/** Walks a whole log from its first event. Names the first event that was changed, removed, inserted or moved. */
export function verifyChain(rows: Iterable<ChainEvent>): Verdict {
  let head = GENESIS;
  let events = 0;
  for (const row of rows) {
    const expected = events + 1;
    const broken = (why: string) => ({ events, head, broken: expected, why });
    if (row.seq !== expected) return broken(`event ${expected} is missing; ${row.seq} stands in its place`);
    if (row.previous !== head) return broken('it does not carry the hash of the event before it');
    if (hashEvent(row) !== row.hash) return broken('its fields do not give its hash');
    head = row.hash;
    events = expected;
  }
  return { events, head, broken: null, why: null };
}
