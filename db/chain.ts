import { sha256 } from './canonical.ts';

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

const text = JSON.stringify;

/** SHA-256 over the canonical JSON of every field, that of the event before included: keys in their order, by hand. */
export function hashEvent(e: Omit<ChainEvent, 'hash'>): string {
  const { seq, at, user, station, command, subject, subjectId, version, change, reason, previous } = e;
  // `canonical` would sort these eleven keys a million times over.
  return sha256(
    `{"at":${text(at)},"change":${text(change)},"command":${text(command)},"previous":${text(previous)},` +
      `"reason":${text(reason)},"seq":${whole(seq)},"station":${text(station)},"subject":${text(subject)},` +
      `"subjectId":${text(subjectId)},"user":${text(user)},"version":${version === null ? 'null' : whole(version)}}`,
  );
}

function whole(count: number): string {
  if (!Number.isSafeInteger(count)) throw new TypeError('only whole numbers are hashed');
  return String(count);
}

export interface Verdict {
  readonly events: number;
  readonly head: string;
  /** the first event that does not fit; null if all do */
  readonly broken: number | null;
  readonly why: string | null;
}

/** Walks a log from its first event, in pieces if need be; what is broken stays broken. */
export function chainWalk(): { step: (rows: Iterable<ChainEvent>) => void; verdict: () => Verdict } {
  let verdict: Verdict = { events: 0, head: GENESIS, broken: null, why: null };
  const found = (row: ChainEvent): string | null => {
    const expected = verdict.events + 1;
    if (row.seq !== expected) return `event ${expected} is missing; ${row.seq} stands in its place`;
    if (row.previous !== verdict.head) return 'it does not carry the hash of the event before it';
    return hashEvent(row) === row.hash ? null : 'its fields do not give its hash';
  };
  return {
    step: (rows) => {
      for (const row of rows) {
        if (verdict.broken !== null) return;
        const why = found(row);
        verdict =
          why === null
            ? { events: row.seq, head: row.hash, broken: null, why }
            : { ...verdict, broken: verdict.events + 1, why };
      }
    },
    verdict: () => verdict,
  };
}
