import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { PrintingPlaces } from '../../bridge/places.ts';
import type { Printer } from '../../bridge/printing.ts';
import { issue, type Issue } from '../../engine/number/result.ts';

/** A folder as the disk knows it: a link below a named folder may lead out of it. */
function onDisk(folder: string): string {
  const whole = resolve(folder);
  try {
    return realpathSync(whole);
  } catch {
    // One that is not made yet stands where the one above it is.
    const above = dirname(whole);
    return above === whole ? whole : join(onDisk(above), basename(whole));
  }
}

/** Is it that folder, or one inside of it? */
export function isBelow(folder: string, named: string): boolean {
  const way = relative(onDisk(named), onDisk(folder));
  return !way.startsWith('..') && !isAbsolute(way);
}

/** Why a text is not the whole path of a folder on the system that this runs on: `C:\labels` is a name like any other on Linux. */
export const notWhole = (folder: string, path: string): Issue | null =>
  isAbsolute(folder)
    ? null
    : issue(
        'folder-not-whole',
        folder,
        'the whole path of a folder on the machine that the program runs on',
        path,
      );

/** Why a printer may not be used: it writes to a folder, or is reached at a host, that no supervisor has named. */
export function placeIssue(
  way: Printer['way'],
  { folders, hosts }: PrintingPlaces,
  at = 'record.way',
): Issue | null {
  const whole = way.kind === 'file' ? notWhole(way.folder, at === 'record.way' ? `${at}.folder` : at) : null;
  if (whole !== null) return whole;
  if (way.kind === 'file' && !folders.some((named) => isAbsolute(named) && isBelow(way.folder, named)))
    return issue(
      'folder-not-named',
      way.folder,
      NAMED('a folder below those', folders),
      at === 'record.way' ? `${at}.folder` : at,
    );
  if (way.kind === 'tcp' && !hosts.some((named) => named.toLowerCase() === way.host.toLowerCase()))
    return issue(
      'host-not-named',
      way.host,
      NAMED('one of the addresses', hosts),
      at === 'record.way' ? `${at}.host` : at,
    );
  return null;
}

const NAMED = (what: string, list: readonly string[]): string =>
  `${what} that a supervisor has named under Pharmacy: ${list.length === 0 ? 'none yet' : list.join(', ')}`;
