import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { issue, Refused } from '../engine/number/result.ts';
import type { Head } from './event-log.ts';
import { notePath, readNote } from './head-note.ts';

export const fileMissing = () => new Refused(issue('data-file-missing', null, 'the path of a data file'));

/** The file of a pharmacy that worked here: an empty one in its place would hide what was lost. */
export const gone = () =>
  new Refused(
    issue(
      'data-file-gone',
      null,
      'the data file back in its folder, or the last good backup restored: what stands beside it says that there was one',
    ),
  );

/**
 * What people's work leaves beside a data file: the note of its head, its write-ahead log, copies of before an update or a
 * restore, backups and where they go, the names behind pseudonyms, incidents. Not what a first start makes before it.
 */
const OTHERS =
  /^(?:meniscus-.*\.backup(?:\.part)?|meniscus\.backup\.json|meniscus\.pseudonym|incidents\.log)$/;
export function hasTraces(path: string): boolean {
  if (!existsSync(dirname(path))) return false;
  const own = basename(path);
  const ofOurs = (name: string) => [`${own}-wal`, basename(notePath(path)), `${own}.moved`].includes(name);
  const copy = (name: string) => /^\.(?:version|replaced)-/.test(name.replace(own, ''));
  return readdirSync(dirname(path)).some(
    (name) => ofOurs(name) || (name.startsWith(own) && copy(name)) || OTHERS.test(name),
  );
}

/** Under which name a data file is kept whose data went to a database. */
export const movedPath = (path: string): string => `${path}.moved`;
/** When it did: a date of the file would be another in a copy of the folder. */
const whenPath = (path: string): string => `${movedPath(path)}.at`;
const WHEN = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\n$/;

/** Stands before the file is away, and says nothing while it is there. */
export const noteMove = (path: string, at: string): void =>
  writeFileSync(whenPath(path), `${at}\n`, { mode: 0o600, flush: true });

/**
 * Did the data of this folder go to a database? A file that came back has its own note of its head beside it: whoever
 * loses that one lost it, whatever an earlier move left.
 */
const isMoved = (path: string): boolean =>
  !existsSync(path) && existsSync(movedPath(path)) && !existsSync(notePath(path));

/** When the data went to a database, where that was noted. */
function movedAt(path: string): string | null {
  const when = whenPath(path);
  return (existsSync(when) && WHEN.exec(readFileSync(when, 'latin1'))?.[1]) || null;
}

/** Refuses a folder whose data went to a database: whoever put a backup there would make a second pharmacy beside it. */
export const movedAway = (path: string): Refused | null =>
  isMoved(path)
    ? new Refused(
        issue(
          'data-file-moved',
          movedAt(path),
          'the database that it went to: meniscus serve --db ADDRESS, or the way back with meniscus move --from ADDRESS; no backup restored here; if that move was cut off and the database holds nothing, meniscus.db.moved under its name of before',
        ),
      )
    : null;

/** Why no data file is made where there is none: null where there never was one. */
export const whyAbsent = (path: string): Refused | null =>
  movedAway(path) ?? (!existsSync(path) && hasTraces(path) ? gone() : null);

/** The head of the log with which the data of this folder went to a database; null where it did not, or nothing tells. */
export function headOfMoved(path: string): Head | null {
  const noted = isMoved(path) ? readNote(movedPath(path)) : 'missing';
  return typeof noted === 'string' ? null : noted;
}

/** After the way back: what lay there from before is a copy of before. */
export function keepMoved(path: string, at: string): void {
  const kept = `${path}.replaced-${at.replaceAll(/[-:.]/g, '')}`;
  for (const [from, to] of [
    [movedPath(path), kept],
    [notePath(movedPath(path)), notePath(kept)],
  ] as const)
    if (existsSync(from)) renameSync(from, to);
  rmSync(whenPath(path), { force: true });
}
