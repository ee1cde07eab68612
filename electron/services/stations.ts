import type { Command } from '../../bridge/contract.ts';
import type { StationView } from '../../bridge/stations.ts';
import { sha256 } from '../../db/canonical.ts';
import { folded } from '../../db/folded.ts';
import type { Read } from '../../db/handle.ts';
import { alteredRecord } from '../../db/intact.ts';
import { userById } from '../../db/people.ts';
import { alteredIssue } from '../../db/row-digests.ts';
import {
  listStations,
  stationByCode,
  stationByKey,
  stationNames,
  type StationRow,
} from '../../db/stations.ts';
import { Refused } from '../../engine/number/result.ts';
import { found, refuse, type HostSession } from './call.ts';
import { localTime } from './local-date.ts';
import { readOut } from './one-time.ts';

/** House rule: a quarter of an hour, which is the way from one computer to another. */
const CODE_MS = 15 * 60_000;
/** 8 of 28 letters, 38 bits: good for so short a time, with so few guesses, and typed with gloves on. */
const GROUPS = 2;

const ANOTHER = 'a code that a supervisor made less than a quarter of an hour ago, and that nobody has used';

/** The window's session under the name of its station. What a site's host asks for no station that is enrolled is refused, but for enrolling it. */
export async function atStation(
  db: Read,
  session: HostSession,
  name: Command,
  zone: () => Promise<string>,
): Promise<HostSession> {
  if (session.enrolled === undefined || name === 'station.enrol') return session;
  const row = await stationByKey(db, sha256(session.enrolled));
  if (row === undefined) return refuse('station-not-enrolled', null, ANOTHER);
  if (row.withdrawn_at !== null) {
    // Told to whoever carries what the station was given, and to nobody else: why is for the supervisors' list.
    const by = await userById(db, row.withdrawn_by ?? '');
    refuse(
      'station-withdrawn',
      `${row.name ?? '-'}, by ${by?.name ?? '-'}, ${localTime(row.withdrawn_at, await zone())}`,
      ANOTHER,
    );
  }
  const altered = await alteredRecord(db, 'station', [row.id]);
  if (altered !== null) throw new Refused(alteredIssue(altered));
  return { ...session, station: row.name ?? '-' };
}

export const newCode = (random: (bytes: number) => Uint8Array): string => readOut(random, GROUPS);
export const codeUntil = (now: string): string => new Date(Date.parse(now) + CODE_MS).toISOString();
/** Small letters, spaces and dashes are as good as what was shown. */
export const codeHash = (code: string): string =>
  sha256(`station ${code.replaceAll(/[\s-]/g, '').toUpperCase()}`);

/** Who is waited for with this code; `now` is a time that is certain. */
export async function waitedFor(db: Read, code: string, now: string): Promise<StationRow | undefined> {
  const row = await stationByCode(db, codeHash(code));
  return row !== undefined && stateOf(row, now) === 'waiting' ? row : undefined;
}

export const refuseCode = () => refuse('station-code-wrong', null, ANOTHER, 'code');

/** One name for one station, whatever the case or the accents. */
export async function nameFree(db: Read, name: string): Promise<void> {
  if ((await stationNames(db)).some((taken) => folded(taken) === folded(name)))
    refuse('station-name-taken', name, 'a name that no other station has', 'name');
}

export function stateOf(row: StationRow, now: string): StationView['state'] {
  if (row.withdrawn_at !== null) return 'withdrawn';
  if (row.enrolled_at !== null) return 'enrolled';
  return now < row.until ? 'waiting' : 'lapsed';
}

export const stationsNow = async (db: Read, { enrolled }: HostSession, now: string): Promise<StationView[]> =>
  (await listStations(db)).map((row) => ({
    id: row.id,
    state: stateOf(row, now),
    name: row.name,
    madeBy: row.made_by,
    at: row.at,
    until: row.until,
    enrolledAt: row.enrolled_at,
    withdrawnAt: row.withdrawn_at,
    withdrawnBy: row.withdrawn_by_name,
    reason: row.reason,
    here: enrolled !== undefined && row.key_hash === sha256(enrolled),
  }));

export const stationNow = async (
  db: Read,
  session: HostSession,
  now: string,
  id: string,
): Promise<StationView> =>
  found(
    (await stationsNow(db, session, now)).find((s) => s.id === id),
    'station',
  );
